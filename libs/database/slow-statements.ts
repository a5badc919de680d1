/** A statement that took long in this process, by its name; no text and no value of it. */
export interface SlowStatement {
  readonly name: string;
  /** How often it took as long or longer than {@link SLOW_MS}. */
  readonly count: number;
  readonly longestMs: number;
  /** ISO 8601. */
  readonly lastAt: string;
}

/** Milliseconds, the way to the database included, from which on a statement is slow. */
export const SLOW_MS = 200;
const MAX_NAMES = 200;
const slow = new Map<string, SlowStatement>();

/**
 * Remembers the statements of `work` where it takes long. Those that go together took long together.
 *
 * @param names asked for only then
 */
export async function timed<T>(names: () => readonly string[], work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  try {
    return await work();
  } finally {
    const tookMs = performance.now() - startedAt;
    if (tookMs >= SLOW_MS) for (const name of new Set(names())) note(name, Math.round(tookMs));
  }
}

function note(name: string, tookMs: number): void {
  const { count, longestMs } = slow.get(name) ?? { count: 0, longestMs: 0 };
  slow.delete(name);
  const [oldest] = slow.keys();
  if (slow.size >= MAX_NAMES && oldest !== undefined) slow.delete(oldest);
  slow.set(name, {
    name,
    count: count + 1,
    longestMs: Math.max(longestMs, tookMs),
    lastAt: new Date().toISOString(),
  });
}

/** Slow statements of this process since its start, the longest first. */
export function slowStatements(): SlowStatement[] {
  return [...slow.values()].sort((one, other) => other.longestMs - one.longestMs);
}
