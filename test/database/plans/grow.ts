import { modules } from '../../../src/modules.js';
import type { TestDatabase } from '../../support/test-database.js';
import { LASTING, ORDINARY, SEEDS } from './ordinary-rows.js';

/** So many rows a table gets at least, unless copies are at their most. */
const ROWS = 10_000;
/** Lists of these go by their key: the planner believes that only on a table of some size. */
const MORE_ROWS: Readonly<Record<string, number>> = { erasure_findings: 40_000, privacy_bulks: 40_000 };
/** Over so many days the copies of what is past are spread, where nothing ends them earlier. */
const DAYS = 365;
/** How long rows are kept, by table: older ones are the few that the next run takes away. */
const KEPT_DAYS = new Map(
  modules.flatMap(({ growth = {} }) =>
    Object.entries(growth).flatMap(([table, limit]) => {
      const days = 'kept' in limit ? /^(\d+) days$/.exec(limit.kept)?.[1] : undefined;
      return days === undefined ? [] : [[table.replace('public.', ''), Number(days)] as const];
    }),
  ),
);

interface Column {
  readonly name: string;
  readonly type: string;
  /** Part of a primary key or of a unique constraint. */
  readonly keyed: boolean;
  /** In a check: its values are few and mean something. */
  readonly checked: boolean;
}

/** What a text is that differs from row to row, by the name of its column. */
const VARIED =
  /(^|_)(id|address|name|slug|key|subject|value|hash|location|fingerprint|holder|body|email_address)$/;
const UUID_TEXT = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';

/** The tables that grow with people, tenants or time: all that are not said to keep their size. */
export async function growingTables(database: TestDatabase): Promise<string[]> {
  const rows = await database.query<{ name: string }>(
    `select relname as name from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace order by 1`,
  );
  return rows.map(({ name }) => name).filter((name) => !(name in LASTING));
}

/**
 * Fills the tables that grow with copies of what the service itself has written into them: copy `i` of a person, of an
 * organization and of what points at them belong together. Past things become older from copy to copy, and what is under
 * way becomes what most rows are, done. The planner counts them at the end.
 *
 * @returns how many rows each table that grows has
 * @throws Error naming the tables of which there is no row to copy, and none can be made up
 */
export async function grow(database: TestDatabase): Promise<ReadonlyMap<string, number>> {
  const tables = await growingTables(database);
  const sizes = new Map<string, number>();
  const refused: string[] = [];
  for (const statement of Object.values(SEEDS)) await asReplica(database, statement);
  for (const table of tables) {
    if ((await sizeOf(database, table)) > 0) continue;
    await seed(database, table).catch((error: unknown) => refused.push(`${table} (${String(error)})`));
  }
  if (refused.length > 0)
    throw new Error(
      `The walk leaves no row to copy, and none can be made up: say in SEEDS of ordinary-rows.ts how one looks in ${refused.join(', ')}.`,
    );
  for (const table of tables)
    await copy(
      database,
      table,
      Math.ceil((MORE_ROWS[table] ?? ROWS) / Math.max(await sizeOf(database, table), 1)),
    );
  await database.query('analyze');
  for (const table of tables) {
    sizes.set(table, await sizeOf(database, table));
  }
  return sizes;
}

async function sizeOf(database: TestDatabase, table: string): Promise<number> {
  const [counted] = await database.query<{ count: number }>(`select count(*)::int as count from ${table}`);
  return counted?.count ?? 0;
}

/** Adds one row made up from the types of the columns; what points to another table points to a row of it. */
async function seed(database: TestDatabase, table: string): Promise<void> {
  const columns = await columnsOf(database, table);
  const references = new Map(
    (
      await database.query<{ name: string; target: string; key: string }>(
        `select a.attname as name, k.confrelid::regclass::text as target, b.attname as key
           from pg_constraint k, unnest(k.conkey, k.confkey) as pair (own, other)
           join pg_attribute a on a.attnum = pair.own join pg_attribute b on b.attnum = pair.other
          where k.contype = 'f' and k.conrelid = $1::regclass and a.attrelid = k.conrelid and b.attrelid = k.confrelid`,
        [`public.${table}`],
      )
    ).map(({ name, target, key }) => [name, `(select "${key}" from ${target} order by 1 limit 1)`]),
  );
  const values = columns.map(({ name, type }) => references.get(name) ?? MADE_UP[type] ?? 'null');
  await asReplica(
    database,
    `insert into ${table} (${columns.map(({ name }) => `"${name}"`).join(', ')}) overriding system value
       values (${values.join(', ')})`,
  );
}

/** A value of each type. */
const MADE_UP: Readonly<Record<string, string>> = {
  uuid: 'gen_random_uuid()',
  timestamptz: 'now()',
  date: 'current_date',
  text: `'one'`,
  varchar: `'one'`,
  bytea: `sha256('one')`,
  bool: 'false',
  int2: '1',
  int4: '1',
  int8: '1',
  jsonb: `'{}'`,
};

async function copy(database: TestDatabase, table: string, copies: number): Promise<void> {
  const columns = await columnsOf(database, table);
  const ordinary = ORDINARY[table] ?? {};
  const secondsApart = Math.ceil(((KEPT_DAYS.get(table) ?? DAYS) * 86_400) / copies);
  const values = columns.map((column) => ordinary[column.name] ?? valueOf(column, secondsApart));
  await asReplica(
    database,
    `insert into ${table} (${columns.map(({ name }) => `"${name}"`).join(', ')}) overriding system value
       select ${values.join(', ')} from ${table} t, generate_series(1, ${copies}) as i order by i on conflict do nothing`,
  );
}

/** As a replica: no trigger runs, neither those of foreign keys nor those that note or refuse a change. */
async function asReplica(database: TestDatabase, statement: string): Promise<void> {
  try {
    await database.query(`begin; set local session_replication_role = replica; ${statement}; commit`);
  } catch (error) {
    await database.query('rollback');
    throw error;
  }
}

/** The value of a column in copy `i`: the same for the same, wherever it stands. */
function valueOf({ name, type, keyed, checked }: Column, secondsApart: number): string {
  const own = `t."${name}"`;
  switch (type) {
    case 'uuid':
      return copiedUuid(own);
    case 'timestamptz':
      return `case when ${own} < now() then ${own} - i * interval '${secondsApart} seconds' else ${own} end`;
    case 'text':
      if (checked && !keyed) return own;
      return keyed || VARIED.test(name)
        ? `case when ${own} ~ '${UUID_TEXT}' then (${copiedUuid(own)})::text ${isFew(name) || checked ? '' : `when ${own} <> '' then ${own} || '_' || i`} else ${own} end`
        : own;
    case 'varchar':
      return keyed ? `${own} || '_' || i` : own;
    case 'bytea':
      return keyed || /sha256|hash/.test(name) ? `sha256(${own} || i::text::bytea)` : own;
    case 'int8':
      return keyed ? `${own} + i::bigint * 1000000` : own;
    case 'int4':
      return keyed ? `${own} + i * 1000` : own;
    default:
      return own;
  }
}

/** Columns of text that are part of a key, and yet have few values. */
function isFew(name: string): boolean {
  return ['kind', 'role', 'job', 'code', 'route', 'place', 'trigger', 'status', 'variant', 'change'].includes(
    name,
  );
}

/** Like those that the service makes it begins with when: later copies have greater ones. */
function copiedUuid(own: string): string {
  return `(lpad(to_hex(i), 8, '0') || substr(md5(${own}::text || i), 9))::uuid`;
}

function columnsOf(database: TestDatabase, table: string): Promise<Column[]> {
  return database.query<Column>(
    `select a.attname as name, t.typname as type,
            exists (select from pg_index x where x.indrelid = a.attrelid and x.indisunique and a.attnum = any (x.indkey)) as keyed,
            exists (select from pg_constraint c where c.conrelid = a.attrelid and c.contype = 'c'
                      and a.attnum = any (c.conkey) and pg_get_constraintdef(c.oid) like '%ARRAY[%') as checked
       from pg_attribute a join pg_type t on t.oid = a.atttypid
      where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum`,
    [`public.${table}`],
  );
}
