import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One of the organization's own roles, given on the whole of it beside the role that Clerk keeps. */
@Entity('organization_grants')
export class OrganizationGrant {
  @PrimaryColumn('uuid')
  organizationId!: string;

  @PrimaryColumn('uuid')
  userId!: string;

  @PrimaryColumn('text')
  role!: string;

  @Column('uuid', { nullable: true })
  grantedBy!: string | null;

  @Column('timestamptz')
  grantedAt!: Date;

  @Column('timestamptz')
  validFrom!: Date;

  /** The first moment at which it no longer holds; null: without end. */
  @Column('timestamptz', { nullable: true })
  expiresAt!: Date | null;
}
