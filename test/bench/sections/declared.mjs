import { compareInTurns, load } from '../load.mjs';
import { checksBy, seed } from './scale.mjs';

export const DECLARED = 200;

/** The same questions by the same people to the same process, in turns without and with declared permissions. */
export async function measure(stack, { isQuick }) {
  const [rounds, seconds] = isQuick ? [3, 2] : [9, 4];
  const database = await stack.database();
  const { organizationId, people } = await seed(stack, database);
  const server = await stack.tenantry(database);
  const asking = (permission) => checksBy(people, organizationId, permission);
  const builtIn = asking('property:members:manage');
  await load(server, builtIn, 4, 4);
  const cases = [
    { name: 'none declared', declared: 0, requests: builtIn },
    { name: `${DECLARED} declared, a built-in one asked`, declared: DECLARED, requests: builtIn },
    {
      name: `${DECLARED} declared, one of them asked`,
      declared: DECLARED,
      requests: asking('property:r7:read'),
    },
  ].map(({ declared, ...each }) => ({ ...each, before: () => declare(database, declared) }));
  await compareInTurns(server, cases, {
    title: 'One check over HTTP, 4 connections (to reach: at most 1.1 of the cost without)',
    column: 'declared',
    rounds,
    seconds,
  });
}

/** Every third is carried by staff of a property, every second includes the one before it. */
export async function declare({ query }, count) {
  await query('delete from authorization_models');
  await query('vacuum analyze authorization_models');
  if (count === 0) return;
  const declared = Array.from({ length: count }, (_, index) => ({
    key: `property:r${index}:read`,
    description: `Read ${index}`,
    roles: index % 3 === 0 ? ['property:staff'] : [],
    includes: index % 2 === 1 ? [`property:r${index - 1}:read`] : [],
  }));
  await query(
    'insert into authorization_models (id, declared, applied_at) values (gen_random_uuid(), $1, now())',
    [JSON.stringify(declared)],
  );
}
