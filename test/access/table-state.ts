import type { TestDatabase } from '../support/test-database.js';

/**
 * The audit log is only ever added to, refusals among it, and sealed by the clock; who was active is written down of
 * whoever asks; whose right may have gone is a queue that empties itself; the rest holds no tenant's data.
 */
const NOT_COMPARED =
  /^(audit_.*|subject_keys|.*_activity_days|usage_people|scheduled_runs|invitation_reviews|webhook_endpoint_minutes|migrations|rate_limits)$/;

/** Written by the clock as well, so not compared; but one run that nobody finishes stands in the way of the next. */
const RUNS = 'scheduled_runs';

/** How many jobs are queued stands beside the tables. */
const JOBS = 'jobs';

/** When a key was used is written down a moment after it was. */
const KEYS = ['service_account_keys', 'platform_account_keys'];
const COMPARED_OF_KEY = `(to_jsonb(t) - 'last_used_at')::text`;

interface TableRow {
  name: string;
  columns: string;
}

/**
 * What the tables hold, to compare and to go back to; seen as the superuser, past every policy. Triggers note which
 * tables were written, so that a reading looks at those alone.
 */
export class TableState {
  private constructor(
    private readonly database: TestDatabase,
    private readonly tables: readonly TableRow[],
    private readonly saved: ReadonlyMap<string, string>,
  ) {}

  /** Remembers the present rows of every table. */
  static async save(database: TestDatabase): Promise<TableState> {
    const tables = await database.query<TableRow>(
      `select c.relname as name, (select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
         where attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = '') as columns
       from pg_class c where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace order by 1`,
    );
    const kept = tables.filter(({ name }) => !NOT_COMPARED.test(name) || name === RUNS);
    await database.query('create schema saved');
    for (const { name } of kept) await database.query(`create table saved.${name} as table public.${name}`);
    await database.query('create table saved.jobs as select id from jobs.job');
    await database.query('create table saved.written (name text not null)');
    await database.query(
      `create function saved.note() returns trigger language plpgsql security definer as
         $$ begin insert into saved.written values (tg_argv[0]); return null; end $$`,
    );
    const compared = kept.filter(({ name }) => name !== RUNS).map(({ name }) => name);
    for (const name of compared)
      for (const [events, each] of [
        ['insert or update or delete', 'row'],
        ['truncate', 'statement'],
      ])
        await database.query(
          `create trigger noted_on_${each} after ${events} on public.${name} for each ${each} execute function saved.note('${name}')`,
        );
    return new TableState(database, kept, await sumsOf(database, compared));
  }

  /** One short text per table; it changes with any column of any row, the row's version among them. */
  async read(): Promise<Map<string, string>> {
    const written = await this.database.query<{ name: string }>('select distinct name from saved.written');
    const sums = await sumsOf(
      this.database,
      written.map(({ name }) => name),
    );
    return new Map([...this.saved, ...sums]);
  }

  /** As {@link read}, of every table whether it was written or not. */
  readAll(): Promise<Map<string, string>> {
    return sumsOf(
      this.database,
      [...this.saved.keys()].filter((name) => name !== JOBS),
    );
  }

  /** Undoes whatever happened since {@link save} in the tables that differ between two readings. */
  async restore(before: Map<string, string>, after: Map<string, string>): Promise<void> {
    const changed = this.tables.filter(({ name }) => name === RUNS || before.get(name) !== after.get(name));
    const statements = changed.flatMap(({ name, columns }) => [
      `delete from public.${name}`,
      `insert into public.${name} (${columns}) select ${columns} from saved.${name}`,
    ]);
    // As a replica: no trigger runs, neither those of foreign keys nor those that keep versions.
    await this.database.query(
      `begin; set local session_replication_role = replica; ${statements.join('; ')};
       delete from saved.written where name in (${changed.map(({ name }) => `'${name}'`).join(', ')});
       delete from jobs.job where id not in (select id from saved.jobs); commit`,
    );
  }

  /** How many rows the audit log has or, of repeated refusals, will have counted, by action. */
  async auditCounts(): Promise<Map<string, number>> {
    const rows = await this.database.query<{ action: string; count: string }>(
      `select action, count(*) + case when action = 'access.denied'
          then (select coalesce(sum(repeats), 0) from audit_refusals) else 0 end as count
         from audit_events group by action`,
    );
    return new Map(rows.map(({ action, count }) => [action, Number(count)]));
  }
}

async function sumsOf(database: TestDatabase, tables: readonly string[]): Promise<Map<string, string>> {
  const parts = tables.map(
    (name) =>
      `select '${name}' as name, md5(coalesce(string_agg(row, E'\\n' order by row), '')) as sum
         from public.${name} t, lateral (select ${KEYS.includes(name) ? COMPARED_OF_KEY : 't::text'} as row) compared`,
  );
  const rows = await database.query<{ name: string; sum: string }>(
    [...parts, `select '${JOBS}' as name, count(*)::text as sum from jobs.job`].join(' union all '),
  );
  return new Map(rows.map(({ name, sum }) => [name, sum]));
}

/** The names of the tables that differ. */
export function changedTables(before: Map<string, string>, after: Map<string, string>): string[] {
  return [...before.keys()].filter((name) => before.get(name) !== after.get(name));
}
