import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { nameOf } from '../support/table-line.js';

/** A thing that fails in one way. */
export interface Fault {
  readonly name: string;
  /** For people who read the table. */
  readonly says: string;
  /** How many rows ask at the same time; all of them unless given. */
  readonly atOnce?: number;
  /** Seconds that an answer takes at most while it lasts. */
  readonly answersWithin: number;
  /** Seconds after its end within which everything answers as before, without anybody's help. */
  readonly backWithin: number;
  /** Seconds after its end within which what was accepted is done. It grows with the outage: see the bounds. */
  readonly doneWithin: number;
}

/** What somebody meets; one line of the table. */
export interface OutageRow {
  readonly function: string;
  /** By the name of the fault. */
  readonly cells: ReadonlyMap<string, string>;
}

/** How old an answer may be, and the constant in the code that bounds it. */
export interface Staleness {
  readonly answer: string;
  readonly seconds: number;
  readonly because: string;
  /** `path: text`, where the text stands in the file. */
  readonly source: string;
}

export interface OutageTable {
  readonly legend: Readonly<Record<string, string>>;
  readonly faults: readonly Fault[];
  /** By group, in the order of the file. */
  readonly rows: readonly (OutageRow & { readonly group: string })[];
  readonly staleness: readonly Staleness[];
}

interface OutageFile {
  legend: Record<string, string>;
  faults: Record<string, Omit<Fault, 'name'>>;
  table: string;
  staleness: Staleness[];
}

/** Reads `outages.yaml`. @throws Error naming the line that is no row */
export function readOutages(): OutageTable {
  const { legend, faults, table, staleness } = parse(
    readFileSync(join(import.meta.dirname, 'outages.yaml'), 'utf8'),
  ) as OutageFile;
  const lines = table.split('\n').filter((line) => line.trim() !== '');
  const columns = cellsOf(lines[0] ?? '');
  if (columns.join() !== Object.keys(faults).join())
    throw new Error('the head of the table is not the list of faults');
  const rows: (OutageRow & { group: string })[] = [];
  let group = '';
  for (const line of lines.slice(1)) {
    if (line.startsWith('#')) group = line.slice(1).trim();
    else rows.push({ group, ...readRow(line, columns, legend) });
  }
  return {
    legend,
    faults: Object.entries(faults).map(([name, fault]) => ({ name, ...fault })),
    rows,
    staleness,
  };
}

function readRow(line: string, columns: readonly string[], legend: Record<string, string>): OutageRow {
  const name = nameOf(line);
  const cells = cellsOf(line);
  if (name === '' || cells.length !== columns.length)
    throw new Error(`this line of the table is no row: ${line}`);
  const unknown = cells.find((cell) => !Object.hasOwn(legend, cell));
  if (unknown !== undefined) throw new Error(`"${unknown}" is in no legend: ${line}`);
  return { function: name, cells: new Map(columns.map((column, index) => [column, cells[index] ?? ''])) };
}

/** Everything behind the first bar. */
function cellsOf(line: string): string[] {
  return line
    .split('|')
    .slice(1)
    .join(' ')
    .split(/\s+/)
    .filter((word) => word !== '');
}
