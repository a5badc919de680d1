import { badFormat, badValue } from './clerk-error.js';

const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 500;
const MAX_LIST = 100;

/** A slice of a list. */
export interface Page {
  limit: number;
  offset: number;
}

/** An order as Clerk writes it: a field with an optional `+` or `-`. */
export interface Order {
  field: string;
  descending: boolean;
}

/** The query string of a request. */
export class Query {
  constructor(private readonly source: Record<string, unknown>) {}

  text(name: string): string | undefined {
    return this.list(name)[0];
  }

  /** A repeated or single parameter; at most 100 values. */
  list(name: string): string[] {
    const value = this.source[name] ?? this.source[`${name}[]`];
    const list = (Array.isArray(value) ? (value as unknown[]) : [value]).filter(
      (item): item is string => typeof item === 'string' && item !== '',
    );
    if (list.length > MAX_LIST) throw badValue(name, `${name} may have at most ${MAX_LIST} values.`);
    return list;
  }

  flag(name: string): boolean | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (value !== 'true' && value !== 'false') throw badFormat(name, 'a boolean');
    return value === 'true';
  }

  integer(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (!/^\d+$/.test(value)) throw badFormat(name, 'a non-negative integer');
    return Number(value);
  }

  /** `limit` and `offset`. Clerk answers a limit above 500 with the default of 10 rows, without an error. */
  page(): Page {
    const limit = this.integer('limit') ?? DEFAULT_LIMIT;
    if (limit < 1) throw badValue('limit', 'limit must be between 1 and 500.');
    return { limit: limit > MAX_LIMIT ? DEFAULT_LIMIT : limit, offset: this.integer('offset') ?? 0 };
  }

  order(allowed: readonly string[], fallback = '-created_at'): Order {
    const value = this.text('order_by') ?? fallback;
    // In a query string a bare plus sign arrives as a space.
    const field = value.replace(/^[+\- ]/, '');
    if (!allowed.includes(field)) {
      throw badValue('order_by', `order_by must be one of ${allowed.join(', ')}, with an optional + or -.`);
    }
    return { field, descending: value.startsWith('-') };
  }
}

/** The slice of a list that the page asks for. */
export function slice<T>(rows: readonly T[], page: Page): T[] {
  return rows.slice(page.offset, page.offset + page.limit);
}

/** Sorts by a value per row, stable, nulls first. */
export function sortBy<T>(rows: readonly T[], order: Order, value: (row: T) => string | number | null): T[] {
  const sign = order.descending ? -1 : 1;
  return rows
    .map((row, index) => ({ row, key: value(row), index }))
    .sort((a, b) => sign * (compare(a.key, b.key) || a.index - b.index))
    .map(({ row }) => row);
}

function compare(a: string | number | null, b: string | number | null): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}
