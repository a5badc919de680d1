import type { MigrationInterface, QueryRunner } from 'typeorm';
import { SERVICE_ACCOUNT_LOOKUP } from '../src/tenants/migrations/1763700000240-service-accounts.js';
import { ACCESS_LOOKUP_SIGNATURE } from './1763600000100-access-lookup.js';
import { ACCESS_LOOKUP_WITH_GROUPS } from './1763700000251-access-lookup-by-groups.js';
import { dropOfAccessRole, ownedByAccessRole } from './access-role.js';
import { changed } from './changed-definition.js';
import { runAll } from './sql-migration.js';

const OF_PERSON = 'app.sign_in_policies_of(uuid)';
/** Its name and parameter, for the migrations that change it. */
export const OF_KEY = 'app.service_account_lookup(text)';

/**
 * The guard's questions tell the sign-in policies that hold for what is asked about. A policy is never kept between two
 * requests, so that one that was tightened bites at the next, on every replica.
 */
export class SignInLookups1763700000312 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `grant select on sign_in_policies to tenantry_access`,
      `create policy sign_in_policies_lookup on sign_in_policies for select to tenantry_access using (true)`,
      ...dropOfAccessRole(ACCESS_LOOKUP_SIGNATURE, OF_KEY),
      ACCESS_LOOKUP_WITH_SIGN_IN,
      SERVICE_ACCOUNT_LOOKUP_WITH_NETWORKS,
      POLICIES_OF_PERSON,
      ...ownedByAccessRole(ACCESS_LOOKUP_SIGNATURE, OF_KEY, OF_PERSON),
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      ...dropOfAccessRole(ACCESS_LOOKUP_SIGNATURE, OF_KEY, OF_PERSON),
      ACCESS_LOOKUP_WITH_GROUPS,
      SERVICE_ACCOUNT_LOOKUP,
      ...ownedByAccessRole(ACCESS_LOOKUP_SIGNATURE, OF_KEY),
      `drop policy sign_in_policies_lookup on sign_in_policies`,
      `revoke select on sign_in_policies from tenantry_access`,
    ]);
  }
}

const POLICY = `jsonb_build_object('secondFactorRequired', s.second_factor_required, 'allowedNetworks', s.allowed_networks,
            'maxSessionMinutes', s.max_session_minutes, 'allowedStrategies', s.allowed_strategies)`;

/** As before it; the platform's policy is looked up for its staff only. */
export const ACCESS_LOOKUP_WITH_SIGN_IN = changed(
  ACCESS_LOOKUP_WITH_GROUPS,
  [
    'stored_roles jsonb, model_id uuid)',
    'stored_roles jsonb, model_id uuid, platform_sign_in jsonb, organization_sign_in jsonb)',
  ],
  [
    `      if user_id is null then return; end if;
`,
    `      if user_id is null then return; end if;
      if cardinality(platform_roles) > 0 then
        select ${POLICY} into platform_sign_in from sign_in_policies s where s.organization_id is null and s.is_set;
      end if;
`,
  ],
  [
    `      if organization_id is not null then
`,
    `      if organization_id is not null then
        select ${POLICY} into organization_sign_in
          from sign_in_policies s where s.organization_id = access_lookup.organization_id and s.is_set;
`,
  ],
);

export const SERVICE_ACCOUNT_LOOKUP_WITH_NETWORKS = changed(
  SERVICE_ACCOUNT_LOOKUP,
  ['stored_roles jsonb, model_id uuid)', 'stored_roles jsonb, model_id uuid, organization_networks text[])'],
  [
    `      if key_id is null then return; end if;
`,
    `      if key_id is null then return; end if;
      organization_networks := coalesce((select s.allowed_networks from sign_in_policies s
        where s.organization_id = service_account_lookup.organization_id and s.is_set), '{}');
`,
  ],
);

/** Of all organizations that somebody belongs to, those that set one. */
const POLICIES_OF_PERSON = `
create function app.sign_in_policies_of(p_user_id uuid)
  returns table (organization_id uuid, policy jsonb)
  language sql stable security definer set search_path = pg_catalog, public as $$
    select s.organization_id, ${POLICY}
      from memberships m join sign_in_policies s on s.organization_id = m.organization_id and s.is_set
     where m.user_id = p_user_id
  $$`;
