import type { SourceMoment } from '#users';

/**
 * Whether times cannot tell which of two states is the newer one: the same `updated_at` and the same moment of the
 * event, or a mirrored state that was fetched in that very millisecond. Only Clerk knows then.
 */
export function isTie(
  incoming: SourceMoment,
  mirrored: { sourceUpdatedAt: Date | null; sourceEventAt: Date | null } | null,
): boolean {
  if (incoming.eventAt === null || mirrored?.sourceUpdatedAt?.getTime() !== incoming.updatedAt.getTime()) {
    return false;
  }
  return mirrored.sourceEventAt === null || mirrored.sourceEventAt.getTime() === incoming.eventAt.getTime();
}
