import { createServer } from 'node:http';
import { load, median, printTable, thousands } from '../load.mjs';
import { seedManagers } from '../seed.mjs';

/** The guard on one property, by processes without telemetry, with it as shipped and with every trace kept, in turns. */
export async function measure(stack, { isQuick }) {
  const [rounds, seconds, warmUp] = isQuick ? [4, 2, 2] : [15, 2, 4];
  const database = await stack.database();
  const { organization, managers, token } = await seedManagers(stack, database, 50);
  const collector = await startCollector();
  try {
    const exporting = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_METRIC_EXPORT_INTERVAL: '10000' };
    const cases = [
      { name: 'without telemetry', env: {} },
      { name: 'with it, as shipped (a twentieth of the traces)', env: exporting },
      // What it differs from the first by is the machine's doing, and nothing below that means anything.
      { name: 'without telemetry, in another process', env: {} },
      { name: 'with it, every trace', env: { ...exporting, OTEL_TRACES_SAMPLER: 'always_on' } },
    ];
    const requests = managers.map((manager) => ({
      method: 'GET',
      path: `/api/v1/organizations/${organization.id}/properties/${manager.propertyId}`,
      headers: { authorization: `Bearer ${token(manager)}` },
    }));
    const servers = [];
    for (const { name, env } of cases)
      servers.push({ name, server: await stack.tenantry(database, env), results: /** @type {any[]} */ ([]) });
    for (const { server } of servers) await load(server, requests, warmUp);
    for (let round = 0; round < rounds; round += 1) {
      // Whoever comes first in a round must not be favoured by it.
      const turn = round % 2 === 0 ? servers : servers.toReversed();
      for (const { server, results } of turn) results.push(await load(server, requests, seconds));
    }
    const [first] = servers;
    const share = (results, figure) =>
      median(results.map((result, round) => result[figure] / first?.results[round][figure])).toFixed(3);
    printTable(
      `The guard on one property, ${rounds} rounds in turns (to reach: 0.950 of the requests without)`,
      ['', 'requests/s', 'p99 ms', 'CPU µs', 'of the requests', 'of the CPU'],
      servers.map(({ name, results }) => [
        name,
        thousands(median(results.map(({ perSecond }) => perSecond))),
        median(results.map(({ p99 }) => p99)),
        median(results.map(({ cpu }) => cpu)).toFixed(0),
        share(results, 'perSecond'),
        share(results, 'cpu'),
      ]),
    );
    console.log(`The collector was sent ${thousands(collector.bytes() / 1_000_000)} MB.`);
  } finally {
    await collector.stop();
  }
}

/** Takes everything and looks at nothing, so that it costs the machine little. */
async function startCollector() {
  let bytes = 0;
  const server = createServer((request, response) => {
    request.on('data', (chunk) => (bytes += chunk.length));
    request.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    bytes: () => bytes,
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
