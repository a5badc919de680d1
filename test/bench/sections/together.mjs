import { compareInTurns, load } from '../load.mjs';
import { declare, DECLARED } from './declared.mjs';
import { fill, GROUPS } from './groups.mjs';
import { seedRobots } from './keys.mjs';
import { checksBy, checksOf, seed } from './scale.mjs';

/** The same questions without, and with declared permissions, groups and keys all at once. */
export async function measure(stack, { isQuick }) {
  const [rounds, seconds] = isQuick ? [3, 2] : [9, 4];
  const database = await stack.database();
  const { organizationId, people } = await seed(stack, database);
  const robots = await seedRobots(database, organizationId, people);
  const server = await stack.tenantry(database);
  const permission = 'property:property:manage';
  const byPeople = checksBy(people, organizationId, permission);
  const byRobots = checksOf(robots, organizationId, permission);
  await load(server, byPeople, 4, 4);
  const all = `${DECLARED} declared, ${GROUPS} groups`;
  const cases = [
    { name: 'neither, by a person', isFull: false, requests: byPeople },
    { name: `${all}, by a person`, isFull: true, requests: byPeople },
    { name: `${all}, by a key`, isFull: true, requests: byRobots },
  ].map(({ isFull, ...each }) => ({
    ...each,
    before: async () => {
      await declare(database, isFull ? DECLARED : 0);
      await fill(database, organizationId, isFull ? GROUPS : 0, false);
    },
  }));
  await compareInTurns(server, cases, {
    title: 'One check over HTTP, 4 connections (to reach: at most 1.1 of the cost without)',
    column: 'with',
    rounds,
    seconds,
  });
}
