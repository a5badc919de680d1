/**
 * Everything periodic on a database that has grown: 10 000 properties of one organization, 300 000 people and a million audit
 * rows, made by generate_series on a PostgreSQL of its own. Prints of each job how long it takes, how many statements it
 * sends, and the slowest of them. What compares with Clerk has a measurement of its own (reconcile.mjs).
 * Run it on what the build made: node test/bench/periodic.mjs [--people=300000] [--audit=1000000] [--properties=10000]
 * [--only=part,of,names] [--timeout=600]: a job that takes longer than so many seconds is left alone.
 */
import 'reflect-metadata';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { AuditCheckpoints, AuditRetention, AuditSealer } from '#audit';
import { RevocationSource, systemScope } from '#auth';
import { startClerkEmulator } from '@tenantry/clerk-emulator';
import { migrate, UnitOfWork } from '#libs/database';
import { startLocalPostgres, withDatabase } from '@tenantry/local-postgres';
import { migrations } from '#migrations';
import { databaseSetup } from '#src/local/database-setup';
import { parseEnvironment } from '#settings';
import { ActivityLedgerService } from '#usage';
import { createApp } from '#src/create-app';
import { PeriodicJobs } from '#src/scheduler/periodic-jobs';
import { RunsStore } from '#src/scheduler/runs.store';
import { InvitationReviewService } from '#src/tenants/invitations/invitation-review.service';
import { fill } from './periodic/fill.mjs';
import { watchStatements } from './periodic/statements.mjs';

const given = (name) => process.argv.find((each) => each.startsWith(`--${name}=`))?.split('=')[1];
const sizes = {
  people: Number(given('people') ?? 300_000),
  auditRows: Number(given('audit') ?? 1_000_000),
  properties: Number(given('properties') ?? 10_000),
};
const only = given('only')?.split(',');
const timeoutSeconds = Number(given('timeout') ?? 600);
/** The pool ends a statement of a request after so many seconds. */
const MAX_STATEMENT_SECONDS = 5;
const DAY_MS = 86_400_000;

const ORIGIN = 'http://localhost:5173';
const directory = mkdtempSync(join(tmpdir(), 'tenantry-bench-periodic-'));
chmodSync(directory, 0o755);
const dataDir = join(directory, 'data');
mkdirSync(dataDir);
const sentSince = watchStatements();
const postgres = await startLocalPostgres({
  directory: join(directory, 'postgres'),
  database: databaseSetup(),
  port: 0,
  settings: {
    shared_buffers: '512MB',
    max_wal_size: '4GB',
    fsync: 'off',
    synchronous_commit: 'off',
  },
});
const clerk = await startClerkEmulator({ port: 0, authorizedParties: [ORIGIN], enforceRateLimits: false });
const results = [];
let app;
let failed = false;
try {
  await migrate(postgres.adminUrl, migrations);
  const superuser = new pg.Client(withDatabase(postgres.superuserUrl, 'tenantry'));
  await superuser.connect();
  await timed('(filling the database)', () => fill(superuser, sizes), Infinity, 3_600);
  await superuser.end();
  if (failed) throw new Error('the database could not be filled');

  const signingKey = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
  app = await createApp(
    parseEnvironment({
      NODE_ENV: 'test',
      DATABASE_URL: postgres.url,
      CLERK_SECRET_KEY: clerk.secretKey,
      CLERK_PUBLISHABLE_KEY: clerk.publishableKey,
      CLERK_JWT_KEY: clerk.jwtKey,
      CLERK_AUTHORIZED_PARTIES: ORIGIN,
      CLERK_WEBHOOK_SIGNING_SECRET: `whsec_${randomBytes(24).toString('base64')}`,
      CLERK_API_URL: clerk.url,
      TENANTRY_MASTER_KEY: randomBytes(32).toString('base64'),
      TENANTRY_SIGNING_KEY: signingKey.toString(),
      TENANTRY_DATA_DIR: dataDir,
      ARCHIVE_OWNED_AFTER_DAYS: '10',
      PLAN_LIMIT_MRU: '50000',
      LOG_LEVEL: 'fatal',
      ROLE: 'api',
      SCHEDULER_ENABLED: 'false',
    }),
  );
  await everything();
} finally {
  await app?.close();
  await clerk.stop();
  await postgres.stop('immediate');
  rmSync(directory, { recursive: true, force: true });
}
console.table(results);
process.exit(failed ? 1 : 0);

async function everything() {
  const unitOfWork = app.get(UnitOfWork, { strict: false });
  const part = (token) => app.get(token, { strict: false });
  const names = part(PeriodicJobs).list.map(({ name }) => name);
  await measure('ledger flush: 5 000 people of one organization', flushOfOneTenant, MAX_STATEMENT_SECONDS);
  await measure('revocation watch: one look', () =>
    part(RevocationSource)
      .listRecent()
      .then(() => ({})),
  );
  await measure('schedule: one look at all jobs', () =>
    unitOfWork.run(systemScope('scheduler'), async () => ({
      jobs: (await part(RunsStore).listLatest(names)).length,
      expired: (await part(RunsStore).listExpired()).length,
    })),
  );
  await measure('invitation review: until nothing is noted', async () => {
    let judged = 0;
    while (await part(InvitationReviewService).next()) judged += 1;
    return { judged };
  });
  await measure('audit sealing: all rows', async () => ({ rows: await part(AuditSealer).sealAll() }));
  await measure('audit signing: all rows', async () => ({
    signed: await part(AuditCheckpoints).signDue({ now: true }),
  }));
  await measure('audit retention: a tenth of the log', async () => ({
    dropped: await part(AuditRetention).dropBefore(new Date(Date.now() - 80 * DAY_MS)),
  }));
  for (const job of part(PeriodicJobs).list) {
    if (job.name.startsWith('reconciliation.')) continue;
    await measure(job.name, () => job.run(contextOf(job)), job.timeoutSeconds);
  }
}

/** A flush in which everybody was on a property of the large organization. */
async function flushOfOneTenant() {
  const ledger = app.get(ActivityLedgerService, { strict: false });
  const unitOfWork = app.get(UnitOfWork, { strict: false });
  const list = (sql) => unitOfWork.run(systemScope('usage'), () => unitOfWork.manager().query(sql));
  const places = await list(`select organization_id, id from properties order by id limit 5000`);
  const users = await list(`select id from users order by id limit 5000`);
  for (const [n, { id: userId }] of users.entries()) {
    const { organization_id: organizationId, id: propertyId } = places[n % places.length];
    ledger.seen({ userId, organizationId, propertyId });
  }
  await ledger.flush();
}

function contextOf(job) {
  const unitOfWork = app.get(UnitOfWork, { strict: false });
  const commit = (work) => unitOfWork.run(systemScope('scheduler'), work);
  return {
    slot: new Date(),
    lastSuccessAt: null,
    signal: AbortSignal.timeout(job.timeoutSeconds * 1000),
    commit,
    conclude: commit,
  };
}

async function measure(what, work, mostSeconds) {
  if (only === undefined || only.some((name) => what.includes(name))) await timed(what, work, mostSeconds);
}

async function timed(what, work, mostSeconds = Infinity, limit = timeoutSeconds) {
  sentSince();
  const began = performance.now();
  let outcome;
  try {
    const lost = Promise.withResolvers();
    const timer = setTimeout(() => lost.reject(new Error(`it is not done after ${limit} s`)), limit * 1000);
    outcome = JSON.stringify((await Promise.race([work(), lost.promise])) ?? {});
    clearTimeout(timer);
  } catch (error) {
    failed = true;
    outcome = `FAILED: ${error.message}`;
  }
  const seconds = (performance.now() - began) / 1000;
  if (seconds > mostSeconds) failed = true;
  const { count, slowestMs, slowest } = sentSince();
  const sql = slowest.replaceAll(/\s+/g, ' ').slice(0, 200);
  results.push({
    what,
    seconds: Number(seconds.toFixed(2)),
    statements: count,
    'slowest ms': Math.round(slowestMs),
    outcome: outcome.slice(0, 90),
  });
  console.log(`${what}: ${seconds.toFixed(2)} s, ${count} statements ${outcome.slice(0, 200)}`);
  if (slowestMs > 100) console.log(`    ${Math.round(slowestMs)} ms: ${sql}`);
}
