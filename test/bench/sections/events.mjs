import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { printTable } from '../load.mjs';
import { checksBy, seed } from './scale.mjs';

const EVENTS_A_SECOND = 500;
const REQUESTS_A_SECOND = 100;

/** From the commit of a change to its arrival at an endpoint, while others ask for rights. */
export async function measure(stack, { isQuick }) {
  const seconds = isQuick ? 5 : 30;
  const database = await stack.database();
  const { organizationId, people } = await seed(stack, database);
  const server = await stack.tenantry(database);
  const arrivals = new Map();
  const receiver = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const { data } = JSON.parse(Buffer.concat(chunks).toString());
    if (!arrivals.has(data.id)) arrivals.set(data.id, performance.now());
    response.writeHead(204).end();
  });
  await new Promise((done) => receiver.listen(0, '127.0.0.1', () => done(undefined)));
  const address = /** @type {import('node:net').AddressInfo} */ (receiver.address());
  await makeEndpoint(stack, server, database, { organizationId, people, port: address.port });
  const committed = new Map();
  const checks = checksBy(people, organizationId, 'property:members:manage');
  const answers = { taken: 0, other: 0 };
  const asking = ask(server, checks, seconds, answers);
  await change(database, { organizationId, seconds, committed });
  await asking;
  for (let waited = 0; [...committed.keys()].some((id) => !arrivals.has(id)) && waited < 60_000; waited += 50)
    await sleep(50);
  receiver.close();
  receiver.closeAllConnections();
  const took = [...committed]
    .map(([id, at]) => (arrivals.get(id) ?? Infinity) - at)
    .sort((one, other) => one - other);
  const at = (share) => Math.round(took[Math.floor(took.length * share)] ?? NaN);
  const arrived = took.filter(Number.isFinite).length;
  printTable(
    `Events to one endpoint, ${EVENTS_A_SECOND} a second beside ${REQUESTS_A_SECOND} requests a second (to reach: p99 under 2 s)`,
    ['events', 'arrived', 'p50 ms', 'p99 ms', 'max ms', 'requests answered'],
    [[took.length, arrived, at(0.5), at(0.99), at(0.9999), answers.taken]],
  );
  if (answers.other > 0) throw new Error(`${answers.other} requests were not answered with 200`);
}

async function makeEndpoint({ clerk }, { url }, { query }, { organizationId, people, port }) {
  await query(`update memberships set role = 'org:admin' where organization_id = $1 and user_id = $2`, [
    organizationId,
    people[0].id,
  ]);
  // Without an active organization: a token that tells of the former role would make the lesser one count.
  const { jwt } = clerk.control.tokens({ email: people[0].email, claims: { fva: [0, -1] } });
  const answer = await fetch(`${url}/api/v1/organizations/${organizationId}/event-endpoints`, {
    method: 'POST',
    headers: { authorization: `Bearer ${jwt}`, 'content-type': 'application/json' },
    body: JSON.stringify({ url: `http://127.0.0.1:${port}/`, types: ['property.updated'] }),
  });
  if (answer.status !== 201) throw new Error(`the endpoint was not made: ${await answer.text()}`);
}

/** Writes rows of the audit log at an even pace, as changes would, and notes when each was committed. */
async function change({ query }, { organizationId, seconds, committed }) {
  const began = performance.now();
  const total = EVENTS_A_SECOND * seconds;
  for (let written = 0; written < total;) {
    const due = Math.min(total, Math.floor(((performance.now() - began) / 1000) * EVENTS_A_SECOND));
    if (due > written) {
      const { rows } = await query(
        `insert into audit_events (id, action, outcome, actor_kind, actor_id, organization_id, target_kind, target_id)
         select gen_random_uuid(), 'property.updated', 'allowed', 'system', 'bench', $1, 'property', (i % 1000)::text
           from generate_series($2::int, $3::int) i returning id`,
        [organizationId, written + 1, due],
      );
      const now = performance.now();
      for (const { id } of rows) committed.set(id, now);
      written = due;
    }
    await sleep(20);
  }
}

async function ask({ url }, checks, seconds, answers) {
  const began = performance.now();
  const open = [];
  for (let sent = 0; sent < REQUESTS_A_SECOND * seconds;) {
    const due = Math.floor(((performance.now() - began) / 1000) * REQUESTS_A_SECOND);
    for (; sent < due; sent += 1) {
      const { method, path, headers, body } = checks[sent % checks.length];
      open.push(
        fetch(`${url}${path}`, { method, headers, body }).then(async (answer) => {
          await answer.arrayBuffer();
          answers[answer.status === 200 ? 'taken' : 'other'] += 1;
        }),
      );
    }
    await sleep(10);
  }
  await Promise.all(open);
}
