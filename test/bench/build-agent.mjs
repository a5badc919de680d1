import { execFile, spawn } from 'node:child_process';
import { createHmac, generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { startStack } from './stack.mjs';
import { seedManagers } from './seed.mjs';

// Serves the build that it lies in to `against.mjs`, which copies it into other builds: it may lean on nothing here but
// `startStack` and `seedManagers`, which all of them have. Answers `cpu`, `tokens`, `apply`, `reconcile`, `api-process` and
// `stop`.

/** Organizations beside the one of the managers, with a few members each. */
const ORGANIZATIONS = 60;
const MEMBERS = 4;
const SENDERS = 32;
/** Deliveries of one backlog. */
const BACKLOG = 1_200;
/** What a reconciliation finds. */
const DIFFERENCES = 10_000;

const stack = await startStack({ profile: process.env.BENCH_PROFILE });
const database = await stack.database();
const { organization, managers, token } = await seedManagers(stack, database, 200);
const others = new Set(children());
const server = await stack.tenantry(database);
const serverIds = children().filter((pid) => !others.has(pid));

/** @param {unknown} message */
const send = (message) => process.send?.(message);
const stop = async () => {
  await stack.stop();
  process.exit(0);
};

process.on('message', async (question) => {
  if (question === 'cpu') send(await server.cpu());
  if (question === 'tokens') send(managers.map(token));
  if (question === 'apply') send(await applyBacklog());
  if (question === 'reconcile') send(await applyDifferences());
  if (question === 'api-process') send(await startApiProcess());
  if (question === 'stop') await stop();
});
process.once('disconnect', stop);

/** The program that is shipped, with its flags, as a process of its own that serves the API alone: where, and its id. Linux only. */
async function startApiProcess() {
  const [pid] = serverIds;
  const env = Object.fromEntries(
    readFileSync(`/proc/${pid}/environ`, 'utf8')
      .split('\0')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
  const port = await freePort();
  const child = spawn(process.execPath, [...flagsOf(pid), programOf('main.js', 'src/main.js')], {
    env: { ...env, ROLE: 'api', HOST: '127.0.0.1', PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  process.once('exit', () => child.kill('SIGKILL'));
  const url = `http://127.0.0.1:${port}`;
  while (!(await fetch(`${url}/health/ready`).catch(() => undefined))?.ok) {
    if (child.exitCode !== null) throw new Error(`the service ended with ${child.exitCode}`);
    await sleep(50);
  }
  return { url, pid: child.pid };
}

/** A build from before the bundle starts what the compiler wrote. */
function programOf(bundled, compiled) {
  const path = join('dist/bundle', bundled);
  return existsSync(path) ? path : join('dist', compiled);
}

/** Those that the service of the benches has, which are those of the image. */
function flagsOf(pid) {
  const [, ...words] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  return words.filter((word) => word.startsWith('--') && !word.startsWith('--cpu-prof'));
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  server.close();
  await once(server, 'close');
  return port;
}

function children() {
  return readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ').map(Number);
}

/**
 * Has the command line compare a mirror that lacks people with Clerk, and repair it, on a database of its own.
 *
 * @returns how many were repaired in a second, from the first to the last; the pace at Clerk is no part of it
 */
async function applyDifferences() {
  const present = stack.clerk.control.state().users.length;
  if (present < DIFFERENCES) {
    const rest = { organizations: 0, membershipsPerOrganization: 0, seed: 1 };
    await stack.clerk.control.seed({ users: DIFFERENCES - present, ...rest });
  }
  const empty = await stack.database();
  const directory = mkdtempSync(join(tmpdir(), 'tenantry-bench-reconcile-'));
  try {
    const { clerk } = stack;
    const env = {
      PATH: process.env.PATH,
      NODE_ENV: 'test',
      LOG_LEVEL: 'error',
      DATABASE_URL: empty.url,
      CLERK_SECRET_KEY: clerk.secretKey,
      CLERK_PUBLISHABLE_KEY: clerk.publishableKey,
      CLERK_JWT_KEY: clerk.jwtKey,
      CLERK_AUTHORIZED_PARTIES: stack.origin,
      CLERK_WEBHOOK_SIGNING_SECRET: clerk.webhookSecret,
      CLERK_INSTANCE_ID: clerk.instanceId,
      CLERK_API_URL: clerk.url,
      CLERK_RATE_LIMIT: '100000',
      TENANTRY_MASTER_KEY: randomBytes(32).toString('base64'),
      TENANTRY_SIGNING_KEY: generateKeyPairSync('ed25519')
        .privateKey.export({ type: 'pkcs8', format: 'pem' })
        .toString(),
      TENANTRY_DATA_DIR: directory,
    };
    const reconcile = async (/** @type {string[]} */ ...words) => {
      const line = [programOf('tenantry.js', 'src/cli/main.js'), 'reconcile', ...words, '--json'];
      const { stdout } = await promisify(execFile)(process.execPath, line, { env, maxBuffer: 2 ** 28 });
      return JSON.parse(stdout);
    };
    const plan = await reconcile('plan');
    const { id, status, finishedAt } = await reconcile('apply', plan.hash);
    if (status !== 'applied' || plan.drift.total < DIFFERENCES)
      throw new Error(`${plan.drift.total} differences, ${status}`);
    const { rows } = await empty.query('select apply_started_at from reconciliations where id = $1', [id]);
    const started = /** @type {any} */ (rows[0])['apply_started_at'];
    const seconds = (Date.parse(finishedAt) - started.getTime()) / 1_000;
    return { perSecond: plan.drift.total / seconds };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const agent = new Agent({ keepAlive: true, maxSockets: SENDERS });
const secret = Buffer.from(stack.clerk.webhookSecret.slice('whsec_'.length), 'base64');
for (let index = 0; index < ORGANIZATIONS; index += 1) {
  const organizationId = stack.clerk.control.ensureOrganization({
    name: `Small ${index}`,
    slug: `small-${index}`,
  }).id;
  for (let member = 0; member < MEMBERS; member += 1) {
    const userId = stack.clerk.control.ensureUser({
      email: `manager-${(index * MEMBERS + member) % 200}@bench.test`,
    }).id;
    stack.clerk.control.ensureMembership({ organizationId, userId, role: 'org:member' });
  }
}
const { users, organizationMemberships: memberships } = stack.clerk.control.state();
const smallMemberships = memberships.filter((each) =>
  String(/** @type {any} */ (each['organization']).slug).startsWith('small-'),
);
let sent = 0;

/**
 * Sends a backlog and waits until it is worked off: changes of people, of their sessions and memberships, 20 % of them
 * out of order, 30 % sent twice.
 *
 * @returns how many of what was left when all was acknowledged were applied in a second, and the service's CPU for each
 */
async function applyBacklog() {
  const deliveries = Array.from({ length: BACKLOG }, deliveryOf);
  const twice = deliveries.filter((_, index) => index % 10 < 3);
  const outOfOrder = deliveries.map((each, index) => deliveries[index % 5 === 0 ? index + 1 : index] ?? each);
  const queue = [...new Set([...outOfOrder, ...deliveries]), ...twice];
  const sendSome = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await deliver(next);
  };
  await Promise.all(Array.from({ length: SENDERS }, sendSome));
  const [from, cpuFrom, waiting] = [performance.now(), await server.cpu(), await pending()];
  while (await isPending()) await sleep(20);
  return {
    perSecond: (1_000 * waiting) / (performance.now() - from),
    cpu: ((await server.cpu()) - cpuFrom) / waiting,
  };
}

async function pending() {
  const { rows } = await database.query(
    `select count(*)::integer as count from webhook_deliveries where state = 'pending'`,
  );
  return Number(rows[0]?.['count']);
}

/** Counting what waits takes as long as to apply some of it. */
async function isPending() {
  const { rows } = await database.query(
    `select from webhook_deliveries where state = 'pending' and next_attempt_at < 'infinity' limit 1`,
  );
  return rows.length > 0;
}

function deliveryOf() {
  const number = (sent += 1);
  const at = Date.now() + number;
  const user = users[number % users.length];
  const envelope = {
    object: 'event',
    timestamp: at,
    instance_id: stack.clerk.instanceId,
    event_attributes: {},
  };
  const kinds = [
    () => ({ type: 'user.updated', data: { ...user, first_name: `F${number}`, updated_at: at } }),
    () => ({ type: 'user.updated', data: { ...user, last_name: `L${number}`, updated_at: at } }),
    () => ({
      type: 'session.created',
      data: {
        object: 'session',
        id: `sess_${String(number).padStart(27, 'b')}`,
        user_id: user.id,
        client_id: `client_${String(number).padStart(27, 'b')}`,
        status: 'active',
        created_at: at,
        updated_at: at,
        last_active_at: at,
        expire_at: at + 3_600_000,
        abandon_at: at + 7_200_000,
      },
    }),
    () => {
      const membership = smallMemberships[number % smallMemberships.length];
      return { type: 'organizationMembership.updated', data: { ...membership, updated_at: at } };
    },
  ];
  return {
    id: `msg_bench${process.pid}x${number}`,
    body: JSON.stringify({ ...envelope, ...kinds[number % 4]() }),
  };
}

/** @returns {Promise<void>} */
function deliver({ id, body }) {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64');
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'svix-id': id,
    'svix-timestamp': timestamp,
    'svix-signature': `v1,${signature}`,
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(
      `${server.url}/api/webhooks/clerk`,
      { agent, method: 'POST', headers },
      (response) => {
        response.resume();
        if (response.statusCode !== 204) reject(new Error(`a delivery was answered ${response.statusCode}`));
        response.on('end', resolve);
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
send({
  url: server.url,
  organizationId: organization.id,
  propertyIds: managers.map(({ propertyId }) => propertyId),
});
