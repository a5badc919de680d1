import type { SetWork } from './gathering.js';
import type { NamedStatement, StatementValue } from './statement-batch.js';

/** How rows are looked up by some values: by one set of them, and by any number at once. */
export interface Lookup<Row> {
  readonly one: NamedStatement;
  /** Takes a list of each value; its rows say by `at` which of them they were found by, counted from 0. */
  readonly each: NamedStatement;
  /** Never set: what its rows are like. */
  readonly row?: Row;
}

type Query = <Row>(statement: NamedStatement, values: readonly StatementValue[]) => Promise<readonly Row[]>;

/** The work of a look-up for all who ask at once. */
export function lookUpEach<Row>(
  query: Query,
  { one, each }: Lookup<Row>,
): SetWork<readonly string[], readonly Row[]> {
  return async (asked) => {
    const [first = []] = asked;
    if (asked.length === 1) return [await query<Row>(one, first)];
    const values = first.map((_, column) => asked.map((own) => own[column] ?? ''));
    const found: Row[][] = asked.map(() => []);
    for (const { at, ...row } of await query<Row & { at: number }>(each, values)) found[at]?.push(row as Row);
    return found;
  };
}
