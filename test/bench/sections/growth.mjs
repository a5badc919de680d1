import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { Webhook } from 'svix';
import { IdGenerator } from '@tenantry/clerk-emulator';
import { FILLED, fillMonths } from '../fill-months.mjs';
import { load, median, printTable, thousands } from '../load.mjs';
import { seedManagers } from '../seed.mjs';

/** So many rows get each of the tables that are partitioned by time, unless BENCH_ROWS says another number. */
const ROWS = 2_000_000;
/** Months before the present one: as long as the audit log is kept by default. */
const PAST = 36;
const CONNECTIONS = 4;

/** The same requests to a service with the rows of one month in its database, and to one with those of three years. */
export async function measure(stack, { isQuick }) {
  const rows = Number(process.env['BENCH_ROWS'] ?? (isQuick ? 100_000 : ROWS));
  const [rounds, seconds] = isQuick ? [3, 1] : [9, 2];
  const sides = {
    few: await startSide(stack, 'few', 0, Math.ceil(rows / (PAST + 1))),
    many: await startSide(stack, 'many', PAST, Math.ceil(rows / (PAST + 1))),
  };
  const lines = [];
  for (const name of Object.keys(sides.few.requests)) {
    const figures = { few: [], many: [] };
    for (const side of Object.values(sides)) await load(side.server, side.requests[name], 1, CONNECTIONS);
    for (let round = 0; round < rounds; round += 1)
      for (const side of round % 2 === 0 ? ['few', 'many'] : ['many', 'few'])
        figures[side].push(await load(sides[side].server, sides[side].requests[name], seconds, CONNECTIONS));
    const [few, many] = ['few', 'many'].map((side) => median(figures[side].map((each) => each.perSecond)));
    const [cpuOfFew, cpuOfMany] = ['few', 'many'].map((side) =>
      median(figures[side].map((each) => each.cpu)),
    );
    lines.push([
      name,
      thousands(few),
      thousands(many),
      (few / many).toFixed(2),
      (cpuOfMany / cpuOfFew).toFixed(2),
    ]);
  }
  printTable(
    `${thousands(rows)} rows in each of ${FILLED.length} tables beside those of one month`,
    ['request', 'requests/s, few', 'many', 'cost by time', 'by CPU of the service'],
    lines,
  );
  const writes = { few: [], many: [] };
  for (let round = 0; round < rounds; round += 1)
    for (const [name, side] of Object.entries(sides)) writes[name].push(await writeActivity(side));
  const [few, many] = [median(writes.few), median(writes.many)];
  printTable(
    'One sighting of a person written into the three tables of activity',
    ['', 'ms, few', 'many', 'cost as a ratio'],
    [['one transaction', few.toFixed(2), many.toFixed(2), (many / few).toFixed(2)]],
  );
  await dropOldest(sides.many, rows);
}

/** A database with so many rows of each month in each table, and a service on it. */
async function startSide(stack, name, past, rows) {
  const database = await stack.database();
  const { organization, managers, token } = await seedManagers(stack, database, 50, name);
  await fillMonths(database, {
    past,
    rows,
    organizationId: organization.id,
    propertyIds: managers.map(({ propertyId }) => propertyId),
    told: (line) => console.log(line),
  });
  // The sealer would look for the leaves of generated hashes.
  const server = await stack.tenantry(database, { ROLE: 'api' });
  let changes = 0;
  const requestsTo = (method, rest) =>
    managers.map((manager) => ({
      method,
      path: `/api/v1/organizations/${organization.id}/properties/${manager.propertyId}${rest}`,
      headers: { authorization: `Bearer ${token(manager)}`, 'content-type': 'application/json' },
      ...(method === 'PATCH' && {
        setupRequest: (request) => ({ ...request, body: JSON.stringify({ name: `Name ${(changes += 1)}` }) }),
      }),
    }));
  return {
    database,
    server,
    organization,
    requests: {
      'GET one property': requestsTo('GET', ''),
      'GET a page of its audit log': requestsTo('GET', '/audit-log?limit=5'),
      'GET its usage of a month': requestsTo('GET', '/usage'),
      'PATCH a property, with its audit row': requestsTo('PATCH', ''),
      'POST a webhook, kept and acknowledged': [deliveryRequest(stack.clerk)],
    },
  };
}

/** A delivery of its own each time, as Svix sends it. */
function deliveryRequest(clerk) {
  const webhook = new Webhook(clerk.webhookSecret);
  const ids = new IdGenerator();
  const event = {
    object: 'event',
    type: 'user.updated',
    instance_id: clerk.instanceId,
    event_attributes: {},
    data: clerk.control.state().users[0],
  };
  return {
    method: 'POST',
    path: '/api/webhooks/clerk',
    setupRequest: (request) => {
      const at = new Date();
      // Svix makes its ids as Clerk does.
      const id = ids.next('msg', at.getTime());
      const body = JSON.stringify({ ...event, timestamp: at.getTime() });
      const headers = {
        'content-type': 'application/json',
        'svix-id': id,
        'svix-timestamp': String(Math.floor(at.getTime() / 1000)),
        'svix-signature': webhook.sign(id, at, body),
      };
      return { ...request, body, headers };
    },
  };
}

/** Milliseconds, in the middle, of the three insertions that a sighting is. */
function writeActivity({ database, organization }) {
  return asService(database, async (client) => {
    const taken = [];
    for (let count = 0; count < 100; count += 1) {
      const [person, property] = [randomUUID(), randomUUID()];
      const begun = performance.now();
      await client.query(`begin; set local app.scope_kind = 'system'`);
      await client.query(
        `insert into platform_activity_days values (current_date, $1, false) on conflict do nothing`,
        [person],
      );
      await client.query(
        `insert into organization_activity_days values ($1, current_date, current_date, $2, false, false) on conflict do nothing`,
        [organization.id, person],
      );
      await client.query(
        `insert into property_activity_days values ($1, $2, current_date, current_date, $3, false, false) on conflict do nothing`,
        [organization.id, property, person],
      );
      await client.query('commit');
      taken.push(performance.now() - begun);
    }
    return median(taken);
  });
}

/** Work on a connection of the service's role. */
async function asService(database, work) {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** How long the oldest month of an activity table takes to go, as a partition and row by row. */
async function dropOldest({ database }, rows) {
  const { rows: found } = await database.query(
    `select c.relname as name, substr(c.relname, length('property_activity_days_') + 10, 8)::date::text as after
       from pg_inherits join pg_class c on c.oid = inhrelid
      where inhparent = 'property_activity_days'::regclass and c.relname !~ 'default' order by 1 limit 2`,
  );
  await database.query(`update usage_ledger set began_at = $1::date at time zone 'UTC'`, [found[1].after]);
  const dropped = await asService(database, async (client) => {
    await client.query(`begin; set local app.scope_kind = 'system'`);
    const begun = performance.now();
    await client.query(`select app.drop_partition('property_activity_days', $1)`, [found[0].name]);
    await client.query('commit');
    return performance.now() - begun;
  });
  const again = performance.now();
  await database.query(`delete from property_activity_days where day < $1::date`, [found[1].after]);
  printTable(
    `A month of ${thousands(rows / 37)} rows goes`,
    ['', 'ms'],
    [
      ['as a partition', dropped.toFixed(0)],
      ['the next one, row by row', (performance.now() - again).toFixed(0)],
    ],
  );
}
