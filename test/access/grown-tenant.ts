import type { TestDatabase } from '../support/test-database.js';

/** More of everything than fits on a page. */
const MANY = 400;

/**
 * Lets one organization grow past every page: members, properties, grants, invitations and audit rows; and the platform
 * with it, by people, organizations, deliveries and runs of the schedule. Rows only, past the service.
 *
 * @param ownerId who holds a grant on every property besides owning the organization
 */
export async function growTenant(
  database: TestDatabase,
  organizationId: string,
  ownerId: string,
): Promise<void> {
  const run = (sql: string, ...parameters: unknown[]) => database.query(sql, parameters);
  await run(
    `insert into users (id, clerk_id, email_address, created_at, updated_at)
     select gen_random_uuid(), 'user_grown' || n, 'grown-' || n || '@grown.test', now(), now()
     from generate_series(1, $1::int) n`,
    MANY,
  );
  await run(
    `insert into organizations (id, name, status, created_at, updated_at)
     select gen_random_uuid(), 'Grown ' || n, 'active', now(), now() from generate_series(1, $1::int) n`,
    MANY,
  );
  await run(
    `insert into memberships (organization_id, user_id, role, created_at, updated_at)
     select $1::uuid, id, 'org:admin', now(), now() from users where clerk_id like 'user_grown%'
     union all select id, $2::uuid, 'org:admin', now(), now() from organizations where name like 'Grown %'`,
    organizationId,
    ownerId,
  );
  await run(
    `insert into properties (organization_id, id, slug, name, timezone, status, created_at, updated_at)
     select $1, gen_random_uuid(), 'grown-' || n, 'Grown ' || n, 'UTC', 'active', now(), now()
     from generate_series(1, $2::int) n`,
    organizationId,
    MANY,
  );
  await run(
    `insert into property_grants (organization_id, property_id, user_id, role, granted_at, valid_from)
     select organization_id, id, $2::uuid, 'property:viewer', now(), now() from properties where organization_id = $1
     union
     select m.organization_id, p.id, m.user_id, 'property:staff', now(), now() from memberships m
     join users u on u.id = m.user_id and u.clerk_id like 'user_grown%'
     join properties p on p.organization_id = m.organization_id and p.slug not like 'grown-%'
     where m.organization_id = $1`,
    organizationId,
    ownerId,
  );
  await run(
    `insert into invitations (organization_id, id, email_address, organization_role, status, delivery, expires_at,
       created_at, updated_at)
     select $1, gen_random_uuid(), 'guest-' || n || '@grown.test', 'org:member', 'pending', 'sent',
            now() + interval '20 days', now(), now() from generate_series(1, $2::int) n`,
    organizationId,
    MANY,
  );
  await run(
    `insert into audit_events (id, action, outcome, actor_kind, actor_id, target_kind, target_id, organization_id)
     select gen_random_uuid(), 'property.updated', 'allowed', 'user', $2::text, 'property', gen_random_uuid()::text,
            $1::uuid from generate_series(1, $3::int) n`,
    organizationId,
    ownerId,
    MANY,
  );
}
