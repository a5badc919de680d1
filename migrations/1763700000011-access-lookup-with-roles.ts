import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runAll } from './sql-migration.js';

const ARGUMENTS = 'text, text, uuid, text, uuid';
const READ_BY_LOOKUP = ['clerk_roles', 'custom_roles', 'organization_grants'];

/**
 * The guard's one question answers with stored roles too: grants on the organization, and what the roles that this
 * person holds here carry. Still one statement; roles that the person does not hold are not read.
 */
export class AccessLookupWithRoles1763700000011 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(
      queryRunner,
      READ_BY_LOOKUP.flatMap((table) => [
        `grant select on ${table} to tenantry_access`,
        `create policy ${table}_lookup on ${table} for select to tenantry_access using (true)`,
      ]),
    );
    await replaceLookup(queryRunner, WITH_STORED_ROLES);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await replaceLookup(queryRunner, BUILT_IN_ONLY);
    await runAll(
      queryRunner,
      READ_BY_LOOKUP.flatMap((table) => [
        `drop policy ${table}_lookup on ${table}`,
        `revoke select on ${table} from tenantry_access`,
      ]),
    );
  }
}

/** The columns of the answer change, so the function is made anew; it must end with its own owner and one caller. */
export async function replaceLookup(queryRunner: QueryRunner, definition: string): Promise<void> {
  await runAll(queryRunner, [
    `set local role tenantry_access`,
    `drop function app.access_lookup(${ARGUMENTS})`,
    `reset role`,
    definition,
    `grant create on schema app to tenantry_access`,
    `alter function app.access_lookup(${ARGUMENTS}) owner to tenantry_access`,
    `revoke create on schema app from tenantry_access`,
    `set local role tenantry_access`,
    `revoke execute on function app.access_lookup(${ARGUMENTS}) from public`,
    `grant execute on function app.access_lookup(${ARGUMENTS}) to tenantry_app`,
    `reset role`,
  ]);
}

export const WITH_STORED_ROLES = `
create function app.access_lookup(
    p_clerk_user_id text, p_clerk_session_id text,
    p_organization_id uuid, p_organization_clerk_id text, p_property_id uuid)
  returns table (
    user_id uuid, banned boolean, deleted boolean, sessions_invalid_before timestamptz, session_status text,
    two_factor_enabled boolean,
    platform_roles text[],
    organization_id uuid, organization_clerk_id text, organization_status text, organization_role text,
    organization_grants jsonb,
    property_id uuid, property_status text, property_grants jsonb,
    stored_roles jsonb)
  language sql stable security definer set search_path = pg_catalog, public as $$
    select u.id, u.banned, u.deleted_at is not null, u.sessions_invalid_before, s.status, u.two_factor_enabled,
      array(select r.role from platform_role_grants r where r.user_id = u.id),
      o.id, o.clerk_id, o.status, m.role, held.on_organization,
      p.id, p.status, held.on_property,
      (select jsonb_agg(stored) from (
         select jsonb_build_object('key', c.key, 'scopeKind', 'organization', 'permissions', c.permissions,
                                   'organizationId', null) as stored
         from clerk_roles c where c.key = m.role
         union all
         select jsonb_build_object('key', c.key, 'scopeKind', c.scope_kind, 'permissions', c.permissions,
                                   'organizationId', c.organization_id)
         from custom_roles c where c.organization_id = o.id and c.key = any (held.role_keys)
       ) roles)
    from users u
    left join user_sessions s on s.clerk_id = p_clerk_session_id and s.user_id = u.id
    left join organizations o on o.status <> 'deleted'
      and (o.id = p_organization_id or o.clerk_id = p_organization_clerk_id)
    left join memberships m on m.organization_id = o.id and m.user_id = u.id
    left join properties p on p.organization_id = o.id and p.id = p_property_id
    left join lateral (
      select array_agg(g.role) as role_keys,
        jsonb_agg(jsonb_build_object('role', g.role, 'expiresAt', g.expires_at)) filter (where not g.is_property) as on_organization,
        jsonb_agg(jsonb_build_object('role', g.role, 'expiresAt', g.expires_at)) filter (where g.is_property) as on_property
      from (
        select og.role, og.expires_at, og.valid_from, false as is_property from organization_grants og
        -- A key that Clerk took later silences ours: it must not turn into Clerk's role.
        where og.organization_id = o.id and og.user_id = u.id
          and not exists (select from clerk_roles k where k.key = og.role)
        union all
        select pg.role, pg.expires_at, pg.valid_from, true from property_grants pg
        where pg.organization_id = p.organization_id and pg.property_id = p.id and pg.user_id = u.id
      ) g
      where g.valid_from <= now() and (g.expires_at is null or g.expires_at > now())
    ) held on true
    where u.clerk_id = p_clerk_user_id
  $$`;

/** As 1763700000007 made it. */
const BUILT_IN_ONLY = `
create function app.access_lookup(
    p_clerk_user_id text, p_clerk_session_id text,
    p_organization_id uuid, p_organization_clerk_id text, p_property_id uuid)
  returns table (
    user_id uuid, banned boolean, deleted boolean, sessions_invalid_before timestamptz, session_status text,
    two_factor_enabled boolean,
    platform_roles text[],
    organization_id uuid, organization_status text, organization_role text,
    property_id uuid, property_status text, property_grants jsonb)
  language sql stable security definer set search_path = pg_catalog, public as $$
    select u.id, u.banned, u.deleted_at is not null, u.sessions_invalid_before, s.status, u.two_factor_enabled,
      array(select r.role from platform_role_grants r where r.user_id = u.id),
      o.id, o.status, m.role,
      p.id, p.status,
      (select jsonb_agg(jsonb_build_object('role', g.role, 'expiresAt', g.expires_at)) from property_grants g
       where g.organization_id = p.organization_id and g.property_id = p.id and g.user_id = u.id
         and g.valid_from <= now() and (g.expires_at is null or g.expires_at > now()))
    from users u
    left join user_sessions s on s.clerk_id = p_clerk_session_id and s.user_id = u.id
    left join organizations o on o.status <> 'deleted'
      and (o.id = p_organization_id or o.clerk_id = p_organization_clerk_id)
    left join memberships m on m.organization_id = o.id and m.user_id = u.id
    left join properties p on p.organization_id = o.id and p.id = p_property_id
    where u.clerk_id = p_clerk_user_id
  $$`;
