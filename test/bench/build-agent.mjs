import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { startStack } from './stack.mjs';
import { seedManagers } from './seed.mjs';

// Serves the build that it lies in to `against.mjs`, which copies it into other builds: it may lean on nothing here but
// `startStack` and `seedManagers`, which all of them have. Answers `cpu`, `tokens`, `apply`, `api-process` and `stop`.

/** Organizations beside the one of the managers, with a few members each. */
const ORGANIZATIONS = 60;
const MEMBERS = 4;
const SENDERS = 32;
/** Deliveries of one backlog. */
const BACKLOG = 1_200;

const stack = await startStack({ profile: process.env.BENCH_PROFILE });
const database = await stack.database();
const { organization, managers, token } = await seedManagers(stack, database, 200);
const server = await stack.tenantry(database);

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
  if (question === 'api-process') send(await startApiProcess());
  if (question === 'stop') await stop();
});
process.once('disconnect', stop);

/** A process of its own that serves the API alone: where, and its id. Linux only. */
async function startApiProcess() {
  const before = new Set(children());
  const { url } = await stack.tenantry(database, { ROLE: 'api' });
  return { url, pid: children().find((pid) => !before.has(pid)) };
}

function children() {
  return readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ').map(Number);
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
  while ((await pending()) > 0) await sleep(20);
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
