import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { cellsOf, nameOf } from '../../support/table-line.js';

/** One cell: a question about a person in a row while, or after, what a column says happened. */
export interface LifecycleCell {
  readonly question: string;
  readonly row: string;
  readonly event: string;
  /** Of the legend, or names of what is held, joined by `+`. */
  readonly word: string;
}

export interface LifecycleTable {
  /** By its word: status and code of an answer, as `401 session_ended`. */
  readonly legend: ReadonlyMap<string, string>;
  /** What may be held of a person. */
  readonly held: readonly string[];
  readonly accounts: readonly string[];
  readonly states: readonly string[];
  readonly events: readonly string[];
  readonly questions: readonly string[];
  readonly cells: readonly LifecycleCell[];
}

interface LifecycleFile {
  legend: Record<string, { is: string; says: string }>;
  held: Record<string, string>;
  accounts: Record<string, string>;
  states: Record<string, string>;
  events: Record<string, string>;
  questions: Record<string, string>;
  table: string;
}

/** The question that is answered by what is held, and not by an answer of a route. */
export const HELD = 'held here';

export function readLifecycleFile(): string {
  return readFileSync(join(import.meta.dirname, 'lifecycle.yaml'), 'utf8');
}

/** Reads `lifecycle.yaml`. @throws Error naming each cell that is missing, is there twice, or is none */
export function parseLifecycle(text: string): LifecycleTable {
  const file = parse(text) as LifecycleFile;
  const [accounts, states, events, questions, held] = [
    file.accounts,
    file.states,
    file.events,
    file.questions,
    file.held,
  ].map((each) => Object.keys(each)) as [string[], string[], string[], string[], string[]];
  const legend = new Map(Object.entries(file.legend).map(([word, { is }]) => [word, is]));
  const lines = file.table.split('\n').filter((line) => line.trim() !== '');
  const [head = '', ...rest] = lines;
  if (cellsOf(head).join() !== events.join())
    throw new Error('the head of the table is not the list of events');
  const cells: LifecycleCell[] = [];
  let question = '';
  for (const line of rest) {
    if (line.startsWith('#')) {
      question = line.slice(1).trim();
      if (!questions.includes(question)) throw new Error(`nobody asks "${question}"`);
      continue;
    }
    const words = cellsOf(line);
    if (words.length !== events.length) throw new Error(`this line has ${words.length} cells: ${line}`);
    const row = nameOf(line);
    for (const [at, word] of words.entries()) {
      const isKnown =
        question === HELD
          ? word === 'nothing' || word.split('+').every((each) => held.includes(each))
          : legend.has(word);
      if (!isKnown) throw new Error(`"${word}" is in no legend: ${line}`);
      cells.push({ question, row, event: events[at] ?? '', word });
    }
  }
  const wanted = questions.flatMap((each) =>
    accounts.flatMap((account) => states.map((state) => `${each}: ${account}, ${state}`)),
  );
  const there = cells
    .filter((_, at) => at % events.length === 0)
    .map((cell) => `${cell.question}: ${cell.row}`);
  const wrong = [
    ...wanted.filter((row) => !there.includes(row)).map((row) => `is missing: ${row}`),
    ...there.filter((row) => !wanted.includes(row)).map((row) => `is of nobody: ${row}`),
    ...there.filter((row, at) => there.indexOf(row) !== at).map((row) => `is there twice: ${row}`),
  ];
  if (wrong.length > 0) throw new Error(`a row ${wrong.join('; a row ')}`);
  return { legend, held, accounts, states, events, questions, cells };
}

/** What the table says of a cell that was seen otherwise, one line each. */
export function differences(
  { cells, legend }: LifecycleTable,
  seen: (cell: LifecycleCell) => string,
): string[] {
  return cells.flatMap((cell) => {
    const wanted = cell.question === HELD ? cell.word : (legend.get(cell.word) ?? '');
    const answer = seen(cell);
    return answer === wanted
      ? []
      : [`${cell.question}: ${cell.row}, ${cell.event}: ${answer}, not ${wanted}`];
  });
}
