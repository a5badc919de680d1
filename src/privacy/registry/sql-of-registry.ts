import type { Path, Subject, TableDeclaration } from './declaration.js';
import { registry } from './registry.js';

/** What a person is found by. */
export interface Particulars {
  readonly userId: string;
  readonly clerkId: string | null;
  readonly addresses: readonly string[];
  /** First and last name. */
  readonly names: readonly string[];
}

export interface Statement {
  readonly table: string;
  readonly sql: string;
  readonly parameters: unknown[];
  readonly strategy: string;
}

/** The condition on a row that leads to the person, with its one parameter `$1`. */
export function conditionOf(path: Path, person: Particulars): { sql: string; parameter: unknown } | null {
  switch (path.holds) {
    case 'user id':
      return { sql: `${path.column}::text = $1`, parameter: person.userId };
    case 'clerk id':
      return person.clerkId === null ? null : { sql: `${path.column} = $1`, parameter: person.clerkId };
    case 'address':
      return { sql: `${path.column} = any($1::text[])`, parameter: [...person.addresses] };
    case 'a mention': {
      const text = path.columns.map((column) => `coalesce(${column}::text, '')`).join(` || ' ' || `);
      const condition = `(${text}) ilike any($1::text[])${path.when === undefined ? '' : ` and ${path.when}`}`;
      return { sql: condition, parameter: needlesOf(person).map(containing) };
    }
  }
}

/** Texts that lead to this person and to nobody else: ids and addresses, each as it is and as JSON writes it. */
export function needlesOf(person: Particulars): string[] {
  const plain = [person.userId, ...(person.clerkId === null ? [] : [person.clerkId]), ...person.addresses];
  return [...new Set(plain.flatMap((text) => [text, JSON.stringify(text).slice(1, -1)]))];
}

/** A LIKE pattern for a text anywhere. */
export function containing(needle: string): string {
  return `%${needle.replace(/[\\%_]/g, '\\$&')}%`;
}

/** The modules with something to erase, in the order of the registry. */
export function erasingModules(): string[] {
  return [...new Set(registry.filter(({ subjects }) => subjects.length > 0).map(({ module }) => module))];
}

/** The statements that erase a person from one module's tables. */
export function erasersOf(module: string, person: Particulars): Statement[] {
  return registry
    .filter((entry) => entry.module === module)
    .flatMap((entry) => entry.subjects.flatMap((subject) => eraserOf(entry, subject, person)));
}

function eraserOf(entry: TableDeclaration, { path, erasure }: Subject, person: Particulars): Statement[] {
  const condition = conditionOf(path, person);
  if (condition === null) return [];
  const { table } = entry;
  const parameters = [condition.parameter];
  const strategy = 'article' in erasure ? `${erasure.does} (${erasure.article})` : erasure.does;
  switch (erasure.does) {
    case 'delete':
      return [{ table, sql: `delete from ${table} where ${condition.sql}`, parameters, strategy }];
    case 'null': {
      const set = erasure.columns.map((column) => `${column} = null`).join(', ');
      return [{ table, sql: `update ${table} set ${set} where ${condition.sql}`, parameters, strategy }];
    }
    // Nothing to do now: the key goes last, and an id leads nowhere once the person's row is gone.
    case 'shred':
    case 'pseudonymise':
      return [];
  }
}
