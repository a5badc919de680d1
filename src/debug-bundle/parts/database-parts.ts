import type { DataSource } from 'typeorm';
import { appliedMigrations, nameOfStatement, withDataSource } from '#libs/database';
import { migrations } from '#migrations';
import type { ReadableSettings } from '#settings';
import type { BundlePart } from '../bundle-part.js';
import { PartMissingError } from '../part-missing.error.js';

type Ask = <Row>(text: string) => Promise<Row[]>;

/** A class or a code; what is anything else is not told. */
const KIND = /^[\w.<>() -]{1,200}$/;

/** What the database tells by itself, also where the service would not start on it. */
export function databaseParts(settings: ReadableSettings): BundlePart[] {
  return [
    {
      file: 'migrations.json',
      about: 'migrations that are applied, and those of this version that are pending',
      read: () => withDatabase(settings, migrationsOf),
    },
    {
      file: 'queues.json',
      about: 'jobs by queue and state, how long the oldest waits, and what failed ones failed with, by class',
      read: () => withDatabase(settings, queuesOf),
    },
    {
      file: 'running-statements.json',
      about:
        'statements of the service that run for a second or longer right now, by name, and what they wait for',
      read: () => withDatabase(settings, runningStatementsOf),
    },
  ];
}

/**
 * Opens the database for one piece of work, with a connection of its own.
 *
 * @throws PartMissingError where no database can be read from the settings
 */
export async function withDatabase<T>(
  { databaseUrl }: ReadableSettings,
  work: (ask: Ask, dataSource: DataSource) => Promise<T>,
): Promise<T> {
  if (databaseUrl === undefined) throw new PartMissingError('DATABASE_URL cannot be read');
  const database = { url: databaseUrl, entities: [], applicationName: 'tenantry-debug-bundle' };
  return withDataSource(database, (dataSource) => work((text) => dataSource.query(text), dataSource));
}

async function migrationsOf(_ask: Ask, dataSource: DataSource) {
  const applied = await appliedMigrations(dataSource);
  const known = migrations.map(({ name }) => name);
  return {
    applied: applied.filter((name) => known.includes(name)),
    pending: known.filter((name) => !applied.includes(name)),
    ofAnotherVersion: applied.filter((name) => !known.includes(name)),
  };
}

async function queuesOf(ask: Ask) {
  const states = await ask<{ queue: string; state: string; jobs: number; oldestSeconds: number }>(
    `select name as queue, state::text as state, count(*)::int as jobs,
            greatest(0, extract(epoch from now() - min(start_after)))::int as "oldestSeconds"
       from jobs.job group by name, state order by name, state`,
  );
  const failures = await ask<{ queue: string; type: string | null; jobs: number; lastAt: Date }>(
    `select name as queue, output ->> 'errorType' as type, count(*)::int as jobs,
            max(coalesce(completed_on, started_on, created_on)) as "lastAt"
       from jobs.job where state in ('failed', 'retry') group by 1, 2 order by 4 desc limit 200`,
  );
  return {
    states,
    failures: failures.map(({ type, ...failure }) => ({ ...failure, type: kindOf(type) })),
  };
}

async function runningStatementsOf(ask: Ask) {
  const running = await ask<{ query: string; seconds: number; waitsFor: string | null }>(
    `select query, round(extract(epoch from clock_timestamp() - query_start)::numeric, 1)::float as seconds,
            wait_event_type || ': ' || wait_event as "waitsFor"
       from pg_stat_activity
      where usename = current_user and datname = current_database() and state = 'active'
        and pid <> pg_backend_pid() and query_start < clock_timestamp() - interval '1 second'
      order by 2 desc limit 100`,
  );
  return running.map(({ query, ...statement }) => ({ name: nameOfStatement(query), ...statement }));
}

/** What stands there is a class by agreement; nobody is told what does not look like one. */
export function kindOf(text: string | null): string | null {
  return text === null || KIND.test(text) ? text : 'unknown';
}
