import type { Cause } from '../kinds.js';

/** What the ledger of webhooks tells of one object. All times are of the database. */
export interface LedgerTrace {
  /** The state of the latest delivery about the object that tells of the change in question; null: none came. */
  readonly delivery: 'pending' | 'applied' | 'ignored' | 'dead' | null;
  /** Whether any delivery about anything came after the change. */
  readonly othersCameSince: boolean;
  /** When the first delivery came that the ledger knows; null: it knows none. */
  readonly firstDeliveryAt: Date | null;
}

/** How long a webhook may be on its way: Svix's third try is 5 minutes after the second. */
export const ON_ITS_WAY_MS = 6 * 60_000;

/**
 * The likely reason why the mirror missed a change.
 *
 * @param changedAt when the object changed at Clerk; null: Clerk has deleted it and does not say when
 */
export function likelyCause(
  changedAt: Date | null,
  mirroredUpdatedAt: Date | null,
  trace: LedgerTrace,
  now: Date,
): Cause {
  if (changedAt !== null && mirroredUpdatedAt !== null && mirroredUpdatedAt > changedAt) return 'newer_here';
  if (trace.delivery === 'pending') return 'waiting_webhook';
  if (trace.delivery === 'dead') return 'dead_webhook';
  if (trace.firstDeliveryAt === null) return 'no_webhook';
  if (changedAt === null) return trace.othersCameSince ? 'lost_webhook' : 'webhooks_silent';
  if (now.getTime() - changedAt.getTime() < ON_ITS_WAY_MS) return 'late_webhook';
  if (changedAt < trace.firstDeliveryAt) return 'before_webhooks';
  return trace.othersCameSince ? 'lost_webhook' : 'webhooks_silent';
}
