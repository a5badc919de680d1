import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A role that a service account was given; it holds as far as its giver still holds it. */
@Entity('service_account_grants')
export class ServiceAccountGrant {
  @PrimaryColumn('uuid')
  organizationId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  accountId!: string;

  /** Null: on the organization. */
  @Column('uuid', { nullable: true })
  propertyId!: string | null;

  /** `agent` where it stands for permissions. */
  @Column('text')
  role!: string;

  /** The role once more where the organization made it, null where it is built in. */
  @Column('text', { nullable: true })
  customRole!: string | null;

  /** What an agent was handed, in place of a role. */
  @Column('text', { array: true, nullable: true })
  permissions!: string[] | null;

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
