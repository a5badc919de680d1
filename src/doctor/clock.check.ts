import { fail, ok, warn, type CheckResult } from './check.js';

const NOTICEABLE_MS = 2_000;
/** Tokens live for 60 s and are believed 5 s beyond. */
const HARMFUL_MS = 5_000;

/**
 * Compares another clock with ours; half of the way there and back is taken off.
 * @param read the other clock, milliseconds
 * @param precisionMs what it cannot tell apart
 */
export async function checkClock(
  name: string,
  read: () => Promise<number>,
  precisionMs = 0,
): Promise<CheckResult> {
  const before = Date.now();
  const theirs = await read();
  const after = Date.now();
  const offset = theirs - (before + after) / 2;
  const skew = Math.max(0, Math.abs(offset) - (after - before) / 2 - precisionMs);
  const detail = `is ${(skew / 1000).toFixed(1)} s ${offset > 0 ? 'ahead of' : 'behind'} this machine's`;
  if (skew >= HARMFUL_MS)
    return fail(name, detail, 'Let NTP set both clocks: tokens are refused and ends of grants shift.');
  if (skew >= NOTICEABLE_MS) return warn(name, detail, 'Let NTP set both clocks.');
  return ok(name, 'agrees with this machine');
}
