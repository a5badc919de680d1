import { ClerkSchemaError, IncompleteListError } from './clerk-errors.js';
import { FieldReader } from './field-reader.js';

/** One page of a list as Clerk answered it, not believed yet. */
type Page = { readonly items: readonly unknown[]; readonly total: number };

const PAGE = 500;
const WALKS = 3;

/**
 * Reads a whole list that answers `{data, total_count}`, or fails: what callers take away because it is not in here
 * must really not be there. Rows shift while one reads by offset, so each page begins with the last object of the page
 * before; where that is another one, where an object comes twice, where the count changes or is not reached, the walk
 * begins again.
 *
 * @param fetch asks for one page
 * @param read checks one object
 * @throws IncompleteListError when no walk in three found the list at rest, ClerkSchemaError when it is none
 */
export async function readCompleteList<T>(
  operation: string,
  fetch: (page: { limit: number; offset: number }) => Promise<unknown>,
  read: (value: unknown) => T,
): Promise<T[]> {
  for (let walk = 1; walk <= WALKS; walk += 1) {
    const found = await walkOnce(operation, fetch);
    if (found !== null) return found.map(read);
  }
  throw new IncompleteListError(operation);
}

/** @returns null when the list moved */
async function walkOnce(
  operation: string,
  fetch: (page: { limit: number; offset: number }) => Promise<unknown>,
): Promise<unknown[] | null> {
  const found = new Map<string, unknown>();
  let last: string | null = null;
  let total: number | null = null;
  for (;;) {
    const offset = last === null ? 0 : found.size - 1;
    const page = readPage(await fetch({ limit: PAGE, offset }), operation);
    total ??= page.total;
    if (page.total !== total || page.items.length > PAGE) return null;
    const ids = page.items.map((item) => new FieldReader(item, operation).text('id'));
    const isAnchored = last === null || ids[0] === last;
    if (!isAnchored) return null;
    for (const [index, id] of ids.entries()) {
      if (index === 0 && last !== null) continue;
      if (found.has(id)) return null;
      found.set(id, page.items[index]);
    }
    if (found.size >= total) return found.size === total ? [...found.values()] : null;
    // Fewer than a page, and still not all that Clerk counts: it does not tell the rest.
    if (page.items.length < PAGE) return null;
    last = ids.at(-1) ?? null;
  }
}

function readPage(answer: unknown, operation: string): Page {
  if (typeof answer !== 'object' || answer === null || !('data' in answer) || !Array.isArray(answer.data)) {
    throw new ClerkSchemaError(`${operation} answered no list`);
  }
  const total = 'total_count' in answer ? answer.total_count : undefined;
  if (typeof total !== 'number' || !Number.isSafeInteger(total) || total < 0) {
    throw new ClerkSchemaError(`${operation} answered no total_count`);
  }
  return { items: answer.data as unknown[], total };
}
