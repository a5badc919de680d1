import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ThresholdReason } from './threshold-reason.js';
import type { Drift, Kind, Mode, ReconciliationStatus } from '../kinds.js';

/** How far the walk over one kind is. */
export interface WalkProgress {
  /** `news`: only what changed lately, since the counts agree. */
  readonly way: 'everything' | 'news';
  /** A list that gave less than it should is read a second time. */
  readonly pass: 1 | 2;
  readonly at: { readonly offset: number } | { readonly id: string; readonly createdAt: string } | null;
  /** How many Clerk says there are. */
  readonly told: number;
  readonly tombstoned: number;
  readonly isRead: boolean;
  /** The list was complete, or was read again because it was not. */
  readonly isChecked: boolean;
  /** How many this run has added to the mirror by whole pages; only a seeding does. */
  readonly seeded?: number;
  /** Everything of the kind, the objects here that Clerk did not name among it, is in the plan. */
  readonly isDone: boolean;
}

/** Objects of one kind. */
export interface Counts {
  readonly clerk: number;
  /** Different ones that Clerk's list gave; null where only the news were read. */
  readonly listed: number | null;
  readonly here: number;
  /** At Clerk, deleted here for good: it does not come back and is no drift. */
  readonly tombstoned: number;
}

/** One comparison of the mirror with Clerk, and its repair. */
@Entity('reconciliations')
export class Reconciliation {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  mode!: Mode;

  @Column('text')
  status!: ReconciliationStatus;

  @Column('jsonb')
  progress!: Partial<Record<Kind, WalkProgress>>;

  /** SHA-256 over the canonical plan, hexadecimal. */
  @Column('text', { nullable: true })
  hash!: string | null;

  @Column('jsonb', { nullable: true })
  drift!: Drift | null;

  @Column('jsonb')
  counts!: Partial<Record<Kind, Counts>>;

  /** Why the safety threshold holds it. */
  @Column('jsonb')
  reasons!: readonly ThresholdReason[];

  /** What ended it, as a code. */
  @Column('text', { nullable: true })
  error!: string | null;

  @Column('uuid', { nullable: true })
  requestedBy!: string | null;

  @Column('uuid', { nullable: true })
  appliedBy!: string | null;

  @Column('boolean')
  forced!: boolean;

  /** It fills an empty mirror: there is no plan, what is missing is added page by page while it is read. */
  @Column('boolean')
  seeds!: boolean;

  @Column('timestamptz')
  startedAt!: Date;

  @Column('timestamptz', { nullable: true })
  plannedAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  applyStartedAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  finishedAt!: Date | null;
}
