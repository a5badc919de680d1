/** When a state of a Clerk object was true. */
export interface SourceMoment {
  /** Clerk's `updated_at` of the object. */
  readonly updatedAt: Date;
  /** When the event happened; null when the object was fetched from Clerk. */
  readonly eventAt: Date | null;
}

/**
 * Whether an incoming state replaces the mirrored one: the later `updated_at` wins, on a tie the later event. A fetched
 * object is Clerk's word of now, so on a tie it wins over an event; two equal events are the same news told twice.
 */
export function isNewer(
  incoming: SourceMoment,
  mirrored: { sourceUpdatedAt: Date | null; sourceEventAt: Date | null } | null,
): boolean {
  if (mirrored?.sourceUpdatedAt == null) return true;
  const difference = incoming.updatedAt.getTime() - mirrored.sourceUpdatedAt.getTime();
  if (difference !== 0) return difference > 0;
  if (incoming.eventAt === null) return true;
  return mirrored.sourceEventAt !== null && incoming.eventAt.getTime() > mirrored.sourceEventAt.getTime();
}
