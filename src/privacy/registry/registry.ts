import type { ProcessingActivity, TableDeclaration } from '#manifest';
import { modules } from '../../modules.js';

/**
 * Every column of the database: personal or not, whose, why, for how long, and what an erasure does. Erasers, exports,
 * the probe and the record of processing are made from this list and from nothing else. It is made from the
 * manifests of the modules, the last one first: what points to a person is erased before the person.
 */
export const registry: readonly TableDeclaration[] = modules
  .toReversed()
  .flatMap((module) => module.personalData ?? []);

/** The activities of the record of processing, in the order of the modules. */
export const activities: readonly ProcessingActivity[] = modules.flatMap((module) => module.activities ?? []);

export interface ExistingColumn {
  /** `schema.table` */
  readonly table: string;
  readonly column: string;
}

/** The query of the check: every column of the schemas `public` and `jobs` that this role can see. */
export const EXISTING_COLUMNS = `
  select c.table_schema || '.' || c.table_name as "table", c.column_name as "column"
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
   where c.table_schema in ('public', 'jobs') and t.table_type = 'BASE TABLE' order by 1, 2`;

/** The declaration of a table, or undefined. */
export function tableDeclarationOf(
  table: string,
  declared: readonly TableDeclaration[] = registry,
): TableDeclaration | undefined {
  const pattern = table.replace(/_\d{6,8}$/, '_*');
  return declared.find((entry) => entry.table === table || entry.table === pattern);
}

/** Columns that nothing is declared of, as `schema.table.column`. */
export function undeclaredColumns(
  existing: readonly ExistingColumn[],
  declared: readonly TableDeclaration[] = registry,
): string[] {
  return existing
    .filter(({ table, column }) => {
      const entry = tableDeclarationOf(table, declared);
      return entry === undefined || !(column in entry.personal || entry.other.includes(column));
    })
    .map(({ table, column }) => `${table}.${column}`);
}

/** A column says nothing of what it holds: the service must not run with it. */
export class UndeclaredColumnError extends Error {
  constructor(columns: readonly string[]) {
    super(
      `These columns are not declared in the manifest of a module: ${columns.join(', ')}. ` +
        'Say of each whether it is personal, whose, why and for how long.',
    );
  }
}
