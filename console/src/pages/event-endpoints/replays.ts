/** What is sent again: what was given up (null), or everything of these last hours. */
const HOURS = { dead: null, hour: 1, day: 24, week: 168 } as const;
export type Replayed = keyof typeof HOURS;
export const REPLAYS = Object.keys(HOURS) as Replayed[];

const HOUR_MS = 3_600_000;

/** As the service is asked for it. */
export function replayOf(wanted: Replayed, now: Date) {
  const hours = HOURS[wanted];
  if (hours === null) return { only: 'dead' } as const;
  return { only: 'all', since: new Date(now.getTime() - hours * HOUR_MS).toISOString() } as const;
}
