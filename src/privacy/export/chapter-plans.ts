import type { TableDeclaration } from '#manifest';
import type { SubjectIdentifiers } from '../registry/subject-identifiers.js';
import { conditionOf, type FoundMentions } from '../registry/sql-of-registry.js';
import type { ChapterHead } from './chapter.js';
import { sourceOf } from './sources.js';

/** How the rows of a chapter are read. */
export interface ChapterPlan {
  readonly head: ChapterHead;
  /** `schema.table` */
  readonly table: string;
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** Of the service and not of the person: keys, hashes, and what an erasure works with. */
export const TECHNICAL: ReadonlySet<string> = new Set([
  'sealed_key',
  'sealed_identifiers',
  'xid',
  'previous_hash',
  'hash',
  'wrapped_key',
  'master_key_id',
]);

/**
 * What is read for a person, in the order of the registry and from nothing else. A row that several paths lead to is
 * told once; a column that is about other people shows where at least one path says that it is about this person.
 */
export function plansOfPerson(
  registry: readonly TableDeclaration[],
  person: SubjectIdentifiers,
  mentions: FoundMentions,
): ChapterPlan[] {
  return registry.flatMap((entry) => {
    const paths = entry.subjects.flatMap(({ path, aboutOthers = [], isExported }) => {
      const condition = isExported === false ? null : conditionOf(path, person, mentions);
      return condition === null ? [] : [{ ...condition, aboutOthers }];
    });
    if (paths.length === 0) return [];
    const conditions = paths.map(({ sql }, index) => `(${sql.replaceAll('$1', `$${String(index + 1)}`)})`);
    const columns: string[] = [];
    const aboutOthers: string[] = [];
    const selected: string[] = [];
    for (const column of [...Object.keys(entry.personal), ...entry.other]) {
      if (TECHNICAL.has(column)) continue;
      const shownBy = conditions.filter((_, index) => !paths[index]?.aboutOthers.includes(column));
      if (shownBy.length === 0) continue;
      columns.push(column);
      if (shownBy.length === conditions.length) {
        selected.push(`"${column}"`);
        continue;
      }
      aboutOthers.push(column);
      selected.push(`case when ${shownBy.join(' or ')} then "${column}" end as "${column}"`);
    }
    return [
      {
        head: headOf(entry, columns, aboutOthers),
        table: entry.table,
        sql: `select ${selected.join(', ')} from ${entry.table} where ${conditions.join(' or ')}`,
        parameters: paths.map(({ parameter }) => parameter),
      },
    ];
  });
}

/** What the registry says of a table, for a chapter with these columns. */
export function headOf(
  { table, module, purpose, basis, retention }: TableDeclaration,
  columns: readonly string[],
  aboutOthers: readonly string[],
): ChapterHead {
  return {
    name: (table.split('.')[1] ?? table).replace(/\W/g, '_'),
    source: sourceOf(module),
    purpose,
    basis: basis ?? '',
    retention,
    columns,
    aboutOthers,
  };
}
