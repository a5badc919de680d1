import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropOfAccessRole, ownedByAccessRole } from '../../../migrations/access-role.js';
import { PLATFORM, rowSecurityFor, SYSTEM } from '../../../migrations/row-security.js';
import { runAll } from '../../../migrations/sql-migration.js';

const TABLES = ['platform_accounts', 'platform_account_grants', 'platform_account_keys'];
const LOOKUP = 'app.platform_account_lookup(text)';

/** Service accounts of the platform itself: no organization's rows, and in none of its tables. */
export class AccountsOfPlatform1763700000333 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const staffOrSystem = `${SYSTEM} or ${PLATFORM}`;
    await runAll(queryRunner, [
      `create table platform_accounts (
         id uuid primary key,
         name text not null constraint uq_platform_accounts_name unique,
         description text,
         created_by uuid,
         created_at timestamptz not null
       )`,
      `create table platform_account_grants (
         id uuid primary key,
         account_id uuid not null references platform_accounts (id) on delete cascade,
         role text not null,
         granted_by uuid,
         granted_at timestamptz not null,
         expires_at timestamptz,
         constraint uq_platform_account_grants unique (account_id, role)
       )`,
      `create index platform_account_grants_giver on platform_account_grants (granted_by)`,
      `create table platform_account_keys (
         id uuid primary key,
         account_id uuid not null references platform_accounts (id) on delete cascade,
         -- The part of the key that names it; the rest is known by its digest alone.
         public_id text not null constraint uq_platform_account_keys_public_id unique,
         digest bytea not null constraint ck_platform_account_keys_digest check (length(digest) = 32),
         allowed_networks text[] not null,
         created_by uuid,
         created_at timestamptz not null,
         expires_at timestamptz,
         revoked_at timestamptz,
         -- From when on it opens nothing.
         ended_at timestamptz generated always as (least(revoked_at, expires_at)) stored,
         last_used_at timestamptz
       )`,
      `create index platform_account_keys_account on platform_account_keys (account_id, id)`,
      `create index platform_account_keys_issuer on platform_account_keys (created_by)`,
      `create index platform_account_keys_ended on platform_account_keys (ended_at)`,
      ...TABLES.flatMap((table) => [
        ...rowSecurityFor(table, { read: staffOrSystem, write: staffOrSystem }),
        `grant select on ${table} to tenantry_access`,
        `create policy ${table}_lookup on ${table} for select to tenantry_access using (true)`,
      ]),
      PLATFORM_ACCOUNT_LOOKUP,
      ...ownedByAccessRole(LOOKUP),
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      ...dropOfAccessRole(LOOKUP),
      ...[...TABLES].reverse().map((table) => `drop table ${table}`),
    ]);
  }
}

/** The same answer as `app.service_account_lookup`, for a key of the platform: what is said there of an organization is null here, or the platform's. */
const PLATFORM_ACCOUNT_LOOKUP = `
create function app.platform_account_lookup(p_public_id text)
  returns table (
    account_id uuid, key_id uuid, digest bytea, state text, expires_at timestamptz, allowed_networks text[],
    organization_id uuid, organization_status text, on_behalf_of uuid, issuer_id uuid, issuer_clerk_id text,
    grants jsonb, stored_roles jsonb, model_id uuid, organization_networks text[])
  language sql stable security definer set search_path = pg_catalog, public as $$
    select k.account_id, k.id, k.digest,
        case when k.revoked_at <= now() then 'revoked' when k.expires_at <= now() then 'expired' else 'active' end,
        k.expires_at, k.allowed_networks, null::uuid, null::text, null::uuid, u.id, u.clerk_id,
        (select jsonb_agg(jsonb_build_object('id', g.id, 'role', g.role, 'permissions', null, 'propertyId', null,
                                             'expiresAt', g.expires_at, 'giverId', giver.id, 'giverClerkId', giver.clerk_id))
           from platform_account_grants g
           left join users giver on giver.id = g.granted_by and giver.can_act and giver.clerk_id is not null
          where g.account_id = k.account_id and (g.expires_at is null or g.expires_at > now())),
        null::jsonb,
        (select m.id from authorization_models m order by m.number desc limit 1),
        coalesce((select s.allowed_networks from sign_in_policies s where s.organization_id is null and s.is_set), '{}')
      from platform_account_keys k
      left join users u on u.id = k.created_by and u.can_act and u.clerk_id is not null
     where k.public_id = p_public_id
  $$`;
