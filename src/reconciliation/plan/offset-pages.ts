import { type ListPage, PAGE_SIZE } from '#libs/clerk';
import type { Place } from './kind-source.js';

/** One page of a list that is read by offset, oldest first; it ends where Clerk says that the list does. */
export async function pageByOffset<T>(
  place: Place,
  list: (offset: number) => Promise<ListPage<T>>,
): Promise<{ page: ListPage<T>; next: Place }> {
  const offset = offsetOf(place);
  const page = await list(offset);
  const isEnd = page.items.length === 0 || offset + PAGE_SIZE >= (page.total ?? 0);
  return { page, next: isEnd ? null : { offset: offset + PAGE_SIZE } };
}

/** Pages of such a list can be asked for before the one before has come. */
export function foreseeByOffset(place: Place, { total }: ListPage<unknown>): Place {
  const offset = offsetOf(place) + PAGE_SIZE;
  return offset < (total ?? 0) ? { offset } : null;
}

/** The same, newest first, until what was made before a moment. */
export async function newsByOffset<T extends { readonly createdAt: Date }>(
  place: Place,
  since: Date,
  list: (offset: number) => Promise<ListPage<T>>,
): Promise<{ page: ListPage<T>; next: Place }> {
  const walked = await pageByOffset(place, list);
  const last = walked.page.items.at(-1);
  return last === undefined || last.createdAt < since ? { ...walked, next: null } : walked;
}

function offsetOf(place: Place): number {
  return place !== null && 'offset' in place ? place.offset : 0;
}
