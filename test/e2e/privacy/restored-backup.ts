import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';

/** All rows of a database at one moment, table by table, as PostgreSQL writes them in JSON. */
export type Backup = ReadonlyMap<string, string>;

export async function backUp(database: TestDatabase): Promise<Backup> {
  const backup = new Map<string, string>();
  for (const { table } of await tablesOf(database)) {
    const [row] = await database.query<{ rows: string }>(
      `select coalesce(jsonb_agg(to_jsonb(t)), '[]')::text as rows from ${table} t`,
    );
    backup.set(table, row?.rows ?? '[]');
  }
  return backup;
}

/** A database of its own that holds what the backup held. */
export async function restore(
  backup: Backup,
  prepare: (database: TestDatabase) => Promise<void> = () => Promise.resolve(),
): Promise<TestDatabase> {
  const database = await createTestDatabase();
  await prepare(database);
  const tables = await tablesOf(database);
  const all = tables.map(({ table }) => table).join(', ');
  await database.query(
    `do $$ begin set local session_replication_role = replica; truncate ${all} cascade; end $$`,
  );
  for (const { table, columns } of tables) {
    const list = columns.map((column) => `"${column}"`).join(', ');
    await database.query(
      `with mode as (select set_config('session_replication_role', 'replica', true))
       insert into ${table} (${list}) overriding system value
       select ${columns.map((column) => `one."${column}"`).join(', ')}
         from mode, jsonb_populate_recordset(null::${table}, $1::jsonb) as one`,
      [backup.get(table) ?? '[]'],
    );
  }
  return database;
}

/** Partitions come with the table that they are a part of. */
async function tablesOf(database: TestDatabase): Promise<{ table: string; columns: string[] }[]> {
  return database.query(
    `select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as "table",
            (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
              where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('public', 'jobs') and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
  );
}
