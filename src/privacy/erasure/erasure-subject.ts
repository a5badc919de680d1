import type { JobDefinition } from '#libs/jobs';
import type { ErasureRecord } from '../records/erasure-record.js';
import type { ErasuresStore } from '../records/erasures.store.js';
import type { Step } from './step.js';

/** Whom an erasure is about: all in which that of a person and that of an organization differ. */
export abstract class ErasureSubject<Row extends ErasureRecord = ErasureRecord> {
  abstract readonly rows: ErasuresStore<Row>;
  /** In order. */
  abstract readonly steps: readonly Step<Row>[];
  /** Carries an erasure on. */
  abstract readonly job: JobDefinition<{ erasureId: string }>;
  /** Milliseconds after which one that waits is tried again; null where each row plans its own next try. */
  abstract readonly retryAfterMs: number | null;
  /** What the row says no longer once it goes on, or is blocked. */
  abstract readonly goingOn: Partial<Row>;
  /** What the row says no longer once all is done. */
  abstract readonly forgotten: Partial<Row>;

  /** Our id of the person or organization. */
  abstract idOf(row: Row): string;

  /** The moment before which it is not tried again. */
  abstract nextTryOf(row: Row): Date | null;

  /** The article of a hold that stands, the oldest first; in the open transaction. */
  abstract holdOn(subjectId: string): Promise<string | null>;

  /**
   * Plans the next try of one that waits, where it plans that itself, and tells the audit log; in the open transaction.
   *
   * @returns what the row says of it
   */
  abstract wait(row: Row, waitFor: string): Promise<Partial<Row>>;

  /** A hold stands in the way; in the open transaction. */
  abstract noteBlocked(row: Row, article: string): Promise<void>;
}
