import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ROWS, STATE } from './1763700000480-key-lookups-by-rows.js';
import { dropOfAccessRole, ownedByAccessRole } from './access-role.js';
import { runAll } from './sql-migration.js';

const SIGNATURE = 'app.key_of_service_account(text)';

/**
 * The answer of `app.service_account_key_lookup` for four fifths of its cost, and for two thirds where tables are small: who
 * gave something is looked up where somebody else made the key, and a role of one's own where one was given; a table of
 * some hundred rows is not read whole, which costs as much as all else. That function stays for replicas of the version
 * before, which may still run.
 */
export class KeyOfServiceAccount1763700000810 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [KEY_OF_SERVICE_ACCOUNT, ...ownedByAccessRole(SIGNATURE)]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, dropOfAccessRole(SIGNATURE));
  }
}

/**
 * Whose key is this, and what was its account given? Whoever made the key or gave something counts only while they may act.
 * One row where nothing was given. All of it is of one moment: a stable function sees what its caller's statement sees.
 */
const KEY_OF_SERVICE_ACCOUNT = `
create function app.key_of_service_account(p_public_id text)
  ${ROWS}
  language plpgsql stable security definer set search_path = pg_catalog, public set random_page_cost = 1.1 as $$
    declare
      v_organization_id uuid;
      v_account_id uuid;
      v_custom_role text;
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
      select u.clerk_id into issuer_clerk_id from users u where u.id = issuer_id and u.can_act;
      select m.id into model_id from authorization_models m order by m.number desc limit 1;
      select s.allowed_networks into organization_networks
        from sign_in_policies s where s.organization_id = v_organization_id and s.is_set;
      if organization_networks is null then organization_networks := '{}'; end if;
      for grant_id, grant_role, grant_permissions, grant_property_id, grant_expires_at, giver_id, v_custom_role in
        select g.id, g.role, g.permissions, g.property_id, g.expires_at, g.granted_by, g.custom_role
          from service_account_grants g
         where g.organization_id = v_organization_id and g.account_id = v_account_id
           and g.valid_from <= now() and (g.expires_at is null or g.expires_at > now())
      loop
        role_scope_kind := null;
        role_permissions := null;
        if v_custom_role is not null then
          -- A key that Clerk took later silences ours: it must not turn into Clerk's role.
          continue when exists (select from clerk_roles r where r.key = v_custom_role);
          select c.scope_kind, c.permissions into role_scope_kind, role_permissions
            from custom_roles c where c.organization_id = v_organization_id and c.key = v_custom_role;
        end if;
        if giver_id = issuer_id then
          giver_clerk_id := issuer_clerk_id;
        else
          select u.clerk_id into giver_clerk_id from users u where u.id = giver_id and u.can_act;
        end if;
        if giver_clerk_id is null then giver_id := null; end if;
        return next;
        account_id := null; key_id := null; digest := null; allowed_networks := null; organization_networks := null;
      end loop;
      if key_id is not null then
        grant_id := null; grant_role := null; grant_permissions := null; grant_property_id := null;
        grant_expires_at := null; giver_id := null;
        return next;
      end if;
    end $$`;
