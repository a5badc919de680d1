import { randomUUID } from 'node:crypto';
import { registry } from '#privacy';
import type { TestDatabase } from '../../support/test-database.js';

/** One recognisable value in one personal column. */
export interface Canary {
  /** `schema.table.column` */
  readonly column: string;
  /** How it looks wherever it may turn up: in SQL's text and in JSON. */
  readonly forms: readonly string[];
  /** Whether the registry keeps it by an article, as it is and where it is. */
  readonly isKept: boolean;
  /** Whether an export shows it: what is about other people in the same row it leaves out. */
  readonly isInExport: boolean;
}

/** Whom the rows belong to. */
export interface Owner {
  readonly userId: string;
  readonly clerkId: string;
  readonly address: string;
  /** Ciphertext under their key, bound to associated data. */
  seal(text: string, aad: string): Promise<string | null>;
}

interface Column {
  readonly name: string;
  readonly type: string;
  readonly udt: string;
  readonly isNeeded: boolean;
  readonly hasDefault: boolean;
  /** Whether no two rows have the same value. */
  readonly isKey: boolean;
  /** The values that a check allows, where it lists them. */
  readonly allowed: readonly string[] | null;
}

// Rows that nothing is to be done with any more; a worker must leave them alone.
const SETTLED = ['done', 'completed', 'applied', 'revoked', 'succeeded', 'expired'];

/**
 * Puts one row per table and path of the registry into the database, with a canary in every personal column that can
 * hold one. From the registry and the catalogue alone: a column that is declared tomorrow is covered tomorrow.
 */
export async function plantCanaries(database: TestDatabase, owner: Owner): Promise<Canary[]> {
  const planted: Canary[] = [];
  let number = 0;
  for (const { table, personal, sealed = {}, kept = [], subjects } of registry) {
    if (table.endsWith('*')) continue;
    const columns = await columnsOf(database, table);
    for (const { path, aboutOthers = [], isExported } of subjects) {
      const ends: readonly string[] = 'column' in path ? [path.column] : path.columns;
      const values = new Map<string, unknown>();
      const id = randomUUID();
      const own = await ownRow(database, table, columns, ends, owner);
      for (const column of columns) {
        number += 1;
        const { name } = column;
        // With an owner the row would be that person's, whoever has the address.
        if (path.holds === 'address' && path.owners.includes(name)) continue;
        const isCanary =
          name in personal && !ends.includes(name) && (!aboutOthers.includes(name) || name in sealed);
        const already = isCanary ? own?.[name] : undefined;
        const { value, forms } =
          typeof already === 'string' && column.type === 'text'
            ? { value: already, forms: [already] }
            : isCanary
              ? canaryFor(column, number)
              : filler(column, number);
        if (own !== undefined && !isCanary) continue;
        if (name === 'id' && column.udt === 'uuid' && !ends.includes('id')) values.set(name, id);
        else if (isCanary || column.isNeeded || column.allowed !== null) values.set(name, value);
        if (!isCanary || forms.length === 0) continue;
        const part = sealed[name];
        if (part !== undefined) {
          const aad = `${table.replace('public.', '')}/${id}/${part}`;
          values.set(name, await owner.seal(String(forms[0]), aad));
        }
        planted.push({
          column: `${table}.${name}`,
          forms,
          isKept: kept.includes(name),
          isInExport: isExported !== false && !aboutOthers.includes(name),
        });
      }
      for (const end of ends) {
        const column = columns.find(({ name }) => name === end)!;
        if (path.holds === 'user id') values.set(end, owner.userId);
        else if (path.holds === 'clerk id') values.set(end, owner.clerkId);
        else if (path.holds === 'address') values.set(end, owner.address);
        else {
          number += 1;
          const { value, forms } = canaryFor(column, number);
          const mention = `${owner.clerkId} ${String(forms[0])}`;
          values.set(end, column.type === 'jsonb' ? { mention } : value === null ? null : mention);
          planted.push({
            column: `${table}.${end}`,
            forms,
            isKept: false,
            isInExport: isExported !== false && !aboutOthers.includes(end),
          });
        }
      }
      if (own === undefined) await add(database, table, values);
      else await change(database, table, ends[0]!, owner.userId, values);
      if (path.holds === 'an event')
        await database.query(
          'insert into webhook_delivery_subjects (svix_id, subject, relation) values ($1, $2, $3)',
          [values.get('svix_id'), owner.clerkId, path.as],
        );
    }
  }
  return planted;
}

/** Takes away what is in the way of made-up rows: rules between columns. Lists of allowed values stay. */
export async function loosenChecks(database: TestDatabase): Promise<void> {
  const checks = await database.query<{ table: string; name: string; rule: string }>(
    `select c.conrelid::regclass::text as "table", c.conname as name, pg_get_constraintdef(c.oid) as rule
       from pg_constraint c join pg_namespace n on n.oid = c.connamespace
      where c.contype = 'c' and n.nspname = 'public'`,
  );
  for (const { table, name, rule } of checks)
    if (!LIST_OF_VALUES.test(rule)) await database.query(`alter table ${table} drop constraint "${name}"`);
}

const LIST_OF_VALUES = /^CHECK \(\((\w+) = ANY \(ARRAY\[(.*)\]\)\)\)$/;

async function columnsOf(database: TestDatabase, table: string): Promise<Column[]> {
  const [schema, name] = table.split('.');
  const columns = await database.query<Omit<Column, 'allowed'>>(
    `select c.column_name as name, c.data_type as type, c.udt_name as udt,
            c.is_nullable = 'NO' and c.column_default is null as "isNeeded", c.column_default is not null as "hasDefault",
            exists (select from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
                     where i.indrelid = ($1 || '.' || $2)::regclass and i.indisunique and i.indnkeyatts = 1 and i.indpred is null and a.attname = c.column_name) as "isKey"
       from information_schema.columns c
      where c.table_schema = $1 and c.table_name = $2 and c.is_identity = 'NO' and c.is_generated = 'NEVER'
      order by c.ordinal_position`,
    [schema, name],
  );
  const rules = await database.query<{ rule: string }>(
    `select pg_get_constraintdef(oid) as rule from pg_constraint where contype = 'c' and conrelid = $1::regclass`,
    [table],
  );
  const enums = await database.query<{ udt: string; labels: string[] }>(
    `select t.typname as udt, array_agg(e.enumlabel::text) as labels
       from pg_enum e join pg_type t on t.oid = e.enumtypid group by 1`,
  );
  const allowed = new Map(
    rules.flatMap(({ rule }) => {
      const [, column, list] = LIST_OF_VALUES.exec(rule) ?? [];
      return column === undefined ? [] : [[column, [...list!.matchAll(/'([^']*)'/g)].map(([, one]) => one!)]];
    }),
  );
  return columns.map((column) => ({
    ...column,
    allowed: allowed.get(column.name) ?? enums.find(({ udt }) => udt === column.udt)?.labels ?? null,
  }));
}

/** The row that is theirs already, where a person can have one only; what Clerk said in it stays. */
async function ownRow(
  database: TestDatabase,
  table: string,
  columns: readonly Column[],
  ends: readonly string[],
  { userId }: Owner,
): Promise<Record<string, unknown> | undefined> {
  const key = columns.find(({ name, isKey }) => isKey && ends.includes(name));
  if (key === undefined) return undefined;
  const [row] = await database.query(`select * from ${table} where "${key.name}"::text = $1`, [userId]);
  return row;
}

/** A value that is found again, and how it looks; no form where a type has too few values to recognise one. */
function canaryFor(column: Column, number: number): { value: unknown; forms: string[] } {
  const text = `c4n4ry${String(number).padStart(5, '0')}${randomUUID().slice(0, 8)}`;
  if (column.allowed !== null) return filler(column, number);
  switch (column.udt) {
    case 'text':
    case 'varchar':
      return { value: text, forms: [text] };
    case 'json':
    case 'jsonb':
      return { value: { canary: text }, forms: [text] };
    case '_text':
      return { value: [text], forms: [text] };
    case 'uuid': {
      const id = randomUUID();
      return { value: id, forms: [id] };
    }
    case 'timestamptz': {
      const moment = new Date(Date.UTC(2031, 0, 1, 0, 0, 0, 123) + number * 97_861_000);
      const iso = moment.toISOString();
      return { value: iso, forms: [iso.slice(0, 19), iso.slice(0, 19).replace('T', ' ')] };
    }
    default:
      return filler(column, number);
  }
}

function filler(column: Column, number: number): { value: unknown; forms: string[] } {
  const none: string[] = [];
  if (column.allowed !== null)
    return {
      value: column.allowed.find((one) => SETTLED.includes(one)) ?? column.allowed.at(-1),
      forms: none,
    };
  switch (column.udt) {
    case 'uuid':
      return { value: randomUUID(), forms: none };
    case 'bool':
      return { value: false, forms: none };
    case 'int2':
    case 'int4':
    case 'int8':
      return { value: number, forms: none };
    case 'numeric':
    case 'float8':
      return { value: number, forms: none };
    case 'json':
    case 'jsonb':
      return { value: {}, forms: none };
    case 'bytea':
      return { value: Buffer.from([number % 256]), forms: none };
    case 'date':
    case 'timestamptz':
      return { value: '2020-01-01T00:00:00Z', forms: none };
    case 'interval':
      return { value: '1 minute', forms: none };
    default:
      return { value: column.udt.startsWith('_') ? [] : `filler ${String(number)}`, forms: none };
  }
}

/** A row as the superuser can add one: past foreign keys and triggers. */
async function add(
  database: TestDatabase,
  table: string,
  values: ReadonlyMap<string, unknown>,
): Promise<void> {
  const names = [...values.keys()].map((name) => `"${name}"`);
  await database.query(
    `with mode as (select set_config('session_replication_role', 'replica', true))
     insert into ${table} (${names.join(', ')})
     select ${names.map((name) => `made.${name}`).join(', ')}
       from mode, jsonb_populate_record(null::${table}, $1::jsonb) as made`,
    [asJson(values)],
  );
}

async function change(
  database: TestDatabase,
  table: string,
  key: string,
  value: string,
  values: ReadonlyMap<string, unknown>,
): Promise<void> {
  const names = [...values.keys()].filter((name) => name !== key).map((name) => `"${name}"`);
  if (names.length === 0) return;
  await database.query(
    `update ${table} set ${names.map((name) => `${name} = made.${name}`).join(', ')}
       from jsonb_populate_record(null::${table}, $1::jsonb) as made where ${table}."${key}"::text = $2`,
    [asJson(values), value],
  );
}

function asJson(values: ReadonlyMap<string, unknown>): string {
  const plain = [...values].map(([name, value]) => [
    name,
    Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : value,
  ]);
  return JSON.stringify(Object.fromEntries(plain));
}
