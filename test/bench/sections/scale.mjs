import { randomUUID } from 'node:crypto';
import { load, median, printTable, thousands } from '../load.mjs';

const PROPERTIES = 10_000;
const PEOPLE = 10_000;
const ASKING = 50;
const OWN_GRANTS = 20;
const STEPS = [1_000, 10_000, 100_000, 1_000_000];

/** The same questions by the same people while everybody else's grants grow a thousandfold. */
export async function measure(stack, { isQuick }) {
  const [rounds, seconds] = isQuick ? [1, 3] : [3, 5];
  const database = await stack.database();
  const { organizationId, people } = await seed(stack, database);
  const server = await stack.tenantry(database);
  const requests = checksBy(people, organizationId, 'property:members:manage');
  await load(server, requests, 3, 4);
  const rows = [];
  let first;
  for (const grants of STEPS) {
    await fill(database, organizationId, grants);
    await load(server, requests, 1, 4);
    const results = [];
    for (let round = 0; round < rounds; round += 1) results.push(await load(server, requests, seconds, 4));
    const middle = (name) => median(results.map((result) => result[name]));
    first ??= middle('perSecond');
    rows.push([
      thousands(grants),
      thousands(middle('perSecond')),
      middle('p50'),
      middle('p99'),
      (first / middle('perSecond')).toFixed(2),
    ]);
  }
  printTable(
    `One check over HTTP, 4 connections, ${thousands(PROPERTIES)} properties (to reach: p99 under 20 ms, cost flat)`,
    ['grants', 'requests/s', 'p50 ms', 'p99 ms', 'cost of the first'],
    rows,
  );
}

/** One check by each of them, on one of their properties. */
export function checksBy(people, organizationId, permission) {
  const callers = people.map(({ token, properties }, index) => ({
    token,
    propertyId: properties[index % properties.length],
  }));
  return checksOf(callers, organizationId, permission);
}

/** One check by each caller, on the property that goes with the token. */
export function checksOf(callers, organizationId, permission) {
  return callers.map(({ token, propertyId }) => ({
    method: 'POST',
    path: '/api/v1/access/check',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ permission, organizationId, propertyId }),
  }));
}

/** An organization with properties and people, some of whom ask. */
export async function seed({ clerk: { control } }, { query }) {
  const organizationId = randomUUID();
  const clerkId = control.ensureOrganization({ name: 'Scale', slug: 'scale' }).id;
  await query(
    `insert into organizations (id, clerk_id, slug, name, status, created_at, updated_at)
     values ($1, $2, 'scale', 'Scale', 'active', now(), now())`,
    [organizationId, clerkId],
  );
  await query(
    `insert into properties (organization_id, id, slug, name, timezone, status, created_at, updated_at)
     select $1, gen_random_uuid(), 'p-' || n, 'Property ' || n, 'UTC', 'active', now(), now() from generate_series(1, $2::int) n`,
    [organizationId, PROPERTIES],
  );
  await query(
    `insert into users (id, clerk_id, email_address, banned, two_factor_enabled, created_at, updated_at)
     select gen_random_uuid(), 'user_filler' || n, 'filler-' || n || '@scale.test', false, false, now(), now()
     from generate_series(1, $1::int) n`,
    [PEOPLE],
  );
  /** @type {{ id: string, email: string, token?: string, properties?: any }[]} */
  const people = [];
  for (let index = 0; index < ASKING; index += 1) {
    const email = `asking-${index}@scale.test`;
    const id = randomUUID();
    const { id: clerkUserId } = control.ensureUser({ email });
    control.ensureMembership({ organizationId: clerkId, userId: clerkUserId, role: 'org:member' });
    await query(
      `insert into users (id, clerk_id, email_address, banned, two_factor_enabled, created_at, updated_at)
       values ($1, $2, $3, false, false, now(), now())`,
      [id, clerkUserId, email],
    );
    people.push({ id, email });
  }
  await query(
    `insert into memberships (organization_id, user_id, role, created_at, updated_at)
     select $1, id, 'org:member', now(), now() from users`,
    [organizationId],
  );
  for (const person of people) {
    const { rows } = await query(
      `insert into property_grants (organization_id, property_id, user_id, role, granted_at, valid_from)
       select $1, id, $2, 'property:manager', now(), now() from properties where organization_id = $1 order by random() limit $3
       returning property_id`,
      [organizationId, person.id, OWN_GRANTS],
    );
    person.properties = rows.map((row) => row.property_id);
    person.token = control.tokens({
      email: person.email,
      organizationId: clerkId,
      expiresInSeconds: 600,
    }).jwt;
  }
  return { organizationId, people };
}

/** Gives the others grants until there are so many: each person on the next hundred properties. */
async function fill({ query }, organizationId, wanted) {
  const { rows } = await query('select count(*)::int as present from property_grants');
  await query('set session_replication_role = replica');
  await query(
    `insert into property_grants (organization_id, property_id, user_id, role, granted_at, valid_from)
     select $1, p.id, u.id, 'property:staff', now(), now()
     from generate_series(0, $2::int - 1) n
     join (select id, row_number() over (order by id) - 1 as position from users where clerk_id like 'user_filler%') u
       on u.position = n % ${PEOPLE}
     join (select id, row_number() over (order by id) - 1 as position from properties where organization_id = $1) p
       on p.position = (n / ${PEOPLE} + n % ${PEOPLE}) % ${PROPERTIES}
     on conflict do nothing`,
    [organizationId, wanted],
  );
  const after = await query('select count(*)::int as present from property_grants');
  if (after.rows[0].present < Math.max(wanted, rows[0].present))
    throw new Error('the grants were not filled in');
  await query('analyze property_grants');
}
