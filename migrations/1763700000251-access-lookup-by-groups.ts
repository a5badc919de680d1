import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ACCESS_LOOKUP, ACCESS_LOOKUP_SIGNATURE } from './1763600000100-access-lookup.js';
import { dropOfAccessRole, ownedByAccessRole } from './access-role.js';
import { runAll } from './sql-migration.js';

/** The guard's one question counts what is held by groups. */
export class AccessLookupByGroups1763700000251 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await replaceLookup(queryRunner, ACCESS_LOOKUP_WITH_GROUPS);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await replaceLookup(queryRunner, ACCESS_LOOKUP);
  }
}

async function replaceLookup(queryRunner: QueryRunner, definition: string): Promise<void> {
  await runAll(queryRunner, [
    ...dropOfAccessRole(ACCESS_LOOKUP_SIGNATURE),
    definition,
    ...ownedByAccessRole(ACCESS_LOOKUP_SIGNATURE),
  ]);
}

/** As before it, and what the person holds by groups: whether by the role of their membership is told along. */
export const ACCESS_LOOKUP_WITH_GROUPS = `
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
      v_group_keys text[];
      v_on_organization jsonb;
      v_on_property jsonb;
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
        -- Most organizations have no groups; the rest of this costs them nothing.
        if exists (select from groups s where s.organization_id = access_lookup.organization_id) then
          select array_agg(g.role),
              jsonb_agg(jsonb_build_object('role', g.role, 'expiresAt', g.expires_at, 'byClerkRole', g.by_clerk_role))
                filter (where g.property_id is null),
              jsonb_agg(jsonb_build_object('role', g.role, 'expiresAt', g.expires_at, 'byClerkRole', g.by_clerk_role))
                filter (where g.property_id is not null)
            into v_group_keys, v_on_organization, v_on_property
            from grants_by_groups g
           where g.organization_id = access_lookup.organization_id and g.user_id = access_lookup.user_id
             and g.valid_from <= now() and (g.expires_at is null or g.expires_at > now())
             and (g.property_id is null and not exists (select from clerk_roles k where k.key = g.role)
               or g.property_id = access_lookup.property_id and access_lookup.property_status = 'active');
          organization_grants := coalesce(organization_grants || v_on_organization, organization_grants, v_on_organization);
          property_grants := coalesce(property_grants || v_on_property, property_grants, v_on_property);
        end if;
        select jsonb_agg(jsonb_build_object('key', c.key, 'scopeKind', 'organization', 'permissions', c.permissions,
                                            'organizationId', null))
          into stored_roles from clerk_roles c where c.key = organization_role;
        if v_organization_keys is not null or v_property_keys is not null or v_group_keys is not null then
          select jsonb_agg(jsonb_build_object('key', c.key, 'scopeKind', c.scope_kind, 'permissions', c.permissions,
                                              'organizationId', c.organization_id))
            into v_custom from custom_roles c
           where c.organization_id = access_lookup.organization_id
             and c.key = any (v_organization_keys || v_property_keys || v_group_keys);
          if v_custom is not null then stored_roles := coalesce(stored_roles, '[]') || v_custom; end if;
        end if;
      end if;
      return next;
    end $$`;
