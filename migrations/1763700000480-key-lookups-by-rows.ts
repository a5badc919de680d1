import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropOfAccessRole, ownedByAccessRole } from './access-role.js';
import { runAll } from './sql-migration.js';

const OF_ORGANIZATION = 'app.service_account_key_lookup(text)';
const OF_PLATFORM = 'app.platform_account_key_lookup(text)';

/**
 * What a key was given comes as a row each, with the account in the first of them: to make one JSON value of it cost a
 * fourth of the question. The functions before them, `app.service_account_lookup` and `app.platform_account_lookup`, stay
 * for replicas of the version before, which may still run.
 */
export class KeyLookupsByRows1763700000480 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      SERVICE_ACCOUNT_KEY_LOOKUP,
      PLATFORM_ACCOUNT_KEY_LOOKUP,
      ...ownedByAccessRole(OF_ORGANIZATION, OF_PLATFORM),
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, dropOfAccessRole(OF_ORGANIZATION, OF_PLATFORM));
  }
}

/** What a look-up of a key answers. */
export const ROWS = `returns table (
    account_id uuid, key_id uuid, digest bytea, state text, expires_at timestamptz, allowed_networks text[],
    organization_id uuid, organization_status text, on_behalf_of uuid, issuer_id uuid, issuer_clerk_id text,
    model_id uuid, organization_networks text[],
    grant_id uuid, grant_role text, grant_permissions text[], grant_property_id uuid, grant_expires_at timestamptz,
    giver_id uuid, giver_clerk_id text, role_scope_kind text, role_permissions text[])`;

/** Of a key `k`. */
export const STATE = `case when k.revoked_at <= now() then 'revoked' when k.expires_at <= now() then 'expired' else 'active' end`;

/**
 * Whose key is this, and what was its account given? Whoever made the key or gave something counts only while they may act.
 * One row where nothing was given. All of it is of one moment: a stable function sees what its caller's statement sees.
 */
const SERVICE_ACCOUNT_KEY_LOOKUP = `
create function app.service_account_key_lookup(p_public_id text)
  ${ROWS}
  language plpgsql stable security definer set search_path = pg_catalog, public as $$
    declare
      v_organization_id uuid;
      v_account_id uuid;
    begin
      select k.account_id, k.id, k.digest, k.expires_at, k.allowed_networks, k.organization_id, ${STATE}, k.created_by
        into account_id, key_id, digest, expires_at, allowed_networks, organization_id, state, issuer_id
        from service_account_keys k where k.public_id = p_public_id;
      if key_id is null then return; end if;
      v_organization_id := organization_id;
      v_account_id := account_id;
      select a.on_behalf_of into on_behalf_of
        from service_accounts a where a.organization_id = v_organization_id and a.id = v_account_id;
      select o.status into organization_status from organizations o where o.id = v_organization_id;
      select u.clerk_id into issuer_clerk_id
        from users u where u.id = issuer_id and u.can_act and u.clerk_id is not null;
      select m.id into model_id from authorization_models m order by m.number desc limit 1;
      organization_networks := coalesce((select s.allowed_networks from sign_in_policies s
        where s.organization_id = v_organization_id and s.is_set), '{}');
      for grant_id, grant_role, grant_permissions, grant_property_id, grant_expires_at, giver_id, giver_clerk_id,
          role_scope_kind, role_permissions in
        select g.id, g.role, g.permissions, g.property_id, g.expires_at, u.id, u.clerk_id, c.scope_kind, c.permissions
          from service_account_grants g
          left join users u on u.id = g.granted_by and u.can_act and u.clerk_id is not null
          left join custom_roles c on c.organization_id = g.organization_id and c.key = g.custom_role
         where g.organization_id = v_organization_id and g.account_id = v_account_id
           and g.valid_from <= now() and (g.expires_at is null or g.expires_at > now())
           -- A key that Clerk took later silences ours: it must not turn into Clerk's role.
           and (g.custom_role is null or not exists (select from clerk_roles r where r.key = g.role))
      loop
        return next;
        account_id := null; key_id := null; digest := null; allowed_networks := null; organization_networks := null;
      end loop;
      if not found then return next; end if;
    end $$`;

/** The same answer for a key of the platform: what is said there of an organization is null here, or the platform's. */
const PLATFORM_ACCOUNT_KEY_LOOKUP = `
create function app.platform_account_key_lookup(p_public_id text)
  ${ROWS}
  language sql stable security definer set search_path = pg_catalog, public as $$
    select k.account_id, k.id, k.digest, ${STATE},
        k.expires_at, k.allowed_networks, null::uuid, null::text, null::uuid, u.id, u.clerk_id,
        (select m.id from authorization_models m order by m.number desc limit 1),
        coalesce((select s.allowed_networks from sign_in_policies s where s.organization_id is null and s.is_set), '{}'),
        g.id, g.role, null::text[], null::uuid, g.expires_at, giver.id, giver.clerk_id, null::text, null::text[]
      from platform_account_keys k
      left join users u on u.id = k.created_by and u.can_act and u.clerk_id is not null
      left join platform_account_grants g on g.account_id = k.account_id and (g.expires_at is null or g.expires_at > now())
      left join users giver on giver.id = g.granted_by and giver.can_act and giver.clerk_id is not null
     where k.public_id = p_public_id
  $$`;
