import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A caller that is no person: a robot, a job, a service of the application. */
@Entity('service_accounts')
export class ServiceAccount {
  @PrimaryColumn('uuid')
  organizationId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  /** The property it belongs to, and holds nothing outside of; null: of the organization, or an agent. */
  @Column('uuid', { nullable: true })
  propertyId!: string | null;

  /** Unique within the organization or the property, or among the agents of one member. */
  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  /** The member in whose name an agent acts; null for an account of the organization. */
  @Column('uuid', { nullable: true })
  onBehalfOf!: string | null;

  @Column('uuid', { nullable: true })
  createdBy!: string | null;

  @Column('timestamptz')
  createdAt!: Date;
}
