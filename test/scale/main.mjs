import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { printTable, thousands } from '../bench/load.mjs';
import { seedManagers } from '../bench/seed.mjs';
import { startStack } from '../bench/stack.mjs';
import { databaseSetup } from '#src/local/database-setup';
import { startCluster } from './cluster.mjs';
import { openDebianRoot } from './debian-root.mjs';
import { startWriters } from './writers.mjs';

const USAGE = `npm run scale -- [--kills N] [--nodes N] [--root DIR]

Two API processes and a worker behind PgBouncer in transaction mode, HAProxy, and three nodes of PostgreSQL under Patroni
with etcd. While people write, the primary's PostgreSQL is killed N times (10), and N times (2) Patroni along with it.
No acknowledged change and none of its audit rows may be missing afterwards, and no answer may be wrong.

Needs root and mmdebstrap: Debian's programs are installed into DIR (/var/tmp/tenantry-scale-root), once.`;

const PEOPLE = 8;
const BETWEEN_KILLS_MS = 4000;
/** Within this the service should take changes again. A node that is gone is missed after Patroni's ttl alone. */
const TO_REACH_SECONDS = { postgres: 15, node: 30 };

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '10' },
    nodes: { type: 'string', default: '2' },
    root: { type: 'string', default: '/var/tmp/tenantry-scale-root' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(USAGE);
  process.exit();
}

const debian = openDebianRoot(values.root);
console.log(debian.versions().join('\n'));
const cluster = await startCluster(debian, databaseSetup());
const stack = await startStack({ openPostgres: async () => cluster }).catch(async (error) => {
  await cluster.stop();
  throw error;
});
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
  process.once(signal, () => stack.stop().finally(() => process.exit(130)));
try {
  const database = await stack.database();
  const tenants = [await seed(database, 'harbour'), await seed(database, 'alpine')];
  const env = { SCHEDULER_ENABLED: 'true', LOG_LEVEL: 'fatal' };
  const services = [
    await stack.tenantry(database, { ...env, ROLE: 'api' }),
    await stack.tenantry(database, { ...env, ROLE: 'api' }),
  ];
  await stack.tenantry(database, { ...env, ROLE: 'worker' });
  const writers = startWriters({ services: services.map(({ url }) => url), writers: tenants.flat() });
  await writers.untilNextWrite();

  const rows = [];
  for (let turn = 1; turn <= Number(values.kills) + Number(values.nodes); turn += 1) {
    const kind = turn <= Number(values.kills) ? 'postgres' : 'node';
    const primary = await cluster.primary();
    await sleep(BETWEEN_KILLS_MS);
    writers.forgetGap();
    const bringBack = kind === 'node' ? cluster.killNode(primary) : cluster.killPostgres(primary);
    await cluster.lost(primary);
    await writers.untilNextWrite();
    bringBack?.();
    const seconds = writers.longestGap();
    rows.push([turn, kind, primary.name, thousands(writers.counts.writes), seconds.toFixed(1)]);
    console.log(
      `${turn}. ${kind} of ${primary.name} killed; no change was taken for ${seconds.toFixed(1)} s`,
    );
  }
  await cluster.primary();
  await writers.stop();

  const missing = await missingRows(database, writers.acknowledged);
  printTable('Primary killed under load', ['', 'killed', 'of', 'changes so far', 'away, s'], rows);
  const slow = rows.filter(([, kind, , , seconds]) => Number(seconds) > TO_REACH_SECONDS[kind]);
  const { counts } = writers;
  printTable(
    'Changes (to reach: 0 lost, 0 without an audit row, 0 wrong answers, back within 15 s)',
    [
      'acknowledged',
      'without audit row',
      'reads',
      'wrong',
      '503 or 504',
      'without an answer',
      'too long away',
    ],
    [
      [
        thousands(counts.writes),
        missing,
        thousands(counts.reads),
        writers.wrong.length,
        counts.unavailable,
        counts.broken,
        slow.length,
      ],
    ],
  );
  for (const what of new Set(writers.wrong)) console.log(what);
  if (missing + writers.wrong.length + slow.length > 0) process.exitCode = 1;
} catch (error) {
  console.error(cluster.logs());
  throw error;
} finally {
  await stack.stop();
}

async function seed(database, slug) {
  const { organization, managers, token } = await seedManagers(stack, database, PEOPLE, slug);
  return managers.map((manager) => {
    let jwt = token(manager);
    let at = Date.now();
    return {
      slug,
      path: `/api/v1/organizations/${organization.id}/properties/${manager.propertyId}`,
      token: () => {
        if (Date.now() - at > 300_000) [jwt, at] = [token(manager), Date.now()];
        return jwt;
      },
    };
  });
}

/** How many acknowledged changes have no audit row, which is committed with them or not at all. */
async function missingRows(database, acknowledged) {
  const { rows } = await database.query(
    `select count(distinct request_id)::int as found from audit_events where request_id = any ($1)`,
    [[...acknowledged]],
  );
  return acknowledged.size - rows[0].found;
}
