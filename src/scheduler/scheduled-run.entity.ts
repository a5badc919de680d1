import { Column, Entity, PrimaryColumn } from 'typeorm';

export type RunState = 'running' | 'succeeded' | 'failed' | 'skipped' | 'lost';
export type RunTrigger = 'schedule' | 'manual';

/** One run of a periodic job. Leases are told by the clock of the database, which all replicas share. */
@Entity('scheduled_runs')
export class ScheduledRun {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  job!: string;

  @Column('timestamptz')
  slot!: Date;

  @Column('text')
  trigger!: RunTrigger;

  @Column('uuid', { nullable: true })
  requestedBy!: string | null;

  @Column('text')
  state!: RunState;

  /** Goes up each time another replica takes the run; whoever has an older one may write nothing. */
  @Column('integer')
  token!: number;

  /** The process that has it. */
  @Column('text')
  holder!: string;

  @Column('timestamptz')
  leaseUntil!: Date;

  @Column('timestamptz')
  startedAt!: Date;

  @Column('timestamptz', { nullable: true })
  finishedAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  nextSlot!: Date | null;

  /** It ran into its time-out, or into the slot after it. */
  @Column('boolean')
  overran!: boolean;

  @Column('jsonb', { nullable: true })
  result!: object | null;

  /** The kind of the fault; never a value. */
  @Column('text', { nullable: true })
  error!: string | null;
}
