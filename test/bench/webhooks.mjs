/**
 * How fast deliveries are acknowledged while they are applied: sender, service and PostgreSQL on this one machine.
 *
 *   node test/bench/webhooks.mjs [rate=500] [seconds=60]
 *
 * Needs a build. Prints one line of JSON; target: p99 under 100 ms and no answer but 2xx. The CPU time is that of the
 * service alone, with the user and kernel time of all its threads: it tells less of what else the machine does.
 */
import { spawn } from 'node:child_process';
import { createHmac, generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startClerkEmulator } from '@tenantry/clerk-emulator';
import { migrate } from '#libs/database';
import { startLocalPostgres, withDatabase } from '@tenantry/local-postgres';
import { migrations } from '#migrations';
import { databaseSetup } from '#src/local/database-setup';
import pg from 'pg';
import { freePorts } from './free-ports.mjs';
import { ownProcessorSeconds } from './process-figures.mjs';

const rate = Number(process.argv[2] ?? 500);
const seconds = Number(process.argv[3] ?? 60);
const directory = mkdtempSync(join(tmpdir(), 'tenantry-bench-'));
chmodSync(directory, 0o755);
const postgres = await startLocalPostgres({
  directory: join(directory, 'postgres'),
  database: databaseSetup(),
  port: 0,
});
await migrate(postgres.adminUrl, migrations);
const clerk = await startClerkEmulator({ port: 0, enforceRateLimits: false });
const secret = randomBytes(24);
const [port] = await freePorts(1);
const service = await startService();
const database = new pg.Client({ connectionString: withDatabase(postgres.superuserUrl, 'tenantry') });
await database.connect();
const agent = new Agent({ keepAlive: true, maxSockets: 64 });
const people = Array.from({ length: 2000 }, (_, index) => `user_${String(index).padStart(27, 'b')}`);

try {
  const before = cpuMsOfService();
  const answers = await send();
  const afterSending = cpuMsOfService();
  const drainedIn = await drained();
  const afterApplying = cpuMsOfService();
  const took = answers.map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (share) => Number((took[Math.floor(took.length * share)] ?? 0).toFixed(1));
  const statuses = Object.groupBy(answers, ({ status }) => status);
  console.log(
    JSON.stringify({
      rate,
      seconds,
      sent: answers.length,
      statuses: Object.fromEntries(Object.entries(statuses).map(([status, list]) => [status, list?.length])),
      p50: at(0.5),
      p95: at(0.95),
      p99: at(0.99),
      max: Number(took.at(-1)?.toFixed(1)),
      drainedAfterSeconds: drainedIn,
      cpuMsPerDelivery: Number(((afterApplying - before) / answers.length).toFixed(2)),
      cpuShareWhileSending: Number(((afterSending - before) / 1000 / seconds).toFixed(2)),
    }),
  );
} finally {
  agent.destroy();
  await database.end();
  service.kill('SIGTERM');
  await once(service, 'exit');
  await clerk.stop();
  await postgres.stop('immediate');
  rmSync(directory, { recursive: true, force: true });
}

/** User and system time of the service, in milliseconds. */
function cpuMsOfService() {
  return (ownProcessorSeconds(service.pid) ?? 0) * 1000;
}

/** Sends at an even pace, whatever the answers do: a slow answer must not slow the sender down. */
async function send() {
  const answers = [];
  const open = [];
  const start = performance.now();
  for (let sent = 0; sent < rate * seconds;) {
    const due = Math.min(rate * seconds, Math.floor(((performance.now() - start) / 1000) * rate));
    while (sent < due) open.push(deliver((sent += 1)).then((answer) => answers.push(answer)));
    await sleep(4);
  }
  await Promise.all(open);
  return answers;
}

function deliver(number) {
  const id = `msg_bench${number}`;
  const now = Date.now();
  const body = Buffer.from(JSON.stringify(eventOf(number, now)));
  const timestamp = String(Math.floor(now / 1000));
  const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(body).digest('base64');
  const began = performance.now();
  return new Promise((resolve) => {
    const outgoing = request(
      {
        host: '127.0.0.1',
        port,
        agent,
        method: 'POST',
        path: '/api/webhooks/clerk',
        headers: {
          'content-type': 'application/json',
          'content-length': body.length,
          'svix-id': id,
          'svix-timestamp': timestamp,
          'svix-signature': `v1,${signature}`,
        },
      },
      (response) => {
        response.resume();
        response.on('end', () => resolve({ status: response.statusCode, ms: performance.now() - began }));
      },
    );
    outgoing.on('error', () => resolve({ status: 'error', ms: performance.now() - began }));
    outgoing.end(body);
  });
}

/** Mostly changes of people, some of what is only kept: about what an app's instance sends. */
function eventOf(number, now) {
  const userId = people[number % people.length];
  const envelope = { object: 'event', timestamp: now, instance_id: clerk.instanceId, event_attributes: {} };
  if (number % 4 === 0)
    return { ...envelope, type: 'email.created', data: { id: `ema_${number}`, body: 'x'.repeat(1500) } };
  const address = {
    id: `idn_${number}`,
    object: 'email_address',
    email_address: `${userId}@bench.test`,
    verification: { status: 'verified' },
  };
  return {
    ...envelope,
    type: 'user.updated',
    data: {
      id: userId,
      object: 'user',
      first_name: `F${number}`,
      last_name: 'Bench',
      external_id: null,
      primary_email_address_id: address.id,
      email_addresses: [address],
      banned: false,
      two_factor_enabled: false,
      created_at: now - 1000,
      updated_at: now,
      public_metadata: { filler: 'x'.repeat(1000) },
    },
  };
}

async function drained() {
  const start = performance.now();
  for (;;) {
    const { rows } = await database.query(
      `select count(*)::integer as open from webhook_deliveries where state = 'pending'`,
    );
    if (rows[0].open === 0) return Number(((performance.now() - start) / 1000).toFixed(1));
    if (performance.now() - start > 600_000) return `more than 600 (${rows[0].open} left)`;
    await sleep(500);
  }
}

async function startService() {
  const { privateKey } = generateKeyPairSync('ed25519');
  const child = spawn(process.execPath, ['dist/bundle/main.js'], {
    stdio: 'ignore',
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'test',
      HOST: '127.0.0.1',
      PORT: String(port),
      DATABASE_URL: postgres.url,
      CLERK_SECRET_KEY: clerk.secretKey,
      CLERK_PUBLISHABLE_KEY: clerk.publishableKey,
      CLERK_JWT_KEY: clerk.jwtKey,
      CLERK_AUTHORIZED_PARTIES: 'http://localhost:5173',
      CLERK_WEBHOOK_SIGNING_SECRET: `whsec_${secret.toString('base64')}`,
      CLERK_INSTANCE_ID: clerk.instanceId,
      CLERK_API_URL: clerk.url,
      TENANTRY_MASTER_KEY: randomBytes(32).toString('base64'),
      TENANTRY_SIGNING_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      TENANTRY_DATA_DIR: directory,
      TENANTRY_LOCAL_DIR: join(directory, 'local'),
      SCHEDULER_ENABLED: 'false',
      LOG_LEVEL: 'warn',
    },
  });
  for (;;) {
    if (child.exitCode !== null) throw new Error('the service did not start');
    const ready = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
    await ready?.arrayBuffer();
    if (ready?.ok) return child;
    await sleep(50);
  }
}
