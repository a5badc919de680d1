import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { cellsOf, nameOf } from '../support/table-line.js';

/** A route that a cookie opens, and how it answers each caller. */
export interface AccountRoute {
  /** As `POST /api/v1/auth/totp`. */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly body: Readonly<Record<string, string>> | undefined;
  /** By caller: status and code, or where a page leads. */
  readonly answers: ReadonlyMap<string, string>;
}

interface AccountRoutesFile {
  callers: Record<string, string>;
  legend: Record<string, { is: string; says: string }>;
  bodies: Record<string, Record<string, string>>;
  table: string;
}

/** Reads `account-routes.yaml`. @throws Error naming the line that is no row */
export function readAccountRoutes(): { callers: readonly string[]; routes: readonly AccountRoute[] } {
  const { callers, legend, bodies, table } = parse(
    readFileSync(join(import.meta.dirname, 'account-routes.yaml'), 'utf8'),
  ) as AccountRoutesFile;
  const lines = table.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const [head = '', ...rows] = lines;
  const columns = cellsOf(head);
  if (columns.join() !== Object.keys(callers).join())
    throw new Error('the head of the table is not the list of callers');
  const routes = rows.map((line) => {
    const name = nameOf(line);
    const words = cellsOf(line);
    const unknown = words.find((word) => !Object.hasOwn(legend, word));
    if (words.length !== columns.length || unknown !== undefined)
      throw new Error(`this line of the table is no row (${unknown ?? words.length}): ${line}`);
    const [method = '', path = ''] = name.split(' ');
    return {
      name,
      method,
      path,
      body: bodies[name],
      answers: new Map(columns.map((caller, at) => [caller, legend[words[at] ?? '']?.is ?? ''])),
    };
  });
  return { callers: columns, routes };
}
