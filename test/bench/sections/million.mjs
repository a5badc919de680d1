import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { SERVICE_FLAGS } from '../../../scripts/support/service-flags.mjs';
import { startAsked } from '../asked-process.mjs';
import { printTable, thousands } from '../load.mjs';
import { commandEnvironment } from '../measured-command.mjs';
import { mirror } from '../mirror.mjs';
import {
  forgetPeakOf,
  memoryOf,
  ownProcessorSeconds,
  parentOf,
  processorSeconds,
} from '../process-figures.mjs';

const SIZES = '10000,100000,1000000';
const QUICK_SIZES = '2000,20000';
const PAGE = 500;
const MEMBERS = 100;
/** Requests in ten seconds that Clerk allows a production instance; a reconciliation takes a fifth. */
const LIMIT = 1_000;
const DRIFT = { different: 50, missing: 10, extra: 10 };
const MAX_MB = 300;
const MAX_RATIO = 1.2;

/**
 * A reconciliation of everything with a bounded number of differences, and the usage of a month, as the people grow from
 * ten thousand to a million: in one service process, on one database, at one local Clerk with production's limits. As many
 * memberships as people, in a hundredth as many organizations; each person active on three days of the month,
 * in their organization on one.
 */
export async function measure(stack, { isQuick }) {
  const given = process.argv.find((word) => word.startsWith('--people='))?.slice('--people='.length);
  const sizes = (given ?? (isQuick ? QUICK_SIZES : SIZES)).split(',').map(Number);
  const directory = mkdtempSync(join(tmpdir(), 'tenantry-bench-million-'));
  const bench = (script) => join(import.meta.dirname, '../servers', script);
  const clerkProcess = await startAsked(bench('large-clerk.mjs'), {
    env: process.env,
    flags: ['--max-old-space-size=12000'],
  });
  let service;
  let database;
  try {
    const clerk = await clerkProcess.ask('keys');
    database = await openDatabase(await stack.database());
    const env = commandEnvironment({ databaseUrl: database.url, clerk, directory, rateLimit: LIMIT });
    mkdirSync(env.TENANTRY_DATA_DIR);
    service = await startAsked(bench('reconciling.mjs'), {
      env: { ...env, NODE_OPTIONS: undefined, SCHEDULER_ENABLED: 'false', RECONCILE_CONFIRM_SECONDS: '1' },
      flags: SERVICE_FLAGS,
    });
    const world = await worldOf(database, clerk, clerkProcess, service);
    await database.query(
      `update usage_ledger set began_at = date_trunc('month', now()) - interval '5 months'`,
    );
    const rows = [];
    for (const [index, people] of sizes.entries()) {
      await grow(world, people);
      await drift(world);
      rows.push(...(await reconcile(world)), ...(await usage(world, 4 - index)));
    }
    print(rows);
  } finally {
    await service?.stop();
    await database?.end();
    await clerkProcess.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** A connection that fills tables as quickly as it can: what it writes is right, and is not checked again. */
async function openDatabase({ url, superuserUrl }) {
  const client = new pg.Client({
    connectionString: superuserUrl,
    options: '-c session_replication_role=replica -c synchronous_commit=off',
  });
  client.on('error', () => undefined);
  await client.connect();
  return {
    url,
    query: (sql, values) => client.query(sql, values),
    end: () => client.end(),
  };
}

async function worldOf(database, clerk, clerkProcess, service) {
  const backend = await database.query('select pg_backend_pid() as pid');
  const call = async (method, path, body) => {
    for (;;) {
      const answer = await fetch(`${clerk.url}/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${clerk.secretKey}`, 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      });
      const json = await answer.json();
      if (answer.ok) return json;
      if (answer.status !== 429) throw new Error(`${method} ${path}: ${answer.status}`);
      // The preparation is no part of what is measured, so the next window begins now.
      await clerkProcess.ask('advance', 10);
    }
  };
  return {
    database,
    clerkProcess,
    service,
    call,
    postgres: parentOf(backend.rows[0].pid),
    people: 0,
    lastUser: undefined,
  };
}

/** More people at Clerk, and the same in the mirror. */
async function grow(world, people) {
  const { clerkProcess, database, call } = world;
  const had = world.people;
  const lists = { organizations: '/organizations', memberships: '/organization_memberships' };
  // What comes now comes behind what Clerk has, of which some has ended meanwhile.
  const from = {};
  for (const [kind, path] of Object.entries(lists))
    from[kind] = (await call('GET', `${path}?limit=1`)).total_count;
  const started = performance.now();
  await clerkProcess.ask('seed', {
    users: people - had,
    organizations: (people - had) / MEMBERS,
    membershipsPerOrganization: MEMBERS,
    seed: people,
  });
  // The next page is read while the one before is written.
  const writing = { done: Promise.resolve() };
  const write = async (kind, objects) => {
    await writing.done;
    writing.done = mirror(database, kind, objects);
    writing.done.catch(() => undefined);
  };
  for (let page = []; ; world.lastUser = page.at(-1).id) {
    const after = world.lastUser === undefined ? '' : `&starting_after=${world.lastUser}`;
    page = await call('GET', `/users?limit=${PAGE}&order_by=%2Bcreated_at${after}`);
    if (page.length === 0) break;
    await write('users', page);
  }
  for (const [kind, path] of Object.entries(lists)) {
    for (let offset = from[kind]; ; offset += PAGE) {
      const { data } = await call('GET', `${path}?limit=${PAGE}&offset=${offset}&order_by=%2Bcreated_at`);
      if (data.length === 0) break;
      await write(kind, data);
    }
  }
  await writing.done;
  await database.query('vacuum analyze');
  world.people = people;
  console.log(
    `${thousands(people)} people are there after ${((performance.now() - started) / 1000).toFixed(0)} s`,
  );
}

/** Some people changed at Clerk, some were lost here, and some ended at Clerk, of which no webhook told. */
async function drift({ database, call }) {
  const { rows } = await database.query(
    `select clerk_id as id from users where clerk_id is not null and deleted_at is null order by md5(clerk_id) limit $1`,
    [DRIFT.different + DRIFT.missing + DRIFT.extra],
  );
  const ids = rows.map(({ id }) => id);
  for (const id of ids.splice(0, DRIFT.different)) {
    await call('PATCH', `/users/${id}`, { first_name: 'Drifted' });
  }
  // What leans on them goes with them.
  await database.query('set session_replication_role = origin');
  await database.query('delete from users where clerk_id = any ($1)', [ids.splice(0, DRIFT.missing)]);
  await database.query('set session_replication_role = replica');
  for (const id of ids) await call('DELETE', `/users/${id}`);
}

async function reconcile({ service, ...world }) {
  const plan = await figures(world, service, 'compare everything', () => service.ask('plan'));
  const { status, drift: found, error } = plan.result;
  if (status !== 'planned') throw new Error(`the plan is ${status}: ${String(error)}`);
  for (const [change, count] of Object.entries(DRIFT)) {
    if (found.user[change] !== count) throw new Error(`${found.user[change]} people ${change}, not ${count}`);
  }
  const apply = await figures(world, service, 'apply differences', () => service.ask('apply', plan.result));
  if (apply.result.status !== 'applied') throw new Error(`the plan was not applied: ${apply.result.status}`);
  return [plan, { ...apply, what: `apply ${found.total} differences`, isBounded: true }];
}

async function usage({ service, database, ...world }, monthsAgo) {
  const {
    rows: [{ month }],
  } = await database.query(
    `select to_char(date_trunc('month', now()) - make_interval(months => $1::int), 'YYYY-MM') as month`,
    [monthsAgo],
  );
  await database.query(
    `insert into usage_people (user_id) select id from users where deleted_at is null on conflict do nothing`,
  );
  const first = `${month}-01`;
  const days = (count) =>
    `select p.user_id, p.usage_id, $1::date + ((hashtext(p.usage_id::text) & 7) + k * 7) as day
       from usage_people p, generate_series(1, ${count}) k`;
  await database.query(
    `insert into platform_activity_days (day, usage_id, is_first_day) select day, usage_id, false from (${days(3)}) d order by 1, 2`,
    [first],
  );
  await database.query(
    `insert into organization_activity_days
       (organization_id, day, local_day, usage_id, is_first_day, is_first_local_day)
     select m.organization_id, day, day, usage_id, false, false from (${days(1)}) d
       join memberships m on m.user_id = d.user_id order by 1, 2, 3, 4`,
    [first],
  );
  await database.query('vacuum analyze platform_activity_days, organization_activity_days, usage_people');
  const report = await figures(world, service, 'report of a month', () => service.ask('report', month));
  const close = await figures(world, service, 'close a month', () => service.ask('close', month));
  const { rows } = await database.query(`select count(*)::int as people from usage_people`);
  if (report.result.mru !== rows[0].people) {
    throw new Error(`${report.result.mru} retained people instead of ${rows[0].people}`);
  }
  return [report, close];
}

/** A piece of work with the memory and the processor time that it took. */
async function figures(/** @type {any} */ { people, postgres }, { pid }, what, work) {
  forgetPeakOf(pid);
  const before = { service: ownProcessorSeconds(pid), database: processorSeconds(postgres) };
  const { result, waits, wallMs, paceMs } = await work();
  const measured = {
    what,
    people,
    result,
    waits,
    seconds: wallMs / 1000,
    paceSeconds: paceMs / 1000,
    serviceUs: ((ownProcessorSeconds(pid) - before.service) * 1e6) / people,
    databaseUs: ((processorSeconds(postgres) - before.database) * 1e6) / people,
    peakMb: memoryOf(pid).peak,
  };
  console.log(JSON.stringify({ ...measured, result: undefined }));
  return measured;
}

function print(rows) {
  const least = rows[0].people;
  const firstOf = (row) => rows.find(({ what, people }) => what === row.what && people === least);
  const cost = (row) => row.serviceUs + row.databaseUs;
  printTable(
    `Reconciliation and usage as people grow (to reach: peak under ${MAX_MB} MB, cost per person at most ${MAX_RATIO} x the first)`,
    [
      'work',
      'people',
      's',
      's at the pace',
      'waits',
      'us service',
      'us database',
      'cost of the first',
      'peak MB',
    ],
    rows.map((row) => [
      row.what,
      thousands(row.people),
      row.seconds.toFixed(1),
      row.paceSeconds.toFixed(1),
      thousands(row.waits),
      row.serviceUs.toFixed(0),
      row.databaseUs.toFixed(0),
      row.isBounded ? '-' : (cost(row) / cost(firstOf(row))).toFixed(2),
      row.peakMb.toFixed(0),
    ]),
  );
}
