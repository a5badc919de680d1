const MIN_MS = 5_000;
const MAX_MS = 900_000;

/** How long to wait before the next try, the longer the more it has waited already; milliseconds. */
export function retryDelayMs(waitedMs: number): number {
  return Math.min(MAX_MS, Math.max(MIN_MS, waitedMs / 2));
}
