import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OWN_ORGANIZATION, SYSTEM, rowSecurityFor } from '../../../migrations/row-security.js';
import { runAll } from '../../../migrations/sql-migration.js';

const OWN_OR_SYSTEM = `${SYSTEM} or ${OWN_ORGANIZATION}`;

/** Invitations, and the list of people whose invitations have to be judged anew because they may have lost a right. */
export class Invitations1763600000052 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [...INVITATIONS, ...INVITATION_REVIEWS, ...LOST_RIGHT_TRIGGERS]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `drop trigger note_lost_standing on users`,
      ...LOSSES.map(([table]) => `drop trigger note_lost_right on ${table}`),
      `drop function app.note_lost_right()`,
      `drop table invitation_reviews`,
      `drop table invitations`,
    ]);
  }
}

/**
 * What Clerk says of an invitation is kept beside what was decided here, so that a membership that grew out of one which
 * is void here can be told from every other one.
 */
const INVITATIONS = [
  `create table invitations (
     organization_id uuid not null references organizations (id) on delete cascade,
     id uuid not null,
     property_id uuid,
     email_address text not null,
     organization_role text not null,
     property_role text,
     origin text not null default 'here' check (origin in ('here', 'clerk')),
     invited_by uuid,
     -- Those that one request made.
     batch_id uuid,
     status text not null check (status in ('pending', 'accepted', 'revoked', 'expired', 'failed')),
     revoked_because text check (revoked_because in ('taken_back', 'superseded', 'inviter_lost_right')),
     -- How far the news has got: to Clerk (which sends the mail), or why it did not.
     delivery text not null check (delivery in ('queued', 'sent', 'failed')),
     delivery_error text,
     clerk_id text,
     status_at_clerk text check (status_at_clerk in ('pending', 'accepted', 'revoked', 'expired', 'unknown')),
     accepted_in_clerk_at timestamptz,
     accepted_in_clerk_by text,
     refused_membership_id text,
     expires_at timestamptz not null,
     created_at timestamptz not null,
     updated_at timestamptz not null,
     accepted_at timestamptz,
     accepted_by uuid,
     revoked_at timestamptz,
     primary key (organization_id, id),
     constraint fk_invitations_property foreign key (organization_id, property_id)
       references properties (organization_id, id) on delete cascade,
     constraint ck_invitations_role check ((property_id is null) = (property_role is null))
   )`,
  // One open invitation per address and property (or organization); the index decides races.
  `create unique index uq_invitations_pending on invitations
     (organization_id, coalesce(property_id, '00000000-0000-0000-0000-000000000000'), email_address)
     where status = 'pending'`,
  `create index invitations_address on invitations (organization_id, email_address)`,
  `create index invitations_batch on invitations (organization_id, batch_id) where batch_id is not null`,
  `create index invitations_inviter on invitations (invited_by) where status = 'pending'`,
  `create index invitations_expiring on invitations (expires_at)
     where status = 'pending' and accepted_in_clerk_at is null`,
  `create index invitations_clerk_id on invitations (clerk_id)`,
  // Whatever names a person, for their erasure.
  `create index invitations_email_address on invitations (email_address)`,
  `create index invitations_accepted_by on invitations (accepted_by) where accepted_by is not null`,
  `create index invitations_accepted_in_clerk_by on invitations (accepted_in_clerk_by)
     where accepted_in_clerk_by is not null`,
  ...rowSecurityFor('invitations', { read: OWN_OR_SYSTEM, write: OWN_OR_SYSTEM }),
];

/**
 * Whose rights may have gone, written by triggers in the transaction in which they go, whoever takes them. It holds ids
 * only, for a second. Cascades run as the owner of the tables, so it goes without row-level security.
 */
const INVITATION_REVIEWS = [
  `create table invitation_reviews (
     id uuid primary key default gen_random_uuid(),
     organization_id uuid,
     giver_id uuid,
     noted_at timestamptz not null default now()
   )`,
  // A queue of which each item is the oldest.
  `create index invitation_reviews_noted on invitation_reviews (noted_at, id)`,
  `grant select, insert, delete, update on invitation_reviews to tenantry_app`,
  // Arguments: the columns that name the organization and the person; empty where any is meant.
  `create function app.note_lost_right() returns trigger language plpgsql as $$
   declare
     lost jsonb := to_jsonb(old);
   begin
     insert into invitation_reviews (organization_id, giver_id)
     values ((lost ->> nullif(tg_argv[0], ''))::uuid, (lost ->> nullif(tg_argv[1], ''))::uuid);
     return null;
   end $$`,
];

/** Where a right may go: what somebody gave on it and what is not in force yet has to be judged anew. */
const LOSSES = [
  ['memberships', 'delete or update of role', 'organization_id', 'user_id'],
  ['property_grants', 'delete or update', 'organization_id', 'user_id'],
  ['organization_grants', 'delete or update', 'organization_id', 'user_id'],
  ['platform_role_grants', 'delete', '', 'user_id'],
  ['users', 'delete', '', 'id'],
  ['custom_roles', 'delete or update of permissions', 'organization_id', ''],
  ['clerk_roles', 'delete or update of permissions', '', ''],
] as const;

const LOST_RIGHT_TRIGGERS = [
  ...LOSSES.map(
    ([table, when, organization, person]) =>
      `create trigger note_lost_right after ${when} on ${table}
         for each row execute function app.note_lost_right('${organization}', '${person}')`,
  ),
  `create trigger note_lost_standing after update on users for each row
     when (old.can_act and not new.can_act) execute function app.note_lost_right('', 'id')`,
];
