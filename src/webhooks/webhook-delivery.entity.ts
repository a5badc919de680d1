import { Column, Entity, PrimaryColumn } from 'typeorm';

export type DeliveryState = 'pending' | 'applied' | 'ignored' | 'dead';

/** One delivery of Clerk's: the record that it came, and the queue entry until it is settled. */
@Entity('webhook_deliveries')
export class WebhookDelivery {
  /** The same on every attempt of the sender, so it tells a repeat. */
  @PrimaryColumn('text')
  svixId!: string;

  @Column('text')
  eventType!: string;

  /** Clerk's id of the object it is about. */
  @Column('text', { nullable: true })
  objectId!: string | null;

  @Column('timestamptz', { nullable: true })
  eventAt!: Date | null;

  @Column('text', { nullable: true })
  instanceId!: string | null;

  @Column('bytea')
  bodySha256!: Buffer;

  @Column('jsonb', { nullable: true })
  payload!: unknown;

  @Column('text')
  state!: DeliveryState;

  @Column('integer')
  attempts!: number;

  @Column('timestamptz')
  nextAttemptAt!: Date;

  @Column('timestamptz')
  receivedAt!: Date;

  @Column('timestamptz', { nullable: true })
  settledAt!: Date | null;

  /** What went wrong last, as a code or the name of a field; never a value. */
  @Column('text', { nullable: true })
  lastError!: string | null;

  /** How often the same delivery came again. */
  @Column('integer')
  repeats!: number;
}
