import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropOfAccessRole, ownedByAccessRole } from './access-role.js';
import { runAll } from './sql-migration.js';

/** Its name and parameters, for the migrations that change it. */
export const ACCESS_LOOKUP_SIGNATURE = 'app.access_lookup(text, text, uuid, text, uuid)';

/** What the role of the function may read, and all that it may do. */
const READ_BY_LOOKUP = [
  'users',
  'user_sessions',
  'platform_role_grants',
  'organizations',
  'memberships',
  'properties',
  'clerk_roles',
  'custom_roles',
  'organization_grants',
  'property_grants',
  'authorization_models',
];

/**
 * The one question the guard asks, before any scope exists: who is this, which roles hold on the path's organization and
 * property, what do the stored ones of them carry, and by which declaration of permissions? A function of a role that
 * can only read these tables and that nobody can log in as.
 */
export class AccessLookup1763600000100 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      ...READ_BY_LOOKUP.flatMap((table) => [
        `grant select on ${table} to tenantry_access`,
        `create policy ${table}_lookup on ${table} for select to tenantry_access using (true)`,
      ]),
      ACCESS_LOOKUP,
      ...ownedByAccessRole(ACCESS_LOOKUP_SIGNATURE),
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      ...dropOfAccessRole(ACCESS_LOOKUP_SIGNATURE),
      ...READ_BY_LOOKUP.flatMap((table) => [
        `drop policy ${table}_lookup on ${table}`,
        `revoke select on ${table} from tenantry_access`,
      ]),
    ]);
  }
}

/**
 * Each step is one look along one index, planned once for each connection; as one statement of a dozen joins it cost a
 * fifth more, most of it for setting the plan up anew each time. Roles that the person does not hold are not read.
 */
export const ACCESS_LOOKUP = `
create function app.access_lookup(
    p_clerk_user_id text, p_clerk_session_id text,
    p_organization_id uuid, p_organization_clerk_id text, p_property_id uuid)
  returns table (
    user_id uuid, can_act boolean, sessions_invalid_before timestamptz, session_status text,
    session_began_at timestamptz, looked_up_at timestamptz,
    two_factor_enabled boolean,
    platform_roles text[],
    organization_id uuid, organization_clerk_id text, organization_status text, organization_role text,
    organization_grants jsonb,
    property_id uuid, property_status text, property_grants jsonb,
    stored_roles jsonb, model_id uuid)
  language plpgsql stable security definer set search_path = pg_catalog, public as $$
    declare
      v_organization_keys text[];
      v_property_keys text[];
      v_custom jsonb;
    begin
      select u.id, u.can_act, u.sessions_invalid_before, now(), u.two_factor_enabled,
          s.status, s.created_at,
          array(select r.role from platform_role_grants r where r.user_id = u.id)
        into user_id, can_act, sessions_invalid_before, looked_up_at, two_factor_enabled, session_status, session_began_at,
          platform_roles
        from users u left join user_sessions s on s.clerk_id = p_clerk_session_id and s.user_id = u.id where u.clerk_id = p_clerk_user_id;
      if user_id is null then return; end if;
      select m.id into model_id from authorization_models m order by m.number desc limit 1;
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
             -- Roles on an archived property hold nothing.
             and access_lookup.property_status = 'active'
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
