import { createHash } from 'node:crypto';
import type { SealedEntry } from '#audit';
import { newId } from '#libs/database';
import { ACCESS_CHANGED, isPublished } from '../feed/event-types.js';
import type { AccessChange } from '../access/access-change.rule.js';

/** An event before it has its position. */
export interface NewEvent {
  readonly id: string;
  readonly type: string;
  readonly organizationId: string | null;
  readonly propertyId: string | null;
  readonly actorKind: string;
  readonly actorId: string;
  readonly impersonatorId: string | null;
  readonly targetKind: string | null;
  readonly targetId: string | null;
  readonly change: unknown;
  /** ISO 8601, with microseconds. */
  readonly occurredAt: string;
  /** Events of one key are delivered one after the other. */
  readonly orderingKey: string;
}

/** A row of the audit log as an event of the same id; null where subscribers are told of nothing. */
export function eventOf(entry: SealedEntry): NewEvent | null {
  if (entry.outcome !== 'allowed' || !isPublished(entry.action)) return null;
  return {
    id: entry.id,
    type: entry.action,
    organizationId: entry.organizationId,
    propertyId: entry.propertyId,
    actorKind: entry.actorKind,
    actorId: entry.actorId,
    impersonatorId: entry.impersonatorId,
    targetKind: entry.targetKind,
    targetId: entry.targetId,
    change: entry.change,
    occurredAt: entry.occurredAt,
    orderingKey: orderingKeyOf(entry.targetId ?? entry.organizationId ?? ''),
  };
}

/**
 * That somebody may do more or less than before.
 * @param changesAt when that changes by itself next, as far as is known
 */
export function accessChanged(
  { organizationId, userId }: { organizationId: string; userId: string },
  change: AccessChange,
  changesAt: Date | null,
  now: Date,
): NewEvent {
  return {
    id: newId(),
    type: ACCESS_CHANGED,
    organizationId,
    propertyId: null,
    actorKind: 'system',
    actorId: 'events',
    impersonatorId: null,
    targetKind: 'user',
    targetId: userId,
    change: { ...change, changesAt: changesAt?.toISOString() ?? null },
    occurredAt: now.toISOString(),
    orderingKey: orderingKeyOf(userId),
  };
}

/** The same number for the same thing; others may have it too, which only makes them wait for each other. */
function orderingKeyOf(subject: string): string {
  return createHash('sha256').update(subject).digest().readUIntBE(0, 6).toString();
}
