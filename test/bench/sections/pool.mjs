import { Agent, request } from 'node:http';
import { printTable, thousands } from '../load.mjs';
import { seedManagers } from '../seed.mjs';

const CLIENTS = 64;
const CONNECTIONS = 4;

/**
 * Two tenants through a pool that is far too small, with clients that hang up in the middle. Whatever is answered must
 * be the caller's own.
 */
export async function measure(stack, { isQuick }) {
  const wanted = isQuick ? 10_000 : 200_000;
  const database = await stack.database();
  const tenants = [
    await seedManagers(stack, database, CLIENTS / 2, 'alpha-canary'),
    await seedManagers(stack, database, CLIENTS / 2, 'beta-canary'),
  ];
  const { url } = await stack.tenantry(database, { BENCH_POOL: String(CONNECTIONS) });
  const counts = { answered: 0, aborted: 0, leaks: 0, refused: new Map() };
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  const startedAt = Date.now();
  let left = wanted;

  const client = async (tenant, other, manager) => {
    const organization = `/api/v1/organizations/${tenant.organization.id}`;
    const own = [tenant.organization.id, manager.id, manager.email.split('@')[1]];
    const foreign = [other.organization.id, other.organization.clerkId, 'beta-canary', 'alpha-canary'].filter(
      (text) => !manager.email.includes(text),
    );
    const paths = [
      `${organization}/properties/${manager.propertyId}`,
      `${organization}/properties`,
      `${organization}/members?limit=5`,
      '/api/v1/me',
      // Of the other tenant: always a miss.
      `/api/v1/organizations/${other.organization.id}`,
    ];
    let token;
    let mintedAt = 0;
    for (let turn = 0; left > 0; turn += 1) {
      left -= 1;
      if (Date.now() - mintedAt > 300_000) [token, mintedAt] = [tenant.token(manager), Date.now()];
      const timeout = Math.random() < 0.15 ? Math.random() * 15 : Infinity;
      const answer = await ask(agent, `${url}${paths[turn % paths.length]}`, token, timeout);
      if (answer === null) {
        counts.aborted += 1;
        continue;
      }
      counts.answered += 1;
      const isMiss = turn % paths.length === 4;
      const isWell = isMiss
        ? answer.status === 404
        : answer.status === 200 && own.some((id) => answer.text.includes(id));
      if (!isWell) counts.refused.set(answer.status, (counts.refused.get(answer.status) ?? 0) + 1);
      if (foreign.some((text) => answer.text.includes(text))) counts.leaks += 1;
    }
  };
  await Promise.all(
    tenants.flatMap((tenant, index) =>
      tenant.managers.map((manager) => client(tenant, tenants[1 - index], manager)),
    ),
  );
  agent.destroy();
  printTable(
    `${CLIENTS} clients over ${CONNECTIONS} pooled connections (to reach: 0 leaks)`,
    ['requests', 'answered', 'hung up', 'other than expected', 'leaks', 'seconds'],
    [
      [
        thousands(wanted),
        thousands(counts.answered),
        thousands(counts.aborted),
        counts.refused.size === 0 ? 0 : JSON.stringify([...counts.refused]),
        counts.leaks,
        Math.round((Date.now() - startedAt) / 1000),
      ],
    ],
  );
  if (counts.leaks > 0) process.exitCode = 1;
}

/** Null when the client's timeout (milliseconds) passed first. */
function ask(agent, url, token, timeout) {
  return new Promise((resolve) => {
    const sent = request(url, { agent, headers: { authorization: `Bearer ${token}` } }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString() }),
      );
      response.on('error', () => resolve(null));
    });
    sent.on('error', () => resolve(null));
    if (timeout !== Infinity) {
      const timer = setTimeout(() => {
        sent.destroy();
        resolve(null);
      }, timeout);
      sent.on('close', () => clearTimeout(timer));
    }
    sent.end();
  });
}
