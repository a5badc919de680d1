import { compareInTurns, load } from '../load.mjs';
import { checksBy, seed } from './scale.mjs';

export const GROUPS = 200;
/** In how many of them each person is. */
const OF_A_PERSON = 5;

/** The same questions by the same people to the same process, in turns without groups, beside groups, and from inside them. */
export async function measure(stack, { isQuick }) {
  const [rounds, seconds] = isQuick ? [3, 2] : [9, 4];
  const database = await stack.database();
  const { organizationId, people } = await seed(stack, database);
  const server = await stack.tenantry(database);
  const requests = checksBy(people, organizationId, 'property:members:manage');
  await load(server, requests, 4, 4);
  const cases = [
    { name: 'no groups', groups: 0, isInside: false },
    { name: `${GROUPS} groups, the requesters in none`, groups: GROUPS, isInside: false },
    { name: `${GROUPS} groups, each requester in ${OF_A_PERSON}`, groups: GROUPS, isInside: true },
  ].map(({ name, groups, isInside }) => ({
    name,
    requests,
    before: () => fill(database, organizationId, groups, isInside),
  }));
  await compareInTurns(server, cases, {
    title: 'One check over HTTP, 4 connections (to reach: at most 1.1 of the cost without)',
    column: 'groups',
    rounds,
    seconds,
  });
}

/** Each group holds a role on the organization's properties, and every tenth lies in the one before it. */
export async function fill({ query }, organizationId, count, isInside) {
  await query('delete from groups');
  // Every case begins on tables without what the one before it left.
  await query('vacuum analyze groups, group_grants, group_members, group_nestings');
  if (count === 0) return;
  await query(
    `insert into groups (organization_id, id, name, created_at, updated_at)
     select $1, gen_random_uuid(), 'Group ' || i, now(), now() from generate_series(1, $2::int) i`,
    [organizationId, count],
  );
  await query(
    `insert into group_grants (organization_id, id, group_id, property_id, role, granted_at, valid_from)
     select g.organization_id, gen_random_uuid(), g.id, p.id, 'property:viewer', now(), now()
       from (select *, row_number() over (order by id) as number from groups) g
       join (select *, row_number() over (order by id) as number, count(*) over () as all_of_them
               from properties where organization_id = $1) p on p.number = 1 + g.number % p.all_of_them`,
    [organizationId],
  );
  await query(
    `insert into group_nestings (organization_id, group_id, member_group_id, added_at)
     select organization_id, outer_id, id, now()
       from (select *, lag(id) over (order by id) as outer_id, row_number() over (order by id) as number from groups) g
      where number % 10 = 0`,
  );
  if (isInside) {
    await query(
      `insert into group_members (organization_id, group_id, user_id, added_at)
       select m.organization_id, g.id, m.user_id, now()
         from (select *, row_number() over (order by user_id) as number from memberships where organization_id = $1) m
         cross join generate_series(1, $2::int) k
         join (select *, row_number() over (order by id) as number, count(*) over () as all_of_them from groups) g
           on g.number = 1 + (m.number * 7 + k * 31) % g.all_of_them
       on conflict do nothing`,
      [organizationId, OF_A_PERSON],
    );
  }
  await query('analyze groups, group_grants, group_members, group_nestings');
}
