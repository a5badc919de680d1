/**
 * Every periodic job on a database that has grown: 10 000 properties of one organization, 300 000 people and a million audit
 * rows, made by generate_series on a PostgreSQL of its own. Prints how long each takes, and the slowest statement in it.
 * What compares with Clerk has a measurement of its own (reconcile.mjs).
 * Run it on what the build made: node test/bench/periodic.mjs [--people=300000] [--audit=1000000] [--properties=10000]
 */
import 'reflect-metadata';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { systemScope } from '#auth';
import { startClerkEmulator } from '#libs/clerk-emulator';
import { parseEnvironment } from '#libs/config';
import { migrate, UnitOfWork } from '#libs/database';
import { startLocalPostgres, withDatabase } from '#libs/local-postgres';
import { migrations } from '#migrations';
import { ActivityLedger } from '#usage';
import { createApp } from '../../dist/src/create-app.js';
import { PeriodicJobs } from '../../dist/src/scheduler/periodic-jobs.js';

const option = (name, fallback) =>
  Number(process.argv.find((given) => given.startsWith(`--${name}=`))?.split('=')[1] ?? fallback);
const PEOPLE = option('people', 300_000);
const AUDIT_ROWS = option('audit', 1_000_000);
const PROPERTIES = option('properties', 10_000);
/** The pool ends a statement of a request after so many seconds. */
const LONGEST_STATEMENT_SECONDS = 5;

const ORIGIN = 'http://localhost:5173';
const directory = mkdtempSync(join(tmpdir(), 'tenantry-bench-periodic-'));
chmodSync(directory, 0o755);
const dataDir = join(directory, 'data');
mkdirSync(dataDir);
const postgres = await startLocalPostgres({
  directory: join(directory, 'postgres'),
  port: 0,
  settings: {
    shared_buffers: '256MB',
    max_wal_size: '4GB',
    fsync: 'off',
    synchronous_commit: 'off',
  },
});
const clerk = await startClerkEmulator({ port: 0, authorizedParties: [ORIGIN], enforceRateLimits: false });
let app;
let failed = false;
const results = [];
try {
  await migrate(postgres.adminUrl, migrations);
  const superuser = new pg.Client(withDatabase(postgres.superuserUrl, 'tenantry'));
  await superuser.connect();
  await timed('(filling the database)', () => fill(superuser));
  await superuser.end();

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
      LOG_LEVEL: 'fatal',
      ROLE: 'api',
      SCHEDULER_ENABLED: 'false',
    }),
  );
  await flushOfOneTenant();
  for (const job of app.get(PeriodicJobs, { strict: false }).list) {
    if (job.name.startsWith('reconciliation.')) continue;
    await timed(job.name, () => job.run(contextOf(job)), job.timeoutSeconds);
  }
} finally {
  await app?.close();
  await clerk.stop();
  await postgres.stop('immediate');
  rmSync(directory, { recursive: true, force: true });
}
console.table(results);
process.exit(failed ? 1 : 0);

/** A flush in which everybody was on a property of the large organization. */
async function flushOfOneTenant() {
  const ledger = app.get(ActivityLedger, { strict: false });
  const rows = await app
    .get(UnitOfWork, { strict: false })
    .run(systemScope('usage'), () =>
      app
        .get(UnitOfWork, { strict: false })
        .manager()
        .query(`select organization_id, id from properties order by id limit 5000`),
    );
  const users = await app
    .get(UnitOfWork, { strict: false })
    .run(systemScope('usage'), () =>
      app.get(UnitOfWork, { strict: false }).manager().query(`select id from users order by id limit 5000`),
    );
  for (const [n, { id: userId }] of users.entries()) {
    const { organization_id: organizationId, id: propertyId } = rows[n % rows.length];
    ledger.seen({ userId, organizationId, propertyId });
  }
  await timed(
    'usage ledger: 5 000 people of one organization',
    () => ledger.flush(),
    LONGEST_STATEMENT_SECONDS,
  );
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

async function timed(what, work, mostSeconds = Infinity) {
  const began = performance.now();
  let outcome;
  try {
    outcome = JSON.stringify((await work()) ?? {});
  } catch (error) {
    failed = true;
    outcome = `FAILED: ${error.message}`;
  }
  const seconds = (performance.now() - began) / 1000;
  if (seconds > mostSeconds) failed = true;
  results.push({ what, seconds: Number(seconds.toFixed(2)), outcome: outcome.slice(0, 90) });
  console.log(`${what}: ${seconds.toFixed(2)} s ${outcome.slice(0, 120)}`);
}

/** One organization has every property; people are spread over 3 000 organizations, and a third belong to none. */
async function fill(client) {
  const run = (sql, values) => client.query(sql, values);
  await run(`set session_replication_role = replica`);
  await run(
    `insert into users (id, clerk_id, email_address, created_at, updated_at)
     select gen_random_uuid(), 'user_' || n, 'p' || n || '@bench.test', now() - interval '100 days', now()
     from generate_series(1, $1::int) n`,
    [PEOPLE],
  );
  await run(
    `insert into organizations (id, clerk_id, name, status, created_at, updated_at)
     select gen_random_uuid(), 'org_' || n, 'Organization ' || n, 'active', now() - interval '100 days', now()
     from generate_series(1, 3000) n`,
  );
  await run(
    `create temporary table o as select id, row_number() over (order by id) - 1 as n from organizations`,
  );
  await run(`create temporary table u as select id, row_number() over (order by id) - 1 as n from users`);
  await run(
    `insert into memberships (organization_id, user_id, role, created_at, updated_at)
     select o.id, u.id, 'org:member', now(), now() from u join o on o.n = u.n % 3000 where u.n % 3 <> 0`,
  );
  await run(`set session_replication_role = origin`);
  await run(
    `insert into properties (organization_id, id, slug, name, timezone, status, created_at, updated_at)
     select (select id from o where n = 0), gen_random_uuid(), 'p-' || n, 'Property ' || n,
            (array['UTC', 'Europe/Vienna', 'Asia/Tokyo'])[1 + n % 3], 'active', now() - interval '100 days', now()
     from generate_series(1, $1::int) n`,
    [PROPERTIES],
  );
  await run(
    `insert into invitations (organization_id, id, email_address, organization_role, status, delivery, expires_at, created_at, updated_at)
     select o.id, gen_random_uuid(), 'i' || n || '@bench.test', 'org:member',
            case when n % 50 = 0 then 'pending' else 'expired' end, 'sent', now() - interval '1 day', now(), now()
     from generate_series(1, 100000) n join o on o.n = n % 3000`,
  );
  await run(
    `insert into audit_events (id, action, outcome, actor_kind, actor_id, target_kind, target_id, change, organization_id)
     select gen_random_uuid(), 'property.updated', 'allowed', 'user', gen_random_uuid()::text, 'property',
            gen_random_uuid()::text, jsonb_build_object('name', n), (select id from o where o.n = 0)
     from generate_series(1, $1::int) n`,
    [AUDIT_ROWS],
  );
  await run(`update usage_ledger set began_at = date_trunc('month', now()) - interval '1 month'`);
  await run(`insert into usage_people (user_id) select id from u on conflict do nothing`);
  await run(
    `insert into platform_activity_days (day, usage_id, is_first_day)
     select (now() - make_interval(days => d))::date, p.usage_id, false
     from usage_people p, generate_series(0, 30, 6) d on conflict do nothing`,
  );
  await run('analyze');
}
