import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A role that an organization made for itself. */
@Entity('custom_roles')
export class CustomRole {
  @PrimaryColumn('uuid')
  organizationId!: string;

  /** `org:…` or `property:…`, by where it is given; never changes. */
  @PrimaryColumn('text')
  key!: string;

  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('text')
  scopeKind!: 'organization' | 'property';

  @Column('text', { array: true })
  permissions!: string[];

  /** Counts changes, for `ETag`. */
  @Column('integer')
  version!: number;

  @Column('uuid', { nullable: true })
  createdBy!: string | null;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz')
  updatedAt!: Date;
}
