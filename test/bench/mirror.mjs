/** Moments of Clerk's JSON, milliseconds, in SQL. */
const MS = (column) => `to_timestamp(${column} / 1000.0)`;
const SQL_USERS = `
  with told as (
    select gen_random_uuid() as ours, u.* from jsonb_to_recordset($1::jsonb)
      as u (id text, first_name text, last_name text, external_id text, email text, banned boolean,
            two_factor_enabled boolean, created_at bigint, updated_at bigint)),
  people as (
    insert into users (id, clerk_id, external_id, email_address, first_name, last_name, banned, two_factor_enabled,
                       created_at, updated_at, source_updated_at)
    select ours, id, external_id, email, first_name, last_name, banned, coalesce(two_factor_enabled, false),
           ${MS('created_at')}, ${MS('updated_at')}, ${MS('updated_at')} from told)
  insert into user_email_addresses (user_id, email_address, verified, is_primary)
  select ours, email, true, true from told`;
const SQL_ORGANIZATIONS = `
  insert into organizations (id, clerk_id, slug, name, status, max_allowed_memberships, created_at, updated_at,
                             source_updated_at)
  select gen_random_uuid(), id, slug, name, 'active', nullif(max_allowed_memberships, 0), ${MS('created_at')},
         ${MS('updated_at')}, ${MS('updated_at')}
    from jsonb_to_recordset($1::jsonb)
      as o (id text, slug text, name text, max_allowed_memberships integer, created_at bigint, updated_at bigint)`;
const SQL_MEMBERSHIPS = `
  insert into memberships (organization_id, user_id, clerk_id, role, created_at, updated_at, source_updated_at)
  select o.id, u.id, m.id, m.role, ${MS('m.created_at')}, ${MS('m.updated_at')}, ${MS('m.updated_at')}
    from jsonb_to_recordset($1::jsonb)
      as m (id text, role text, organization text, person text, created_at bigint, updated_at bigint)
    join organizations o on o.clerk_id = m.organization join users u on u.clerk_id = m.person`;

/** Objects as Clerk lists them, as what the statements above read of them. */
const KINDS = {
  users: {
    sql: SQL_USERS,
    read: (user) => ({ ...user, email: user.email_addresses[0].email_address }),
  },
  organizations: { sql: SQL_ORGANIZATIONS, read: (organization) => organization },
  memberships: {
    sql: SQL_MEMBERSHIPS,
    read: ({ id, role, organization, public_user_data: person, created_at, updated_at }) => ({
      id,
      role,
      organization: organization.id,
      person: person.user_id,
      created_at,
      updated_at,
    }),
  },
};

/**
 * Writes some objects of Clerk's into the mirror, past the service.
 *
 * @param {{ query: (sql: string, values: unknown[]) => Promise<unknown> }} database as superuser
 * @param {string} kind users, organizations, then memberships
 */
export async function mirror(database, kind, objects) {
  const { sql, read } = KINDS[kind];
  await database.query(sql, [JSON.stringify(objects.map(read))]);
}
