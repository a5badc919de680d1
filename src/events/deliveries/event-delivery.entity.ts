import { Column, Entity, PrimaryColumn } from 'typeorm';

export const DELIVERY_STATES = ['pending', 'delivered', 'dead'] as const;

/** One event on its way to one endpoint. */
@Entity('event_deliveries')
export class EventDelivery {
  @PrimaryColumn('uuid')
  endpointId!: string;

  /** Of the event. */
  @PrimaryColumn('bigint')
  position!: string;

  /** As the endpoint's. */
  @Column('uuid', { nullable: true })
  organizationId!: string | null;

  /** As the event's. */
  @Column('bigint', { name: 'lane' })
  orderingKey!: string;

  @Column('text')
  state!: (typeof DELIVERY_STATES)[number];

  @Column('integer')
  attempts!: number;

  @Column('timestamptz')
  nextAttemptAt!: Date;

  @Column('timestamptz', { nullable: true })
  lastAttemptAt!: Date | null;

  /** The HTTP status of the last answer; null where there was none. */
  @Column('integer', { nullable: true })
  lastStatus!: number | null;

  @Column('text', { nullable: true })
  lastError!: string | null;
}
