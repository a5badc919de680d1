import { Agent } from 'node:http';
import { printTable, thousands } from '../load.mjs';
import { seedManagers } from '../seed.mjs';
import { sendRequest } from '../send-request.mjs';

const AT_ONCE = 16;

/** A right is given and taken on one process and used on two: never a yes to a request that starts after the 2xx. */
export async function measure(stack, { isQuick }) {
  const pairs = isQuick ? 500 : 10_000;
  const database = await stack.database();
  const { organization, managers, token } = await seedManagers(stack, database, AT_ONCE + 1, 'fresh');
  const processes = [await stack.tenantry(database), await stack.tenantry(database, { ROLE: 'api' })];
  const agent = new Agent({ keepAlive: true });
  const startedAt = Date.now();
  const guest = managers[AT_ONCE];
  let left = pairs;
  let allowed = 0;
  const tokens = new Map();
  const tokenOf = (manager) => {
    const known = tokens.get(manager);
    if (known !== undefined && Date.now() - known.at < 300_000) return known.jwt;
    tokens.set(manager, { jwt: token(manager), at: Date.now() });
    return tokens.get(manager).jwt;
  };

  const priority = async (manager) => {
    const property = `/api/v1/organizations/${organization.id}/properties/${manager.propertyId}`;
    const grant = `${property}/grants/${guest.id}`;
    for (let turn = 0; left > 0; turn += 1) {
      left -= 1;
      const here = processes[turn % 2].url;
      const use = ({ url }) => ask(agent, 'GET', `${url}${property}`, tokenOf(guest));
      await expectStatus(
        200,
        ask(agent, 'PUT', `${here}${grant}`, tokenOf(manager), { role: 'property:viewer' }),
      );
      for (const status of await Promise.all(processes.map(use)))
        if (status !== 200) throw new Error(`given, yet ${status}`);
      await expectStatus(204, ask(agent, 'DELETE', `${here}${grant}/property:viewer`, tokenOf(manager)));
      const after = await Promise.all([...processes, ...processes].map(use));
      allowed += after.filter((status) => status < 400).length;
    }
  };
  await Promise.all(managers.slice(0, AT_ONCE).map(priority));
  agent.destroy();
  printTable(
    'Taken on one process, used on two (to reach: 0 allowed)',
    ['pairs', 'uses after', 'allowed', 'seconds'],
    [[thousands(pairs), thousands(pairs * 4), allowed, Math.round((Date.now() - startedAt) / 1000)]],
  );
  if (allowed > 0) process.exitCode = 1;
}

async function expectStatus(wanted, answer) {
  const status = await answer;
  if (status !== wanted) throw new Error(`answered ${status} instead of ${wanted}`);
}

async function ask(agent, method, url, token, body) {
  return (await sendRequest(agent, method, url, token, body)).status;
}
