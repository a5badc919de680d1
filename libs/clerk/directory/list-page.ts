import { ClerkSchemaError } from '../clerk-errors.js';

/** How many objects a page holds at most; Clerk answers a higher limit with ten, without an error. */
export const PAGE_SIZE = 500;

/** One page of a list, checked object by object. */
export interface ListPage<T> {
  readonly items: readonly T[];
  /** How many there are in all, where Clerk says so with the page. */
  readonly total: number | null;
}

/** Reads the bare array in which Clerk answers users. */
export function readBareList<T>(
  answer: unknown,
  operation: string,
  read: (value: unknown) => T,
): ListPage<T> {
  if (!Array.isArray(answer)) throw new ClerkSchemaError(`${operation} answered no list`);
  return { items: answer.map(read), total: null };
}

/** Reads `{data, total_count}`, in which Clerk answers everything else. */
export function readCountedList<T>(
  answer: unknown,
  operation: string,
  read: (value: unknown) => T,
): ListPage<T> & { readonly total: number } {
  if (typeof answer !== 'object' || answer === null || !('data' in answer) || !Array.isArray(answer.data)) {
    throw new ClerkSchemaError(`${operation} answered no list`);
  }
  const total = 'total_count' in answer ? answer.total_count : undefined;
  if (typeof total !== 'number' || !Number.isSafeInteger(total) || total < 0) {
    throw new ClerkSchemaError(`${operation} answered no total_count`);
  }
  return { items: answer.data.map(read), total };
}
