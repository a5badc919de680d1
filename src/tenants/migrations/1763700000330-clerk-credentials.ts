import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropOfAccessRole, ownedByAccessRole } from '../../../migrations/access-role.js';
import { runAll } from '../../../migrations/sql-migration.js';

const OF_CLERK = 'app.service_account_of_clerk(text, text, text)';

/** Credentials that Clerk keeps open a service account or an agent: API keys, machines, OAuth clients. */
export class ClerkCredentials1763700000330 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `alter table service_account_keys
         alter column digest drop not null,
         add column clerk_kind text,
         add column clerk_id text,
         -- The member in whose name it acts: one OAuth client acts for many people, for each by an agent of theirs.
         add column acts_for uuid,
         add constraint ck_service_account_keys_clerk check (
           (digest is null) = (clerk_kind is not null) and (clerk_kind is null) = (clerk_id is null)
           and (clerk_kind is not null or acts_for is null)
           -- A machine and an OAuth client are told apart from people's and organizations' keys by what they may act for.
           and (clerk_kind is distinct from 'm2m_token' or acts_for is null)
           and (clerk_kind is distinct from 'oauth_token' or acts_for is not null))`,
      `create unique index uq_service_account_keys_clerk on service_account_keys (clerk_kind, clerk_id, acts_for)
         nulls not distinct where clerk_kind is not null`,
      `create index service_account_keys_acts_for on service_account_keys (acts_for) where acts_for is not null`,
      CLERK_LOOKUP,
      ...ownedByAccessRole(OF_CLERK),
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      ...dropOfAccessRole(OF_CLERK),
      `delete from service_account_keys where clerk_kind is not null`,
      `drop index uq_service_account_keys_clerk, service_account_keys_acts_for`,
      `alter table service_account_keys drop constraint ck_service_account_keys_clerk, drop column clerk_kind,
         drop column clerk_id, drop column acts_for, alter column digest set not null`,
    ]);
  }
}

/**
 * Which of our keys stands for a credential of Clerk? Whom Clerk made it for must be whom the account acts for: the person
 * of an agent, else the organization. A machine acts for itself.
 */
const CLERK_LOOKUP = `
create function app.service_account_of_clerk(p_kind text, p_clerk_id text, p_subject text) returns text
  language sql stable security definer set search_path = pg_catalog, public as $$
    select k.public_id
      from service_account_keys k
      join service_accounts a on a.organization_id = k.organization_id and a.id = k.account_id
      join organizations o on o.id = k.organization_id
      left join users u on u.id = a.on_behalf_of
     where k.clerk_kind = p_kind and k.clerk_id = p_clerk_id
       and k.acts_for is not distinct from a.on_behalf_of
       and (p_kind = 'm2m_token' or p_subject = case when a.on_behalf_of is null then o.clerk_id else u.clerk_id end)
  $$`;
