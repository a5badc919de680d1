import { randomUUID } from 'node:crypto';
import { isSameDigest, makeServiceAccountKey, readServiceAccountKey } from '#src/auth/service-account-key';
import { TokenVerifier } from '#src/auth/token-verifier';
import { compareInTurns, load, median, printTable } from '../load.mjs';
import { checksBy, checksOf, seed } from './scale.mjs';

const KEYS = 200;
const TOKENS = 300;

/** The same question to the same process, in turns by people and by keys of service accounts; and each proof by itself. */
export async function measure(stack, { isQuick }) {
  await compareProofs(stack, isQuick ? 3 : 9);
  await compareChecks(stack, isQuick ? [3, 2] : [9, 4]);
}

async function compareChecks(stack, [rounds, seconds]) {
  const database = await stack.database();
  const { organizationId, people } = await seed(stack, database);
  const robots = await seedRobots(database, organizationId, people);
  const server = await stack.tenantry(database);
  const permission = 'property:property:manage';
  const cases = [
    { name: 'a person with a session token', requests: checksBy(people, organizationId, permission) },
    { name: 'a key, given and made by one person', requests: checksOf(robots, organizationId, permission) },
  ];
  for (const { requests } of cases) await load(server, requests, 3, 4);
  await compareInTurns(server, cases, {
    title: 'One check over HTTP, 4 connections (to reach: by key at most 1.1 of the cost by token)',
    column: 'caller',
    rounds,
    seconds,
  });
}

/** Each holds a role on one property, given by a person who manages it. */
export async function seedRobots({ query }, organizationId, people) {
  /** @type {{ token: string, propertyId: string }[]} */
  const robots = [];
  for (let index = 0; index < KEYS; index += 1) {
    const { id: giver, properties } = people[index % people.length];
    const [account, propertyId] = [randomUUID(), properties[index % properties.length]];
    const { text, publicId, digest } = makeServiceAccountKey();
    await query(
      `insert into service_accounts (organization_id, id, name, created_by, created_at) values ($1, $2, $3, $4, now())`,
      [organizationId, account, `Robot ${index}`, giver],
    );
    await query(
      `insert into service_account_grants (organization_id, id, account_id, property_id, role, granted_by, granted_at, valid_from)
       values ($1, gen_random_uuid(), $2, $3, 'property:manager', $4, now(), now())`,
      [organizationId, account, propertyId, giver],
    );
    await query(
      `insert into service_account_keys (organization_id, id, account_id, public_id, digest, allowed_networks, created_by, created_at)
       values ($1, gen_random_uuid(), $2, $3, $4, '{}', $5, now())`,
      [organizationId, account, publicId, digest, giver],
    );
    robots.push({ token: text, propertyId });
  }
  return robots;
}

/** What it takes to know that a key or a session token is genuine, seen for the first time, without the database. */
async function compareProofs({ clerk, origin }, rounds) {
  const keys = Array.from({ length: TOKENS }, () => makeServiceAccountKey());
  const people = Array.from({ length: TOKENS }, (_, index) => `proof-${index}@scale.test`);
  for (const email of people) clerk.control.ensureUser({ email });
  const byKey = [];
  const byToken = [];
  for (let round = 0; round < rounds; round += 1) {
    const verifier = new TokenVerifier({
      jwtKeys: [clerk.jwtKey],
      issuer: clerk.issuer,
      authorizedParties: [origin],
    });
    const tokens = people.map((email) => clerk.control.tokens({ email, expiresInSeconds: 600 }).jwt);
    byToken.push(
      await microseconds(async () => {
        for (const token of tokens) await verifier.verify(token);
      }),
    );
    byKey.push(
      await microseconds(async () => {
        for (const { text, digest } of keys) {
          const read = readServiceAccountKey(text);
          if (read === null || !isSameDigest(read.digest, digest)) throw new Error('the key is not genuine');
        }
      }),
    );
  }
  const [key, token] = [median(byKey), median(byToken)];
  printTable(
    'One proof seen for the first time (to reach: a key at least 5 x as fast)',
    ['proof', 'µs', 'ratio'],
    [
      ['session token', token.toFixed(1), '1.0'],
      ['key of a service account', key.toFixed(1), (token / key).toFixed(1)],
    ],
  );
}

async function microseconds(work) {
  const startedAt = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - startedAt) / TOKENS / 1_000;
}
