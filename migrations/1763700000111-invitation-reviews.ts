import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OWN_PERSON, PLATFORM, SYSTEM } from './row-security.js';
import { runAll } from './sql-migration.js';

const MEMBER_HERE = `exists (select from memberships m where m.user_id = user_email_addresses.user_id
  and m.organization_id = (select app.scope_organization()))`;

/** Where a right may have gone: what somebody gave on it and what is not in force yet has to be judged anew. */
const LOSSES = [
  ['memberships', 'delete or update of role', 'organization_id', 'user_id'],
  ['property_grants', 'delete or update', 'organization_id', 'user_id'],
  ['organization_grants', 'delete or update', 'organization_id', 'user_id'],
  ['platform_role_grants', 'delete', null, 'user_id'],
  ['users', 'delete', null, 'id'],
  ['custom_roles', 'delete or update of permissions', 'organization_id', null],
  ['clerk_roles', 'delete or update of permissions', null, null],
] as const;

const named = (column: string | null): string => (column === null ? `''` : `'${column}'`);

/**
 * A list of whose rights may have gone, written by triggers in the transaction in which they go, whoever takes them. It
 * holds ids only, for a second. Cascades run as the owner of the tables, so the list goes without the wall.
 */
export class InvitationReviews1763700000111 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `create table invitation_reviews (
         id uuid primary key default gen_random_uuid(),
         organization_id uuid,
         giver_id uuid,
         noted_at timestamptz not null default now()
       )`,
      `grant select, insert, delete, update on invitation_reviews to tenantry_app`,
      `create function app.note_lost_right() returns trigger language plpgsql as $$
       declare
         lost jsonb := to_jsonb(old);
       begin
         insert into invitation_reviews (organization_id, giver_id)
         values ((lost ->> nullif(tg_argv[0], ''))::uuid, (lost ->> nullif(tg_argv[1], ''))::uuid);
         return null;
       end $$`,
      ...LOSSES.map(
        ([table, when, organization, giver]) =>
          `create trigger note_lost_right after ${when} on ${table}
           for each row execute function app.note_lost_right(${named(organization)}, ${named(giver)})`,
      ),
      `create trigger note_lost_standing after update on users for each row
         when (old.can_act and not new.can_act) execute function app.note_lost_right('', 'id')`,
      `create index invitations_inviter on invitations (invited_by) where status = 'pending'`,
      `alter table invitations add batch_id uuid`,
      `create index invitations_batch on invitations (organization_id, batch_id) where batch_id is not null`,
      // Whoever is invited may be a member under an address that is not their first one.
      `alter policy user_email_addresses_read on user_email_addresses
         using (${SYSTEM} or ${PLATFORM} or ${OWN_PERSON} or ${MEMBER_HERE})`,
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `alter policy user_email_addresses_read on user_email_addresses
         using (${SYSTEM} or ${PLATFORM} or ${OWN_PERSON})`,
      `drop index invitations_batch`,
      `alter table invitations drop batch_id`,
      `drop index invitations_inviter`,
      `drop trigger note_lost_standing on users`,
      ...LOSSES.map(([table]) => `drop trigger note_lost_right on ${table}`),
      `drop function app.note_lost_right()`,
      `drop table invitation_reviews`,
    ]);
  }
}
