import type { HealthStatus } from '#manifest';

/** How much room is left on the disk with the data folder. */
export interface DiskSpace {
  readonly freePercent: number;
  readonly status: HealthStatus;
}

/** @param bavail blocks that this account may still fill */
export function judgeDiskSpace({
  bavail,
  blocks,
}: {
  readonly bavail: number;
  readonly blocks: number;
}): DiskSpace {
  const freePercent = blocks === 0 ? 100 : Math.floor((100 * bavail) / blocks);
  return { freePercent, status: freePercent < 2 ? 'failing' : freePercent < 10 ? 'warning' : 'ok' };
}
