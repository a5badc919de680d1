import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One thing that happened. Ids are ours; `actorId` of a part of the service is its name. */
@Entity('audit_events')
export class AuditEvent {
  @PrimaryColumn('uuid')
  id!: string;

  @Column({ type: 'timestamptz', insert: false, update: false })
  occurredAt!: Date;

  @Column('text')
  action!: string;

  @Column('text')
  outcome!: 'allowed' | 'denied';

  @Column('text')
  actorKind!: 'user' | 'service_account' | 'system';

  @Column('text')
  actorId!: string;

  @Column('text', { nullable: true })
  impersonatorId!: string | null;

  @Column('uuid', { nullable: true })
  organizationId!: string | null;

  @Column('uuid', { nullable: true })
  propertyId!: string | null;

  @Column('text', { nullable: true })
  targetKind!: string | null;

  @Column('text', { nullable: true })
  targetId!: string | null;

  @Column('jsonb')
  change!: object;

  @Column('text', { nullable: true })
  reason!: string | null;

  @Column('text', { nullable: true })
  requestId!: string | null;

  /** Address and agent of the client, as ciphertext under the actor's key; see `SubjectKeys`. */
  @Column('text', { nullable: true })
  client!: string | null;

  /** The transaction that wrote it; the sealer orders by it. */
  @Column({ type: 'bigint', insert: false, update: false, select: false })
  xid!: string;
}
