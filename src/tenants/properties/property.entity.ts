import { Column, Entity, PrimaryColumn } from 'typeorm';

export type PropertyStatus = 'active' | 'archived';

/** A sub-tenant: a hotel, a shop, a clinic. */
@Entity('properties')
export class Property {
  @PrimaryColumn('uuid')
  organizationId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  slug!: string;

  @Column('text')
  name!: string;

  /** IANA name. */
  @Column('text')
  timezone!: string;

  @Column('text')
  status!: PropertyStatus;

  /** How many people may have a grant on it; null: no limit. */
  @Column('integer', { nullable: true })
  maxPeople!: number | null;

  /** Counts changes, for `ETag`. */
  @Column('integer')
  version!: number;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz')
  updatedAt!: Date;

  @Column('timestamptz', { nullable: true })
  archivedAt!: Date | null;
}
