import { join } from 'node:path';
import { load, median, printTable, thousands } from '../load.mjs';
import { installPeers } from '../peers.mjs';
import { seedManagers } from '../seed.mjs';

/** The service and its peers, one process each, measured in turn and several times over. */
export async function measure(stack, { isQuick }) {
  const [rounds, seconds, warmUp] = isQuick ? [2, 2, 1] : [9, 2, 3];
  const database = await stack.database();
  const { organization, managers, token } = await seedManagers(stack, database, 50);
  const peers = await installPeers();
  const env = {
    BENCH_DATABASE_URL: database.superuserUrl,
    BENCH_ISSUER: stack.clerk.issuer,
    BENCH_ORIGIN: stack.origin,
    CLERK_JWT_KEY: stack.clerk.jwtKey,
    CLERK_SECRET_KEY: stack.clerk.secretKey,
    CLERK_PUBLISHABLE_KEY: stack.clerk.publishableKey,
  };
  const peer = (name) =>
    peers === null
      ? null
      : stack.start(join(peers.directory, `${name}.mjs`), env, { cwd: peers.directory, name });
  try {
    const ours = await stack.tenantry(database);
    const asShipped = await stack.tenantry(database, {
      LOG_LEVEL: 'info',
      RATE_LIMIT_ENABLED: 'true',
      RATE_LIMIT_PER_ADDRESS: '1000000',
      RATE_LIMIT_PER_USER: '1000000',
    });
    const bare = await stack.start(join(import.meta.dirname, '../servers/bare-fastify.mjs'), env);
    const [jose, clerkFastify, clerkExpress] = [
      await peer('fastify-jose'),
      await peer('clerk-fastify'),
      await peer('clerk-express'),
    ];
    const people = managers.map((manager) => ({ ...manager, authorization: `Bearer ${token(manager)}` }));
    const as = (path, more = {}) =>
      people.map((manager) => ({
        method: 'GET',
        path: typeof path === 'string' ? path : path(manager),
        headers: { authorization: manager.authorization },
        ...more,
      }));
    const property = ({ propertyId }) => `/api/v1/organizations/${organization.id}/properties/${propertyId}`;
    const checks = people.map(({ authorization, propertyId }) => ({
      method: 'POST',
      path: '/api/v1/access/check',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({
        permission: 'property:members:manage',
        organizationId: organization.id,
        propertyId,
      }),
    }));
    const runs = [
      ['session', 'bare Fastify', bare, as('/session')],
      ['session', 'Fastify + jose', jose, as('/session')],
      ['session', '@clerk/fastify', clerkFastify, as('/session')],
      ['session', '@clerk/express', clerkExpress, as('/session')],
      ['session', 'Tenantry', ours, as('/api/v1/session')],
      ['session', 'Tenantry, logs and limits on', asShipped, as('/api/v1/session')],
      ['property', 'bare Fastify, one query', bare, as(({ propertyId }) => `/properties/${propertyId}`)],
      [
        'property',
        '@clerk/fastify, one query',
        clerkFastify,
        as(({ propertyId }) => `/properties/${propertyId}`),
      ],
      ['property', 'Tenantry', ours, as(property)],
      ['property', 'Tenantry, logs and limits on', asShipped, as(property)],
      ['check', 'Tenantry', ours, checks],
    ].filter(([, , server]) => server !== null);
    /** @type {Map<any, any[]>} */
    const results = new Map(runs.map((run) => [run, []]));
    for (const [, , server, requests] of runs) await load(server, requests, warmUp);
    for (let round = 0; round < rounds; round += 1) {
      for (const run of runs) {
        const [, , server, requests] = run;
        results.get(run)?.push(await load(server, requests, seconds));
      }
    }
    report(results);
  } finally {
    peers?.remove();
  }
}

function report(results) {
  const figures = [...results].map(([[route, name], rounds]) => ({
    route,
    name,
    rounds: rounds.map(({ perSecond }) => perSecond),
    p50: median(rounds.map(({ p50 }) => p50)),
    p99: median(rounds.map(({ p99 }) => p99)),
    cpu: median(rounds.map(({ cpu }) => cpu)),
  }));
  const of = (route, name) =>
    figures.find((figure) => figure.route === route && figure.name === name)?.rounds;
  // Of figures of the same round: the machine is not equally fast in all of them.
  const ratio = (rounds, others) =>
    others === undefined ? '' : median(rounds.map((each, round) => each / others[round])).toFixed(2);
  const titles = {
    session: 'GET /session (to reach: 0.60 of bare Fastify, 8.00 x @clerk/fastify)',
    property: 'One property (to reach: 1.50 x @clerk/fastify with one query and no tenant check)',
    check: 'POST /access/check',
  };
  for (const [route, title] of Object.entries(titles)) {
    const peer = route === 'property' ? '@clerk/fastify, one query' : '@clerk/fastify';
    const bare = route === 'property' ? 'bare Fastify, one query' : 'bare Fastify';
    printTable(
      title,
      ['', 'requests/s', 'p50 ms', 'p99 ms', 'of bare', 'x @clerk/fastify', 'CPU µs'],
      figures
        .filter((figure) => figure.route === route)
        .map(({ name, rounds, p50, p99, cpu }) => [
          name,
          thousands(median(rounds)),
          p50,
          p99,
          ratio(rounds, of(route, bare)),
          ratio(rounds, of(route, peer)),
          cpu.toFixed(0),
        ]),
    );
  }
}
