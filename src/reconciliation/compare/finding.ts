import type { Change, Kind } from '../kinds.js';
import type { Finding } from '../records/reconciliation-item.entity.js';

/** A change that arrived here after Clerk's list was read is no drift; so long may reading and comparing lie apart. */
const READING_MS = 2 * 60_000;

interface Times {
  /** When Clerk says that the object changed last. */
  readonly clerk: Date | null;
  /** The same of what is mirrored. */
  readonly mirrored: Date | null;
}

/** A finding without the ids of parents. */
export function findingOf(
  kind: Kind,
  change: Change,
  clerkId: string,
  times: Times,
  more: Partial<Pick<Finding, 'fields' | 'organizationClerkId' | 'userClerkId'>> = {},
): Finding {
  return {
    kind,
    change,
    clerkId,
    organizationClerkId: null,
    userClerkId: null,
    fields: [],
    clerkUpdatedAt: times.clerk,
    mirroredUpdatedAt: times.mirrored,
    ...more,
  };
}

/** Whether the mirror differs only because it has heard of something newer while the list was being read. */
export function isJustTold({ clerk, mirrored }: Times, now: Date): boolean {
  return (
    clerk !== null && mirrored !== null && mirrored > clerk && now.getTime() - mirrored.getTime() < READING_MS
  );
}
