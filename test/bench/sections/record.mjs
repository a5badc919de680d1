import { load, median, printTable, thousands } from '../load.mjs';
import { seedManagers } from '../seed.mjs';

/** The same change of a property over HTTP by a service that writes its audit rows, and seals them, and by one that does not. */
export async function measure(stack, { isQuick }) {
  const [rounds, seconds, warmUp] = isQuick ? [5, 2, 1] : [25, 3, 5];
  const database = await stack.database();
  const { organization, managers, token } = await seedManagers(stack, database, 200);
  const servers = {
    plain: await stack.tenantry(database, { BENCH_WITHOUT_AUDIT: 'true' }),
    recorded: await stack.tenantry(database),
  };
  let changes = 0;
  const requests = managers.map((manager) => ({
    method: 'PATCH',
    path: `/api/v1/organizations/${organization.id}/properties/${manager.propertyId}`,
    headers: { authorization: `Bearer ${token(manager)}`, 'content-type': 'application/json' },
    // What changes nothing is not recorded.
    setupRequest: (request) => ({ ...request, body: JSON.stringify({ name: `Name ${(changes += 1)}` }) }),
  }));
  for (const server of Object.values(servers)) await load(server, requests, warmUp);
  /** @type {Record<string, any[]>} */
  const figures = { plain: [], recorded: [] };
  for (let round = 0; round < rounds; round += 1) {
    // By turns the first of the two, so that a machine that gets slower or faster favours neither.
    const order = round % 2 === 0 ? ['plain', 'recorded'] : ['recorded', 'plain'];
    for (const name of order) figures[name].push(await load(servers[name], requests, seconds));
  }
  const { rows: recordedRows } = await database.query('select from audit_events limit 1');
  if (recordedRows.length === 0) throw new Error('nothing was recorded');
  const perSecond = (name) => figures[name].map((figure) => figure.perSecond);
  const costs = perSecond('recorded').map((each, round) => 1 - each / perSecond('plain')[round]);
  printTable(
    `A change of a property; recording it costs ${(100 * median(costs)).toFixed(1)} % (to reach: at most 15)`,
    ['', 'requests/s', 'p50 ms', 'p99 ms', 'CPU µs'],
    Object.entries(figures).map(([name, each]) => [
      name === 'plain' ? 'without an audit row' : 'with one, sealed beside it',
      thousands(median(each.map((figure) => figure.perSecond))),
      median(each.map(({ p50 }) => p50)),
      median(each.map(({ p99 }) => p99)),
      median(each.map(({ cpu }) => cpu)).toFixed(0),
    ]),
  );
}
