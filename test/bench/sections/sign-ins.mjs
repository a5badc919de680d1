import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { printTable, thousands } from '../load.mjs';
import { seedManagers } from '../seed.mjs';

const WRONG_PER_SECOND = 200;
const OTHERS_PER_SECOND = 50;
const ROUNDS = 3;

/**
 * What 200 wrong passwords a second, each of another account and another address, cost everybody else: one property over
 * HTTP, asked for at a fixed rate, in turns without them and beside them.
 */
export async function measure(stack, { isQuick }) {
  const seconds = isQuick ? 4 : 15;
  const database = await stack.database();
  const { organization, managers, token } = await seedManagers(stack, database, 1, 'signing');
  const { url } = await stack.tenantry(database, {
    ACCOUNT_SIGN_IN_ENABLED: 'true',
    TRUSTED_PROXIES: '127.0.0.1',
    RATE_LIMIT_ENABLED: 'false',
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 512 });
  const [manager] = managers;
  const path = `/api/v1/organizations/${organization.id}/properties/${manager.propertyId}`;
  const authorization = `Bearer ${token(manager)}`;
  const other = () => ask(agent, { url: `${url}${path}`, method: 'GET', headers: { authorization } });
  let visitors = 0;
  const wrong = () => {
    visitors += 1;
    const address = `10.${(visitors >> 16) & 255}.${(visitors >> 8) & 255}.${visitors & 255}`;
    const body = JSON.stringify({ emailAddress: `nobody-${visitors}@made-up.test`, password: 'wrong' });
    const headers = {
      origin: stack.origin,
      'x-forwarded-for': address,
      'content-type': 'application/json',
      'content-length': body.length,
    };
    return ask(agent, { url: `${url}/api/v1/auth/sign-in`, method: 'POST', headers }, body);
  };
  await atRate(other, OTHERS_PER_SECOND, 2);

  const quiet = [];
  const beside = [];
  const refused = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    quiet.push(...(await atRate(other, OTHERS_PER_SECOND, seconds)));
    const [others, flood] = await Promise.all([
      atRate(other, OTHERS_PER_SECOND, seconds),
      atRate(wrong, WRONG_PER_SECOND, seconds),
    ]);
    beside.push(...others);
    refused.push(...flood);
  }
  agent.destroy();
  for (const { status } of [...quiet, ...beside]) if (status !== 200) throw new Error(`answered ${status}`);
  const row = (name, answers) => [
    name,
    thousands(answers.length),
    `${at(answers, 0.5)} ms`,
    `${at(answers, 0.99)} ms`,
  ];
  printTable(
    `${WRONG_PER_SECOND} wrong passwords a second (to reach: p99 of others under twice)`,
    ['one property', 'requests', 'p50', 'p99'],
    [row('alone', quiet), row('beside them', beside)],
  );
  const counts = Map.groupBy(refused, ({ status }) => status);
  printTable(
    'What became of the wrong passwords',
    ['answer', 'requests', 'p50'],
    [...counts].map(([status, answers]) => [status, thousands(answers.length), `${at(answers, 0.5)} ms`]),
  );
  if (at(beside, 0.99) >= 2 * at(quiet, 0.99)) process.exitCode = 1;
}

/** Sends at a fixed rate, whether answers come or not. */
async function atRate(send, perSecond, seconds) {
  const startedAt = performance.now();
  const answers = [];
  for (let turn = 0; turn < perSecond * seconds; turn += 1) {
    const due = startedAt + (1_000 * turn) / perSecond - performance.now();
    if (due > 0) await sleep(due);
    answers.push(send());
  }
  return Promise.all(answers);
}

function at(answers, share) {
  const sorted = answers.map(({ ms }) => ms).sort((a, b) => a - b);
  return Math.round(10 * sorted[Math.floor(share * (sorted.length - 1))]) / 10;
}

/** @returns {Promise<{ status: number, ms: number }>} */
function ask(agent, { url, method, headers }, body = '') {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, method, headers }, (answer) => {
      answer.resume();
      answer.once('end', () =>
        resolve({ status: answer.statusCode ?? 0, ms: performance.now() - startedAt }),
      );
    });
    sent.once('error', reject);
    sent.end(body);
  });
}
