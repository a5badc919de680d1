import type { QueryRunner } from 'typeorm';
import { runAll } from './sql-migration.js';

/** A table that a migration parts by time, or puts together again. */
export interface PartitionedTable {
  /** In the schema `public`, without its name. */
  readonly table: string;
  /** The column that says when: a `date`, or an id that begins with a time. */
  readonly column: string;
  /** What `app.partition_bound` calls its type; `text` is an id of Svix. */
  readonly type: 'date' | 'uuid' | 'text';
  /** Row-level security, grants and triggers, as statements on the table. */
  readonly rules: readonly string[];
}

interface Definition {
  readonly name: string;
  readonly definition: string;
}

/**
 * Keeps rows of the far future out of the table, beyond the month after next and whatever it holds: all that is in it can
 * become the first partition once that is checked, in a transaction of its own, while the version before goes on writing.
 */
export async function boundTable(queryRunner: QueryRunner, table: PartitionedTable): Promise<void> {
  const name = table.table;
  // Forced row-level security would show its owner no row.
  await queryRunner.query(`alter table ${name} no force row level security`);
  const moment = table.type === 'date' ? 'newest' : MOMENT_OF_ID;
  const [bound] = (await queryRunner.query(
    `select to_char(greatest(date_trunc('month', now() at time zone 'UTC') + interval '2 months',
              (select date_trunc('month', ${moment}) + interval '1 month'
                 from (select ${table.column} as newest from ${name} order by ${table.column} desc limit 1) last)),
              'YYYY-MM-DD') as day`,
  )) as { day: string }[];
  const day = String(bound?.day);
  await runAll(queryRunner, [
    `alter table ${name} force row level security`,
    `alter table ${name} add constraint ${name}_before_${day.replaceAll('-', '')}
       check (${table.column} < '${await boundOf(queryRunner, table, day)}') not valid`,
  ]);
}

/** Takes {@link boundTable} back. */
export async function unboundTable(queryRunner: QueryRunner, { table }: PartitionedTable): Promise<void> {
  const bound = await boundName(queryRunner, `public.${table}`);
  await queryRunner.query(`alter table ${table} drop constraint ${bound.name}`);
}

/**
 * Makes bounded tables the first partitions of ones of the same names, without copying a row. All of them are read while
 * others write; only then are they locked, for no longer than the catalogue takes.
 */
export async function partitionTables(
  queryRunner: QueryRunner,
  tables: readonly PartitionedTable[],
): Promise<void> {
  for (const { table } of tables) await checkTable(queryRunner, table);
  for (const table of tables) await partitionTable(queryRunner, table);
}

/** A partition demands of all its constraints that they are known to hold, also of those that were there before. */
async function checkTable(queryRunner: QueryRunner, table: string): Promise<void> {
  const unchecked = (await queryRunner.query(
    `select conname as name from pg_constraint where conrelid = 'public.${table}'::regclass and not convalidated`,
  )) as { name: string }[];
  await runAll(
    queryRunner,
    unchecked.map(({ name }) => `alter table ${table} validate constraint ${name}`),
  );
}

async function partitionTable(queryRunner: QueryRunner, table: PartitionedTable): Promise<void> {
  const name = table.table;
  const { name: bound, day } = await boundName(queryRunner, `public.${name}`);
  const first = `${name}_first_${day.replaceAll('-', '')}`;
  await makePartition(queryRunner, table, first);
  await runAll(queryRunner, [
    `alter table ${name} drop constraint ${bound}`,
    `alter table ${name} attach partition partitions.${first}
       for values from (minvalue) to ('${await boundOf(queryRunner, table, day)}')`,
    `alter table partitions.${first} drop constraint ${bound}`,
    // What no partition was made for in time is kept there.
    `create table partitions.${name}_default partition of ${name} default`,
    `alter table partitions.${name}_default enable row level security, force row level security`,
  ]);
}

/**
 * Makes a table the default partition of one of the same name, without copying a row: for keys that need not begin with a
 * time, so that no stretch of time holds all that is there.
 *
 * @param ranges of the partitions to begin with, `YYYY-MM-DD`; none of their keys may be in the table
 */
export async function partitionBeside(
  queryRunner: QueryRunner,
  table: PartitionedTable,
  ranges: readonly (readonly [from: string, to: string])[],
): Promise<void> {
  const name = table.table;
  await makePartition(queryRunner, table, `${name}_default`);
  await runAll(queryRunner, [`alter table ${name} attach partition partitions.${name}_default default`]);
  for (const [from, to] of ranges) {
    const part = `${name}_${from.replaceAll('-', '')}_${to.replaceAll('-', '')}`;
    const [low, high] = [await boundOf(queryRunner, table, from), await boundOf(queryRunner, table, to)];
    await runAll(queryRunner, [
      `create table partitions.${part} partition of ${name} for values from ('${low}') to ('${high}')`,
      `alter table partitions.${part} enable row level security, force row level security`,
    ]);
  }
}

/** Moves a table out of the way, and makes a partitioned one of its name with its keys, indexes and rules. */
async function makePartition(
  queryRunner: QueryRunner,
  { table: name, column, rules }: PartitionedTable,
  partition: string,
): Promise<void> {
  await runAll(queryRunner, [
    `alter table ${name} set schema partitions`,
    `alter table partitions.${name} rename to ${partition}`,
  ]);
  await runAll(queryRunner, [
    ...(await dropsOfRules(queryRunner, partition)),
    `create table ${name} (like partitions.${partition} including defaults including constraints including storage including comments)
       partition by range (${column})`,
    ...(await keysOf(queryRunner, `partitions.${partition}`, name)),
    ...rules,
  ]);
}

/** Takes the partitions of a table back: what stands in them is copied into the first one, or into a new table. */
export async function mergeTable(queryRunner: QueryRunner, table: PartitionedTable): Promise<void> {
  const name = table.table;
  const whole = `partitions.${name}_whole`;
  const [first] = (await queryRunner.query(
    `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'public.${name}'::regclass and c.relname ~ '_first_\\d+$'`,
  )) as { name: string }[];
  const keys = first === undefined ? await keysOf(queryRunner, `public.${name}`, name) : [];
  await runAll(queryRunner, [
    ...(first === undefined
      ? [
          `create table ${whole} (like ${name} including defaults including constraints including storage including comments)`,
        ]
      : [
          `alter table ${name} detach partition partitions.${first.name}`,
          `alter table partitions.${first.name} rename to ${name}_whole`,
        ]),
    `alter table ${name} no force row level security`,
    `alter table ${whole} no force row level security`,
    `insert into ${whole} select * from ${name}`,
    `drop table ${name}`,
    `alter table ${whole} set schema public`,
    `alter table ${name}_whole rename to ${name}`,
    ...keys,
    ...table.rules,
  ]);
}

/** Takes back what {@link partitionTables} did. */
export async function mergeTables(
  queryRunner: QueryRunner,
  tables: readonly PartitionedTable[],
): Promise<void> {
  for (const table of tables) {
    await mergeTable(queryRunner, table);
    const name = table.table;
    // For the migration before, which takes it away; far enough not to be in the way of anything that is written.
    await queryRunner.query(
      `alter table ${name} add constraint ${name}_before_99990101
         check (${table.column} < '${await boundOf(queryRunner, table, '9999-01-01')}') not valid`,
    );
  }
}

/** When a UUID v7 was made. */
const MOMENT_OF_ID = `to_timestamp(('x' || left(replace(newest::text, '-', ''), 12))::bit(48)::bigint / 1000.0)`;

async function boundOf(queryRunner: QueryRunner, { type }: PartitionedTable, day: string): Promise<string> {
  const [row] = (await queryRunner.query(`select app.partition_bound($1, $2::date) as bound`, [
    type,
    day,
  ])) as {
    bound: string;
  }[];
  return String(row?.bound);
}

/** The constraint that {@link boundTable} made, and the day in its name. */
async function boundName(queryRunner: QueryRunner, table: string): Promise<{ name: string; day: string }> {
  const [row] = (await queryRunner.query(
    `select conname as name, regexp_replace(conname, '^.*_before_(\\d+)(\\d\\d)(\\d\\d)$', '\\1-\\2-\\3') as day
       from pg_constraint where conrelid = '${table}'::regclass and conname ~ '_before_\\d+$'`,
  )) as { name: string; day: string }[];
  if (row === undefined) throw new Error(`${table} was not bounded`);
  return row;
}

/** The statements that take every policy, trigger and grant from what becomes a partition. */
async function dropsOfRules(queryRunner: QueryRunner, partition: string): Promise<string[]> {
  const found = (await queryRunner.query(
    `select format('drop policy %I on partitions.%I', policyname, tablename) as sql
       from pg_policies where schemaname = 'partitions' and tablename = '${partition}'
     union all select format('drop trigger %I on partitions.${partition}', tgname)
       from pg_trigger where tgrelid = 'partitions.${partition}'::regclass and not tgisinternal`,
  )) as { sql: string }[];
  return [
    ...found.map(({ sql }) => sql),
    `revoke all on partitions.${partition} from tenantry_app, tenantry_access`,
  ];
}

/** The statements that give a table the keys and indexes of another one, by the same names. */
async function keysOf(queryRunner: QueryRunner, from: string, to: string): Promise<string[]> {
  const keys = (await queryRunner.query(
    `select conname as name, pg_get_constraintdef(oid) as definition
       from pg_constraint where conrelid = '${from}'::regclass and contype in ('p', 'u') order by 1`,
  )) as Definition[];
  const indexes = (await queryRunner.query(
    `select pg_get_indexdef(indexrelid) as definition from pg_index i
      where indrelid = '${from}'::regclass and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.conrelid = i.indrelid)
      order by 1`,
  )) as Definition[];
  return [
    ...keys.map(({ name, definition }) => `alter table public.${to} add constraint ${name} ${definition}`),
    ...indexes.map(({ definition }) =>
      definition.replace(/ ON (ONLY )?\S+ USING /, ` ON public.${to} USING `),
    ),
  ];
}
