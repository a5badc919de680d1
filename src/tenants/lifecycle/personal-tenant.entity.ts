import { Column, Entity, PrimaryColumn } from 'typeorm';

/** That a person was to get a tenant of their own; one row for each, so that an event told twice asks once. */
@Entity('personal_tenants')
export class PersonalTenant {
  @PrimaryColumn('uuid')
  userId!: string;

  /** Null until Clerk has made it, and for a person who was gone before. */
  @Column('uuid', { nullable: true })
  organizationId!: string | null;

  @Column('timestamptz')
  requestedAt!: Date;

  @Column('timestamptz', { nullable: true })
  settledAt!: Date | null;
}
