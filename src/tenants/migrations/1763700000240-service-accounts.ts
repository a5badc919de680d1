import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OWN_ORGANIZATION, rowSecurityFor, SYSTEM } from '../../../migrations/row-security.js';
import { runAll } from '../../../migrations/sql-migration.js';

const READ_BY_LOOKUP = ['service_accounts', 'service_account_grants', 'service_account_keys'];
const LOOKUP = 'app.service_account_lookup(text)';

/** Callers that are no people: accounts of an organization and agents of its members, what they were given, and their keys. */
export class ServiceAccounts1763700000240 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const ownOrSystem = `${SYSTEM} or ${OWN_ORGANIZATION}`;
    await runAll(queryRunner, [
      `create table service_accounts (
         organization_id uuid not null references organizations (id) on delete cascade,
         id uuid not null,
         name text not null,
         description text,
         -- The member in whose name an agent acts; null for an account of the organization.
         on_behalf_of uuid,
         created_by uuid,
         created_at timestamptz not null,
         constraint pk_service_accounts primary key (organization_id, id),
         -- Who leaves the organization leaves no agent behind.
         constraint fk_service_accounts_membership foreign key (organization_id, on_behalf_of)
           references memberships (organization_id, user_id) on delete cascade
       )`,
      `create unique index uq_service_accounts_name on service_accounts (organization_id, name) where on_behalf_of is null`,
      `create unique index uq_service_accounts_name_of_agent on service_accounts (organization_id, on_behalf_of, name)
         where on_behalf_of is not null`,
      `create table service_account_grants (
         organization_id uuid not null,
         id uuid not null,
         account_id uuid not null,
         -- Null: on the organization.
         property_id uuid,
         role text not null,
         -- The same where the organization made the role: one that stands here cannot be deleted.
         custom_role text,
         -- What an agent was handed, in place of a role.
         permissions text[],
         granted_by uuid,
         granted_at timestamptz not null,
         valid_from timestamptz not null,
         expires_at timestamptz,
         constraint pk_service_account_grants primary key (organization_id, id),
         constraint fk_service_account_grants_account foreign key (organization_id, account_id)
           references service_accounts (organization_id, id) on delete cascade,
         constraint fk_service_account_grants_property foreign key (organization_id, property_id)
           references properties (organization_id, id) on delete cascade,
         constraint fk_service_account_grants_role foreign key (organization_id, custom_role)
           references custom_roles (organization_id, key),
         constraint ck_service_account_grants_role check (custom_role is null or custom_role = role),
         constraint ck_service_account_grants_permissions check ((permissions is null) = (role <> 'agent')),
         constraint ck_service_account_grants_period check (expires_at is null or expires_at > valid_from)
       )`,
      `create unique index uq_service_account_grants on service_account_grants
         (organization_id, account_id, coalesce(property_id, '00000000-0000-0000-0000-000000000000'), role)`,
      `create index service_account_grants_property on service_account_grants (organization_id, property_id)`,
      `create index service_account_grants_role on service_account_grants (organization_id, custom_role)`,
      `create index service_account_grants_giver on service_account_grants (granted_by)`,
      `create table service_account_keys (
         organization_id uuid not null,
         id uuid not null,
         account_id uuid not null,
         -- The part of the key that names it; the rest is known by its digest alone.
         public_id text not null constraint uq_service_account_keys_public_id unique,
         digest bytea not null constraint ck_service_account_keys_digest check (length(digest) = 32),
         allowed_networks text[] not null,
         created_by uuid,
         created_at timestamptz not null,
         expires_at timestamptz,
         revoked_at timestamptz,
         -- From when on it opens nothing. A column: row-level security lets no index answer a condition with coalesce.
         ended_at timestamptz generated always as (least(revoked_at, expires_at)) stored,
         last_used_at timestamptz,
         constraint pk_service_account_keys primary key (organization_id, id),
         constraint fk_service_account_keys_account foreign key (organization_id, account_id)
           references service_accounts (organization_id, id) on delete cascade
       )`,
      `create index service_account_keys_account on service_account_keys (organization_id, account_id, id)`,
      `create index service_account_keys_issuer on service_account_keys (created_by)`,
      `create index service_account_keys_ended on service_account_keys (ended_at)`,
      ...['service_accounts', 'service_account_grants', 'service_account_keys'].flatMap((table) =>
        rowSecurityFor(table, { read: ownOrSystem, write: ownOrSystem }),
      ),
      ...READ_BY_LOOKUP.flatMap((table) => [
        `grant select on ${table} to tenantry_access`,
        `create policy ${table}_lookup on ${table} for select to tenantry_access using (true)`,
      ]),
      SERVICE_ACCOUNT_LOOKUP,
      `grant create on schema app to tenantry_access`,
      `alter function ${LOOKUP} owner to tenantry_access`,
      `revoke create on schema app from tenantry_access`,
      `set local role tenantry_access`,
      `revoke execute on function ${LOOKUP} from public`,
      `grant execute on function ${LOOKUP} to tenantry_app`,
      `reset role`,
      `alter table audit_events drop constraint audit_events_actor_kind_check`,
      // Rows of before can only be of the two kinds that there were: they need no look.
      `alter table audit_events add constraint audit_events_actor_kind_check
         check (actor_kind in ('user', 'service_account', 'system')) not valid`,
      `alter table audit_refusals add column actor_kind text not null default 'user'
         constraint ck_audit_refusals_actor_kind check (actor_kind in ('user', 'service_account'))`,
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `alter table audit_refusals drop column actor_kind`,
      `alter table audit_events drop constraint audit_events_actor_kind_check`,
      `alter table audit_events add constraint audit_events_actor_kind_check
         check (actor_kind in ('user', 'system')) not valid`,
      `set local role tenantry_access`,
      `drop function ${LOOKUP}`,
      `reset role`,
      `drop table service_account_keys`,
      `drop table service_account_grants`,
      `drop table service_accounts`,
    ]);
  }
}

/** Whose key is this, and what was its account given? Whoever made the key counts only while they may act. */
export const SERVICE_ACCOUNT_LOOKUP = `
create function app.service_account_lookup(p_public_id text)
  returns table (
    account_id uuid, key_id uuid, digest bytea, state text, expires_at timestamptz, allowed_networks text[],
    organization_id uuid, organization_status text, on_behalf_of uuid, issuer_id uuid, issuer_clerk_id text,
    grants jsonb, stored_roles jsonb, model_id uuid)
  language plpgsql stable security definer set search_path = pg_catalog, public as $$
    begin
      select k.account_id, k.id, k.digest, k.expires_at, k.allowed_networks, k.organization_id,
          case when k.revoked_at <= now() then 'revoked' when k.expires_at <= now() then 'expired' else 'active' end,
          u.id, u.clerk_id, a.on_behalf_of, o.status
        into account_id, key_id, digest, expires_at, allowed_networks, organization_id, state, issuer_id, issuer_clerk_id,
          on_behalf_of, organization_status
        from service_account_keys k
        join service_accounts a on a.organization_id = k.organization_id and a.id = k.account_id
        join organizations o on o.id = k.organization_id
        left join users u on u.id = k.created_by and u.can_act and u.clerk_id is not null
       where k.public_id = p_public_id;
      if key_id is null then return; end if;
      select m.id into model_id from authorization_models m order by m.number desc limit 1;
      select jsonb_agg(jsonb_build_object('id', g.id, 'role', g.role, 'permissions', g.permissions, 'propertyId', g.property_id, 'expiresAt', g.expires_at,
                                          'giverId', u.id, 'giverClerkId', u.clerk_id))
        into grants
        from service_account_grants g
        left join users u on u.id = g.granted_by and u.can_act and u.clerk_id is not null
       where g.organization_id = service_account_lookup.organization_id
         and g.account_id = service_account_lookup.account_id
         and g.valid_from <= now() and (g.expires_at is null or g.expires_at > now())
         -- A key that Clerk took later silences ours: it must not turn into Clerk's role.
         and (g.custom_role is null or not exists (select from clerk_roles r where r.key = g.role));
      if grants is not null then
        select jsonb_agg(jsonb_build_object('key', c.key, 'scopeKind', c.scope_kind, 'permissions', c.permissions,
                                            'organizationId', c.organization_id))
          into stored_roles
          from custom_roles c
         where c.organization_id = service_account_lookup.organization_id
           and c.key in (select g.custom_role from service_account_grants g
                          where g.organization_id = service_account_lookup.organization_id
                            and g.account_id = service_account_lookup.account_id);
      end if;
      return next;
    end $$`;
