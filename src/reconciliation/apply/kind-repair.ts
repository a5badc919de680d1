import type { Actor } from '#auth';
import type { KindSource } from '../plan/kind-source.js';
import type { ReconciliationItem } from '../records/reconciliation-item.entity.js';

/** Who acts; stands in the audit log. */
export const RECONCILIATION_ACTOR: Actor = { kind: 'system', name: 'reconciliation' };

/** What is known of the mirrored object and of the question that brought the fresh one. */
export interface FreshTimes {
  readonly mirroredUpdatedAt: Date | null;
  readonly askedAt: Date;
}

/** How one kind of object is brought to what Clerk says; through the same apply functions as webhooks. */
export interface KindRepair<T> {
  readonly source: KindSource<T>;
  /** The objects as Clerk has them now; those that it does not know are left out. Talks to Clerk. */
  fetch(items: readonly ReconciliationItem[]): Promise<readonly T[]>;
  /** Fetches and mirrors what an object leans on and the mirror lacks. Talks to Clerk. */
  prepare(object: T): Promise<void>;
  /** Mirrors it in the open transaction. */
  apply(object: T, times: FreshTimes): Promise<void>;
  /**
   * Mirrors many that are missing here at once, in the open transaction. Left out is what has to be judged alone.
   *
   * @param askedAt when Clerk told of them, by our clock
   * @returns Clerk's ids of those that were added; the others are repaired one by one
   */
  addMissing?(objects: readonly T[], askedAt: Date): Promise<ReadonlySet<string>>;
  /** Removes it for good, in the open transaction; Clerk has said twice that it does not know it. */
  remove(item: ReconciliationItem): Promise<void>;
}
