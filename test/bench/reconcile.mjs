/**
 * How long a reconciliation takes, against what Clerk's rate limit alone dictates, and how much memory.
 *
 *   node test/bench/reconcile.mjs [--events=500] [--users=2000,5000] [--drift=20]
 *   node test/bench/reconcile.mjs --events=5000 --users=10000,100000 --drift=100
 *
 * Needs a build. First a share of webhooks is dropped: one run must reach equality, and the next must write no row. Then,
 * for each number of users (with twice as many memberships, in a tenth as many organizations), a mirror that is right but
 * for some drift is compared and repaired, with the local Clerk holding production's limits. Targets: at most 1.2 times
 * the ideal, under 300 MB, the same memory for ten times the people. Prints one line of JSON for each.
 */
import { spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startClerkEmulator } from '@tenantry/clerk-emulator';
import { migrate } from '#libs/database';
import { cloneDatabase, startLocalPostgres, withDatabase } from '@tenantry/local-postgres';
import { migrations } from '#migrations';
import { databaseSetup } from '#src/local/database-setup';
import { measuredCommand } from './measured-command.mjs';
import { mirror } from './mirror.mjs';
import { freePorts } from './free-ports.mjs';

const options = Object.fromEntries(process.argv.slice(2).map((word) => word.replace(/^--/, '').split('=')));
const events = Number(options.events ?? 500);
const sizes = (options.users ?? '2000,5000').split(',').map(Number);
const drifted = Number(options.drift ?? 20);
const PAGE = 500;
/** Requests a second: a fifth of 1000 in ten seconds. */
const PACE = 20;

const directory = mkdtempSync(join(tmpdir(), 'tenantry-bench-'));
chmodSync(directory, 0o755);
const postgres = await startLocalPostgres({
  directory: join(directory, 'postgres'),
  database: databaseSetup(),
  port: 0,
});
await migrate(postgres.adminUrl, migrations);
const keys = {
  TENANTRY_MASTER_KEY: randomBytes(32).toString('base64'),
  TENANTRY_SIGNING_KEY: generateKeyPairSync('ed25519')
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString(),
};
try {
  if (events > 0) await inWorld('dropped', { enforceRateLimits: false }, dropWebhooks);
  for (const users of sizes.filter((size) => size > 0)) {
    await inWorld(`users${users}`, { rateLimits: 'production' }, (world) => compareMany(world, users));
  }
} finally {
  await postgres.stop('immediate');
  rmSync(directory, { recursive: true, force: true });
}

/** A tenth of all webhooks never comes. */
async function dropWebhooks(world) {
  const { clerk, call, database } = world;
  const [port] = await freePorts(1);
  const service = spawn(process.execPath, ['dist/bundle/main.js'], {
    env: { ...world.env, PORT: String(port), SCHEDULER_ENABLED: 'false' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    await until(() =>
      fetch(`http://127.0.0.1:${port}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
    clerk.control.setWebhooks({
      enabled: true,
      url: `http://127.0.0.1:${port}/api/webhooks/clerk`,
      secret: world.secret,
    });
    clerk.control.setWebhookFaults({ drop: 0.1, seed: 1 });
    const people = [];
    for (let made = 0; clerk.control.deliveries().length < events; made += 1) {
      const person = people[made % 3 === 0 ? people.length : (made * 7) % Math.max(1, people.length)];
      if (person === undefined) {
        const body = {
          email_address: [`p${made}@bench.test`],
          first_name: 'P',
          skip_password_requirement: true,
        };
        people.push((await call('POST', '/users', body)).id);
      } else await call('PATCH', `/users/${person}`, { first_name: `F${made}` });
    }
    await clerk.control.flushWebhooks();
    await until(
      async () =>
        (await database.query(`select from webhook_deliveries where state = 'pending' limit 1`)).rowCount ===
        0,
    );
  } finally {
    service.kill('SIGTERM');
    await once(service, 'exit');
  }
  const dropped = clerk.control.deliveries().filter(({ status }) => status === 'dropped').length;
  const first = await reconcile(world);
  const before = await versions(database);
  const second = await reconcile(world);
  print({
    bench: 'dropped webhooks',
    events,
    dropped,
    drift: first.plan.drift.total,
    applied: first.applied.outcomes,
    driftAfter: second.plan.drift.total,
    rowsWrittenByTheNext: before === (await versions(database)) ? 0 : 'some',
  });
}

async function compareMany(world, users) {
  const { clerk, call } = world;
  const organizations = users / 10;
  await clerk.control.seed({ users, organizations, membershipsPerOrganization: 20 });
  await fill(world);
  const state = await call('GET', `/users?limit=${drifted}`);
  for (const { id } of state) {
    await until(() =>
      call('PATCH', `/users/${id}`, { first_name: 'Drifted' }).then(
        () => true,
        () => false,
      ),
    );
  }
  // A full window of the limit, so that the preparation does not count.
  await sleep(10_000);
  const bare = await command(world, 'list');
  const { plan, applied, seconds, peakMb, cpuSeconds } = await reconcile(world);
  const requests =
    Math.ceil(users / PAGE) + Math.ceil((organizations * 20) / PAGE) + Math.ceil(organizations / PAGE) + 2;
  const ideal = requests / PACE;
  print({
    bench: 'large mirror',
    users,
    memberships: organizations * 20,
    organizations,
    drift: plan.drift.total,
    outcomes: applied.outcomes,
    planSeconds: round(seconds.plan),
    applySeconds: round(seconds.apply),
    idealSeconds: round(ideal),
    ratio: round((seconds.plan + seconds.apply) / ideal),
    // Of both commands, their start included; the local Clerk and PostgreSQL come on top.
    cpuSeconds: round(cpuSeconds),
    peakMb,
    // Of the same command when it does nothing.
    barePeakMb: bare.peakMb,
  });
}

/** `reconcile plan`, then `reconcile apply`, as an operator would. */
async function reconcile(world) {
  const planned = await command(world, 'plan');
  const applied = await command(world, 'apply', planned.json.hash);
  const between = (from, to) => (Date.parse(to) - Date.parse(from)) / 1000;
  const started = (
    await world.database.query('select apply_started_at from reconciliations where id = $1', [
      applied.json.id,
    ])
  ).rows[0].apply_started_at;
  return {
    plan: planned.json,
    applied: applied.json,
    seconds: {
      plan: between(planned.json.startedAt, planned.json.plannedAt),
      apply: between(started.toISOString(), applied.json.finishedAt),
    },
    peakMb: Math.max(planned.peakMb, applied.peakMb),
    cpuSeconds: planned.cpuSeconds + applied.cpuSeconds,
  };
}

async function command({ env }, ...words) {
  const { answer, peakMb, cpuSeconds } = await measuredCommand(['reconcile', ...words, '--json'], env);
  return { json: answer, peakMb, cpuSeconds };
}

async function inWorld(name, limits, work) {
  const template = 'tenantry';
  await cloneDatabase(postgres.superuserUrl, name, template);
  const clerk = await startClerkEmulator({ port: 0, ...limits });
  const database = new pg.Client({ connectionString: withDatabase(postgres.superuserUrl, name) });
  await database.connect();
  const secret = `whsec_${randomBytes(24).toString('base64')}`;
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: 'test',
    LOG_LEVEL: 'error',
    // As in a small container: without a cap garbage is left lying while there is room.
    NODE_OPTIONS: '--max-semi-space-size=4 --max-old-space-size=160',
    DATABASE_URL: withDatabase(postgres.url, name),
    CLERK_SECRET_KEY: clerk.secretKey,
    CLERK_PUBLISHABLE_KEY: clerk.publishableKey,
    CLERK_JWT_KEY: clerk.jwtKey,
    CLERK_AUTHORIZED_PARTIES: 'http://localhost:5173',
    CLERK_WEBHOOK_SIGNING_SECRET: secret,
    CLERK_INSTANCE_ID: clerk.instanceId,
    CLERK_API_URL: clerk.url,
    TENANTRY_DATA_DIR: join(directory, name),
    TENANTRY_LOCAL_DIR: join(directory, 'local'),
    ...keys,
  };
  const call = async (method, path, body) => {
    const answer = await fetch(`${clerk.url}/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${clerk.secretKey}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    const json = await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}`);
    return json;
  };
  try {
    await work({ clerk, database, env, call, secret });
  } finally {
    await database.end();
    await clerk.stop();
  }
}

/** Mirrors everything that Clerk has, past the service: the repair is measured, not the first fill. */
async function fill({ clerk, database }) {
  const { users, organizations, organizationMemberships } = clerk.control.state();
  for (const [kind, rows] of Object.entries({ users, organizations, memberships: organizationMemberships })) {
    for (let done = 0; done < rows.length; done += 5_000) {
      await mirror(database, kind, rows.slice(done, done + 5_000));
    }
  }
  await database.query('analyze');
}

async function versions(database) {
  const { rows } = await database.query(
    `select md5(string_agg(xmin::text || u::text, '' order by id)) as users from users u`,
  );
  return rows[0].users;
}

async function until(reached) {
  while (!(await reached())) await sleep(200);
}

function round(number) {
  return Number(number.toFixed(2));
}

function print(result) {
  console.log(JSON.stringify(result));
}
