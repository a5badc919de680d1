import { Any, type FindOptionsWhere } from 'typeorm';
import type { ErasureStatus } from '../records/erasure-record.js';

const PAGE = 5_000;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

// From its tombstone on an erasure is one of these; anything else is older than the list.
const AT_OR_AFTER_TOMBSTONE: readonly ErasureStatus[] = ['running', 'waiting', 'done'];

/** Whoever may be on the list of erasures, by the hash that stands there. */
export interface Candidate {
  readonly id: string;
  readonly hash: string;
}

/**
 * Whether the database knows less than the list: it was restored from before an erasure. Quick.
 *
 * @param countRows counts the rows of erasures, those of people or those of organizations
 */
export async function isOlderThan(
  list: readonly { readonly erasureId: string }[],
  countRows: (where: FindOptionsWhere<{ id: string; status: ErasureStatus }>) => Promise<number>,
): Promise<boolean> {
  const ids = [...new Set(list.map(({ erasureId }) => erasureId))];
  if (ids.length === 0) return false;
  return (await countRows({ id: Any(ids), status: Any(AT_OR_AFTER_TOMBSTONE) })) < ids.length;
}

/**
 * Walks through all who may be on the list, by id and page by page, and finds who is.
 *
 * @param byHash the list
 * @param readPage reads the next ones after an id, in the order of ids and at most `limit`
 * @param onProgress is told after each page how many were looked at
 */
export async function findReturned<T>(
  byHash: ReadonlyMap<string, T>,
  readPage: (after: string, limit: number) => Promise<readonly Candidate[]>,
  onProgress: (done: number) => void,
): Promise<{ id: string; tombstone: T }[]> {
  const found: { id: string; tombstone: T }[] = [];
  if (byHash.size === 0) return found;
  for (let after = BEFORE_ALL, done = 0; ;) {
    const page = await readPage(after, PAGE);
    for (const { id, hash } of page) {
      const tombstone = byHash.get(hash);
      if (tombstone !== undefined) found.push({ id, tombstone });
    }
    done += page.length;
    onProgress(done);
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return found;
    after = last.id;
  }
}
