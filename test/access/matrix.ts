import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { nameOf } from '../support/table-line.js';

/** `last`: the person is the last owner of the organization or the platform, whom a rule keeps in place (409). */
export const OUTCOMES = ['yes', 'why', 'no', '404', '401', 'last'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface MatrixRow {
  /** As the table writes it, e.g. `DELETE {org}/members/:userId (oneself)`. */
  readonly name: string;
  /** As the inventory knows it, e.g. `DELETE /api/v1/organizations/:organizationId/members/:userId`. */
  readonly route: string;
  readonly method: string;
  readonly path: string;
  readonly cells: ReadonlyMap<string, Outcome>;
  readonly needsFreshProof: boolean;
  readonly notImpersonated: boolean;
}

interface MatrixFile {
  legend: Record<string, string>;
  people: Record<string, string>;
  table: string;
}

const ORGANIZATION = '/api/v1/organizations/:organizationId';

/** Reads `matrix.yaml`. @throws Error naming the line that is no row */
export function readMatrix(): MatrixRow[] {
  const file = parse(readFileSync(join(import.meta.dirname, 'matrix.yaml'), 'utf8')) as MatrixFile;
  const known = Object.keys(file.legend).sort();
  if (known.join() !== [...OUTCOMES].sort().join())
    throw new Error(`the legend explains ${known.join(', ')}`);
  const [head, ...lines] = file.table
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const columns = cellsOf(head ?? '');
  if (columns.join() !== Object.keys(file.people).join())
    throw new Error('the head of the table is not the list of people');
  return lines.map((line) => readRow(line, columns));
}

function readRow(line: string, columns: readonly string[]): MatrixRow {
  const name = nameOf(line);
  const flags = words(line.split('|').at(-1) ?? '');
  const match = /^([A-Z]+) (\S+)(?: \(.+\))?$/.exec(name);
  const outcomes = cellsOf(line);
  if (
    match === null ||
    outcomes.length !== columns.length ||
    flags.some((flag) => flag !== 'fresh' && flag !== 'self')
  ) {
    throw new Error(`this line of the matrix is no row: ${line}`);
  }
  const [, method, short] = match as unknown as [string, string, string];
  const path = short
    .replace('{property}', `${ORGANIZATION}/properties/:propertyId`)
    .replace('{org}', ORGANIZATION);
  const cells = columns.map((column, index): [string, Outcome] => {
    const outcome = OUTCOMES.find((each) => each === outcomes[index]);
    if (outcome === undefined) throw new Error(`"${outcomes[index] ?? ''}" is no outcome: ${line}`);
    return [column, outcome];
  });
  return {
    name,
    method,
    path,
    route: `${method} ${path}`,
    cells: new Map(cells),
    needsFreshProof: flags.includes('fresh'),
    notImpersonated: flags.includes('self'),
  };
}

/** Everything between the first and the last bar. */
function cellsOf(line: string): string[] {
  return words(line.split('|').slice(1, -1).join(' '));
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
