import { Column, Entity, PrimaryColumn } from 'typeorm';

export type OrganizationStatus = 'active' | 'suspended' | 'deleted';

/** A tenant: Clerk's organization, mirrored. */
@Entity('organizations')
export class Organization {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text', { nullable: true })
  clerkId!: string | null;

  @Column('text', { nullable: true })
  slug!: string | null;

  @Column('text')
  name!: string;

  @Column('text')
  status!: OrganizationStatus;

  /** Null: no limit. */
  @Column('integer', { nullable: true })
  maxAllowedMemberships!: number | null;

  /** Counts changes, for `ETag`. */
  @Column('integer')
  version!: number;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz')
  updatedAt!: Date;

  @Column('timestamptz', { nullable: true })
  deletedAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  sourceUpdatedAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  sourceEventAt!: Date | null;
}
