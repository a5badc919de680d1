import { statfs } from 'node:fs/promises';
import { register } from 'prom-client';
import type { DataSource } from 'typeorm';
import type { HealthIndicator } from '#health';
import type { Environment } from '#settings';
import {
  checkDatabaseHardening,
  DatabaseHardeningError,
  namedStatementsOf,
  pendingMigrations,
} from '#libs/database';
import type { DatabaseClock } from '#libs/time';
import { healthByAge, type HealthDetail, type HealthReport, type HealthStatus } from '#manifest';
import { migrations, tablesWithoutRowSecurity } from '#migrations';
import { MAX_SKEW_MS } from './clock-comparison.js';
import { judgeDiskSpace } from './disk-space.rule.js';

/** What every module stands on, and what tells how that is. */
export interface HealthSources {
  readonly dataSource: DataSource;
  readonly environment: Environment;
  readonly clock: DatabaseClock;
}

/** A job may wait this long for a worker. */
const MAX_WAIT_SECONDS = 300;

/** What `GET /health` tells of the ground under the modules; each module tells of itself. */
export function healthIndicators(sources: HealthSources): HealthIndicator[] {
  return [
    { name: 'database', check: () => database(sources) },
    { name: 'migrations', check: () => appliedMigrations(sources) },
    { name: 'jobs', check: () => jobs(sources) },
    { name: 'data_directory', check: () => dataDirectory(sources) },
    { name: 'clerk', check: () => clerk() },
    { name: 'clock', check: () => Promise.resolve(clockSkew(sources)) },
  ];
}

/** The database's clock decides; a machine whose own is off refuses good tokens and lets expired ones in. */
function clockSkew({ clock }: HealthSources): HealthReport {
  const isOff = Math.abs(clock.skewMs) > MAX_SKEW_MS;
  return { status: isOff ? 'failing' : 'ok', detail: { skewSeconds: Math.round(clock.skewMs) / 1_000 } };
}

/** The role is looked at anew each time: somebody may have given it more rights since the start. */
async function database({ dataSource }: HealthSources): Promise<HealthReport> {
  const startedAt = performance.now();
  const [server] = await dataSource.query<{ version: string; connections: number }[]>(
    `select current_setting('server_version') as version,
            (select count(*)::int from pg_stat_activity where datname = current_database()) as connections`,
  );
  const detail = { ...server, roundTripMs: Math.round(performance.now() - startedAt) };
  try {
    await checkDatabaseHardening(dataSource, { withoutRowSecurity: tablesWithoutRowSecurity });
    const namedStatements = namedStatementsOf(dataSource).areUsed;
    return told(namedStatements ? 'ok' : 'warning', {
      ...detail,
      isHardened: true,
      timeoutsSet: true,
      namedStatements,
    });
  } catch (error) {
    if (!(error instanceof DatabaseHardeningError)) throw error;
    const stands = { isHardened: error.rights.length === 0, timeoutsSet: error.settings.length === 0 };
    return { status: 'failing', detail: { ...detail, ...stands } };
  }
}

async function appliedMigrations({ dataSource }: HealthSources): Promise<HealthReport> {
  const pending = (await pendingMigrations(dataSource, migrations)).length;
  return told(pending > 0 ? 'failing' : 'ok', { known: migrations.length, pending });
}

async function jobs({ dataSource }: HealthSources): Promise<HealthReport> {
  const [row] = await dataSource.query<
    { waiting: number; active: number; failed: number; oldestSeconds: number }[]
  >(
    `select count(*) filter (where state in ('created', 'retry') and start_after <= now())::int as waiting,
            count(*) filter (where state = 'active')::int as active,
            count(*) filter (where state = 'failed')::int as failed,
            coalesce(extract(epoch from now() - min(start_after)
              filter (where state in ('created', 'retry') and start_after <= now())), 0)::int as "oldestSeconds"
       from jobs.job`,
  );
  return healthByAge(row, {
    oldestSeconds: ({ oldestSeconds }) => oldestSeconds,
    maxSeconds: MAX_WAIT_SECONDS,
    isOdd: ({ failed }) => failed > 0,
  });
}

async function dataDirectory({ environment }: HealthSources): Promise<HealthReport> {
  const disk = await statfs(environment.dataDir);
  const { status, freePercent } = judgeDiskSpace(disk);
  return told(status, { freeBytes: disk.bavail * disk.bsize, freePercent });
}

/** As this process has met Clerk; a replica that asked nothing knows nothing. */
async function clerk(): Promise<HealthReport> {
  const breaker = await register.getSingleMetric('tenantry_clerk_breaker_state')?.get();
  const values = breaker?.values.map(({ value }) => value) ?? [];
  const open = values.filter((value) => value === 2).length;
  const halfOpen = values.filter((value) => value === 1).length;
  return told(open + halfOpen > 0 ? 'warning' : 'ok', { breakersOpen: open, breakersHalfOpen: halfOpen });
}

function told(status: HealthStatus, detail: HealthDetail): HealthReport {
  return { status, detail };
}
