import { tableDeclarationOf } from '../registry/registry.js';

/** A column in which a person may be left over. */
export interface SearchedColumn {
  /** `schema.table` */
  readonly table: string;
  readonly column: string;
  readonly kind: 'text' | 'json' | 'bytea' | 'uuid';
}

/** Every column of the schemas `public` and `jobs` that can hold an identifier, whatever the registry says of it. */
export const SEARCHED_COLUMNS = `
  select quote_ident(c.table_schema) || '.' || quote_ident(c.table_name) as "table", c.column_name as "column",
         case when c.data_type in ('json', 'jsonb', 'ARRAY') then 'json' when c.data_type in ('bytea', 'uuid')
           then c.data_type else 'text' end as kind
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
   where c.table_schema in ('public', 'jobs') and t.table_type = 'BASE TABLE'
     and c.data_type in ('text', 'character varying', 'character', 'json', 'jsonb', 'ARRAY', 'USER-DEFINED',
                         'bytea', 'uuid', 'xml', 'name', 'inet')
   order by 1, 2`;

// Events are looked up by whom they are about; an address in one about somebody else is theirs.
const LOOKED_UP = new Set([
  'public.webhook_deliveries.payload',
  'public.webhook_deliveries.object_id',
  'public.webhook_delivery_subjects.subject',
]);
// Clerk's id of a member of staff who acted for somebody else: kept as proof, Art. 17(3)(e) GDPR.
const KEEPS_CLERK_IDS = new Set(['public.audit_events.impersonator_id']);

export const pathOfColumn = ({ table, column }: SearchedColumn): string => `${table}.${column}`;
/** Whether the column is not read, but asked by an index of its own. */
export const isLookedUp = (column: SearchedColumn): boolean => LOOKED_UP.has(pathOfColumn(column));
export const keepsClerkIds = (column: SearchedColumn): boolean => KEEPS_CLERK_IDS.has(pathOfColumn(column));
/** Whether our id stays there by an article. */
export const keepsOwnId = ({ table, column }: SearchedColumn): boolean =>
  tableDeclarationOf(table)?.kept?.includes(column) ?? false;
/** The column that tells the rows apart where somebody may have written about a person; null elsewhere. */
export function freeTextKeyOf({ table, column }: SearchedColumn): string | null {
  const freeText = tableDeclarationOf(table)?.freeText;
  return freeText?.columns.includes(column) === true ? freeText.key : null;
}
/** A column's name in SQL. */
export const nameOf = ({ column }: SearchedColumn): string => `"${column.replaceAll('"', '""')}"`;
