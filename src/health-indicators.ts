import { statfs } from 'node:fs/promises';
import { register } from 'prom-client';
import type { DataSource } from 'typeorm';
import { systemScope } from '#auth';
import type { HealthIndicator, PostureDetail, PostureReport, PostureStatus } from '#health';
import type { Environment } from '#libs/config';
import {
  checkDatabasePosture,
  DatabasePostureError,
  namedStatementsOf,
  pendingMigrations,
  type UnitOfWork,
} from '#libs/database';
import type { DatabaseClock } from '#libs/time';
import { migrations, tablesWithoutRowSecurity } from '#migrations';
import type { ScheduleService } from '#scheduler';
import { MAX_SKEW_MS } from './clock-comparison.js';

/** The parts of the service that tell how they are. */
export interface HealthSources {
  readonly dataSource: DataSource;
  readonly unitOfWork: UnitOfWork;
  readonly environment: Environment;
  readonly schedule: ScheduleService;
  readonly clock: DatabaseClock;
}

const MINUTE = 60;
/** A periodic job may be this late before it counts as late: a run takes its turn, and a replica may stop. */
const LATE_AFTER_MS = 120_000;

/** What `GET /health` tells, one part after the other. */
export function healthIndicators(sources: HealthSources): HealthIndicator[] {
  return [
    { name: 'database', check: () => database(sources) },
    { name: 'migrations', check: () => appliedMigrations(sources) },
    { name: 'jobs', check: () => jobs(sources) },
    { name: 'webhooks', check: () => webhooks(sources) },
    { name: 'audit_log', check: () => auditLog(sources) },
    { name: 'schedule', check: () => schedule(sources) },
    { name: 'privacy', check: () => privacy(sources) },
    { name: 'usage', check: () => usage(sources) },
    { name: 'data_directory', check: () => dataDirectory(sources) },
    { name: 'clerk', check: () => clerk() },
    { name: 'clock', check: () => Promise.resolve(clockSkew(sources)) },
  ];
}

/** The database's clock decides; a machine whose own is off refuses good tokens and lets expired ones in. */
function clockSkew({ clock }: HealthSources): PostureReport {
  const isOff = Math.abs(clock.skewMs) > MAX_SKEW_MS;
  return { status: isOff ? 'failing' : 'ok', detail: { skewSeconds: Math.round(clock.skewMs) / 1_000 } };
}

/** The role is looked at anew each time: somebody may have given it more rights since the start. */
async function database({ dataSource }: HealthSources): Promise<PostureReport> {
  const startedAt = performance.now();
  const [server] = await dataSource.query<{ version: string; connections: number }[]>(
    `select current_setting('server_version') as version,
            (select count(*)::int from pg_stat_activity where datname = current_database()) as connections`,
  );
  const detail = { ...server, roundTripMs: Math.round(performance.now() - startedAt) };
  try {
    await checkDatabasePosture(dataSource, { withoutRowSecurity: tablesWithoutRowSecurity });
    const namedStatements = namedStatementsOf(dataSource).areUsed;
    return told(namedStatements ? 'ok' : 'warning', {
      ...detail,
      wallsStand: true,
      timeoutsSet: true,
      namedStatements,
    });
  } catch (error) {
    if (!(error instanceof DatabasePostureError)) throw error;
    const stands = { wallsStand: error.rights.length === 0, timeoutsSet: error.settings.length === 0 };
    return { status: 'failing', detail: { ...detail, ...stands } };
  }
}

async function appliedMigrations({ dataSource }: HealthSources): Promise<PostureReport> {
  const pending = (await pendingMigrations(dataSource, migrations)).length;
  return told(pending > 0 ? 'failing' : 'ok', { known: migrations.length, pending });
}

async function jobs({ dataSource }: HealthSources): Promise<PostureReport> {
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
  return byAge(row, row?.oldestSeconds, 5 * MINUTE, (row?.failed ?? 0) > 0);
}

async function webhooks(sources: HealthSources): Promise<PostureReport> {
  const [row] = await inSystem<{ pending: number; dead: number; oldestSeconds: number; openAlarms: number }>(
    sources,
    `select count(*) filter (where state = 'pending')::int as pending,
            count(*) filter (where state = 'dead')::int as dead,
            coalesce(extract(epoch from now() - min(received_at) filter (where state = 'pending')), 0)::int
              as "oldestSeconds",
            (select count(*)::int from sync_alarms where cleared_at is null) as "openAlarms"
       from webhook_deliveries where state in ('pending', 'dead')`,
  );
  return byAge(row, row?.oldestSeconds, 5 * MINUTE, (row?.dead ?? 0) + (row?.openAlarms ?? 0) > 0);
}

async function auditLog(sources: HealthSources): Promise<PostureReport> {
  const [row] = await inSystem<{ unsealed: number; lagSeconds: number; sealed: number }>(
    sources,
    `select count(*)::int as unsealed,
            coalesce(extract(epoch from now() - min(occurred_at)), 0)::int as "lagSeconds",
            coalesce((select sequence from audit_chain), 0)::float8 as sealed
       from audit_events
      where not (select exists (select from audit_seals where event_id = id))
        and (xid, id) > ((select sealed_xid from audit_chain), (select sealed_id from audit_chain))
        and xid < pg_snapshot_xmax(pg_current_snapshot())`,
  );
  return byAge(row, row?.lagSeconds, MINUTE, (row?.lagSeconds ?? 0) > 5);
}

async function schedule({ schedule: source, clock }: HealthSources): Promise<PostureReport> {
  const list = await source.list(systemScope('health'));
  const now = clock.nowMs();
  const runs = list.flatMap(({ lastRun }) => lastRun ?? []);
  const failed = runs.filter(({ state }) => state === 'failed' || state === 'lost').map(({ job }) => job);
  const late = runs
    .filter(({ nextAt }) => nextAt !== null && Date.parse(nextAt) + LATE_AFTER_MS < now)
    .map(({ job }) => job);
  return told(failed.length + late.length > 0 ? 'warning' : 'ok', {
    known: list.length,
    neverRan: list.length - runs.length,
    failed: failed.length,
    late: late.length,
    failedJobs: failed.join(' '),
    lateJobs: late.join(' '),
    lastRunAt:
      runs
        .map(({ startedAt }) => startedAt)
        .toSorted()
        .at(-1) ?? null,
  });
}

async function privacy(sources: HealthSources): Promise<PostureReport> {
  const [row] = await inSystem<{
    openRequests: number;
    nearlyDue: number;
    overdue: number;
    bulksRunning: number;
  }>(
    sources,
    `select count(*)::int as "openRequests",
            count(*) filter (where $1 >= received_at + (due_at - received_at) * 0.8 and $1 < due_at)::int as "nearlyDue",
            count(*) filter (where $1 >= due_at)::int as overdue,
            (select count(*)::int from privacy_bulks where status = 'running') as "bulksRunning"
       from privacy_requests where closed_at is null`,
    [sources.clock.now()],
  );
  if (row === undefined) return told('failing', {});
  if (row.overdue > 0) return told('failing', row);
  return told(row.nearlyDue > 0 ? 'warning' : 'ok', row);
}

/** Activity that could not be counted when it was seen: somebody has to look why. */
async function usage(sources: HealthSources): Promise<PostureReport> {
  const [row] = await inSystem<{ deadLetters: number; oldestSeconds: number }>(
    sources,
    `select count(*)::int as "deadLetters",
            coalesce(extract(epoch from now() - min(recorded_at)), 0)::int as "oldestSeconds"
       from usage_dead_letters`,
  );
  return told((row?.deadLetters ?? 1) > 0 ? 'warning' : 'ok', row ?? {});
}

async function dataDirectory({ environment }: HealthSources): Promise<PostureReport> {
  const { bavail, blocks, bsize } = await statfs(environment.dataDir);
  const freePercent = blocks === 0 ? 100 : Math.floor((100 * bavail) / blocks);
  const status = freePercent < 2 ? 'failing' : freePercent < 10 ? 'warning' : 'ok';
  return told(status, { freeBytes: bavail * bsize, freePercent });
}

/** As this process has met Clerk; a replica that asked nothing knows nothing. */
async function clerk(): Promise<PostureReport> {
  const breaker = await register.getSingleMetric('tenantry_clerk_breaker_state')?.get();
  const values = breaker?.values.map(({ value }) => value) ?? [];
  const open = values.filter((value) => value === 2).length;
  const halfOpen = values.filter((value) => value === 1).length;
  return told(open + halfOpen > 0 ? 'warning' : 'ok', { breakersOpen: open, breakersHalfOpen: halfOpen });
}

function told(status: PostureStatus, detail: PostureDetail): PostureReport {
  return { status, detail };
}

/** Failing when the oldest waits for longer than it should, a warning where something else is to be looked at. */
function byAge(
  row: PostureDetail | undefined,
  oldestSeconds = Infinity,
  longestSeconds: number,
  isOdd: boolean,
): PostureReport {
  const status = oldestSeconds > longestSeconds ? 'failing' : isOdd ? 'warning' : 'ok';
  return told(status, row ?? {});
}

function inSystem<Row>(
  { unitOfWork }: HealthSources,
  sql: string,
  parameters: unknown[] = [],
): Promise<Row[]> {
  return unitOfWork.run(systemScope('health'), () => unitOfWork.manager().query<Row[]>(sql, parameters));
}
