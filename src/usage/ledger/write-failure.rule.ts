import { sqlStateOf } from '#libs/database';

/**
 * What a failed write tells: the database is `away` (nothing can be written now), it was too `slow` for these rows or
 * somebody holds a lock (they may pass later), or the rows are `refused` (they will never pass as they are).
 */
export type WriteFailure = 'away' | 'slow' | 'refused';

/** SQLSTATE classes and codes, PostgreSQL manual, appendix A: data exception, integrity, raised by a trigger. */
const REFUSED = /^(?:22|23|44|P0)/;
/** Statement and lock time-outs, serialization failures that outlived their retries. */
const SLOW = /^(?:57014|55P03|40001|40P01)/;

export function failureOf(error: unknown): WriteFailure {
  const state = sqlStateOf(error);
  if (SLOW.test(state)) return 'slow';
  if (REFUSED.test(state)) return 'refused';
  // A fault of ours over some rows, with no word from the database, is theirs and not the database's.
  return error instanceof TypeError || error instanceof RangeError ? 'refused' : 'away';
}
