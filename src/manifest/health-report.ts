export type HealthStatus = 'ok' | 'warning' | 'failing';

/** Facts about one part of the service; numbers become gauges of `/metrics`. No ids, nothing personal, no secrets. */
export type HealthDetail = Readonly<Record<string, string | number | boolean | null>>;

/** How one part of the service is. */
export interface HealthReport {
  readonly status: HealthStatus;
  readonly detail: HealthDetail;
}

/**
 * Of a queue or a log: failing when the oldest row waits for longer than it should, a warning where something else is to
 * be looked at. Without a row nothing is known, which is failing.
 */
export function healthByAge<Row extends HealthDetail>(
  row: Row | undefined,
  {
    oldestSeconds,
    maxSeconds,
    isOdd,
  }: {
    readonly oldestSeconds: (row: Row) => number;
    readonly maxSeconds: number;
    readonly isOdd: (row: Row) => boolean;
  },
): HealthReport {
  if (row === undefined) return { status: 'failing', detail: {} };
  if (oldestSeconds(row) > maxSeconds) return { status: 'failing', detail: row };
  return { status: isOdd(row) ? 'warning' : 'ok', detail: row };
}
