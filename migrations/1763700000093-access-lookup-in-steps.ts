import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runAll } from './sql-migration.js';

/**
 * The guard's one question, answered in small steps. Each step is one look along one index, planned once for each
 * connection; as one statement of a dozen joins it cost a fifth more, most of it for setting the plan up anew each time.
 * What it answers is the same.
 */
export class AccessLookupInSteps1763700000093 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await replaceLookup(queryRunner, IN_STEPS);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await replaceLookup(queryRunner, IN_ONE_STATEMENT);
  }
}

/** Owner and grants of the function stay as they are. */
async function replaceLookup(queryRunner: QueryRunner, definition: string): Promise<void> {
  await runAll(queryRunner, [
    `grant create on schema app to tenantry_access`,
    `set local role tenantry_access`,
    definition,
    `reset role`,
    `revoke create on schema app from tenantry_access`,
  ]);
}

const IN_STEPS = `
create or replace function app.access_lookup(
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
  language plpgsql stable security definer set search_path = pg_catalog, public as $$
    declare
      v_organization_keys text[];
      v_property_keys text[];
      v_custom jsonb;
    begin
      select u.id, u.banned, u.deleted_at is not null, u.sessions_invalid_before, u.two_factor_enabled,
          (select s.status from user_sessions s where s.clerk_id = p_clerk_session_id and s.user_id = u.id),
          array(select r.role from platform_role_grants r where r.user_id = u.id)
        into user_id, banned, deleted, sessions_invalid_before, two_factor_enabled, session_status, platform_roles
        from users u where u.clerk_id = p_clerk_user_id;
      if user_id is null then return; end if;
      if p_organization_id is not null then
        select o.id, o.clerk_id, o.status, m.role
          into organization_id, organization_clerk_id, organization_status, organization_role
          from organizations o
          left join memberships m on m.organization_id = o.id and m.user_id = access_lookup.user_id
         where o.id = p_organization_id and o.status <> 'deleted';
      elsif p_organization_clerk_id is not null then
        select o.id, o.clerk_id, o.status, m.role
          into organization_id, organization_clerk_id, organization_status, organization_role
          from organizations o
          left join memberships m on m.organization_id = o.id and m.user_id = access_lookup.user_id
         where o.clerk_id = p_organization_clerk_id and o.status <> 'deleted';
      end if;
      if organization_id is not null then
        select array_agg(g.role), jsonb_agg(jsonb_build_object('role', g.role, 'expiresAt', g.expires_at))
          into v_organization_keys, organization_grants
          from organization_grants g
         where g.organization_id = access_lookup.organization_id and g.user_id = access_lookup.user_id
           and g.valid_from <= now() and (g.expires_at is null or g.expires_at > now())
           -- A key that Clerk took later silences ours: it must not turn into Clerk's role.
           and not exists (select from clerk_roles k where k.key = g.role);
        if p_property_id is not null then
          select p.id, p.status into property_id, property_status
            from properties p where p.organization_id = access_lookup.organization_id and p.id = p_property_id;
          select array_agg(g.role), jsonb_agg(jsonb_build_object('role', g.role, 'expiresAt', g.expires_at))
            into v_property_keys, property_grants
            from property_grants g
           where g.organization_id = access_lookup.organization_id
             and g.property_id = access_lookup.property_id and g.user_id = access_lookup.user_id
             and g.valid_from <= now() and (g.expires_at is null or g.expires_at > now());
        end if;
        select jsonb_agg(jsonb_build_object('key', c.key, 'scopeKind', 'organization', 'permissions', c.permissions,
                                            'organizationId', null))
          into stored_roles from clerk_roles c where c.key = organization_role;
        if v_organization_keys is not null or v_property_keys is not null then
          select jsonb_agg(jsonb_build_object('key', c.key, 'scopeKind', c.scope_kind, 'permissions', c.permissions,
                                              'organizationId', c.organization_id))
            into v_custom from custom_roles c
           where c.organization_id = access_lookup.organization_id
             and c.key = any (v_organization_keys || v_property_keys);
          if v_custom is not null then stored_roles := coalesce(stored_roles, '[]') || v_custom; end if;
        end if;
      end if;
      return next;
    end $$`;

/** As 1763700000011 made it. */
const IN_ONE_STATEMENT = `
create or replace function app.access_lookup(
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
