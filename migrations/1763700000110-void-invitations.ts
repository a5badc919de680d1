import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runAll } from './sql-migration.js';

/**
 * What Clerk says of an invitation is kept beside what was decided here, so that a membership that grew out of one which
 * is void here can be told from every other one. A membership names the invitation it grew out of.
 */
export class VoidInvitations1763700000110 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `alter table invitations
         add origin text not null default 'here' check (origin in ('here', 'clerk')),
         add status_at_clerk text
           check (status_at_clerk in ('pending', 'accepted', 'revoked', 'expired', 'unknown')),
         add accepted_in_clerk_by text,
         add refused_membership_id text,
         add revoked_because text check (revoked_because in ('taken_back', 'superseded', 'inviter_lost_right'))`,
      `update invitations set origin = 'clerk' where invited_by is null`,
      `update invitations set status_at_clerk = 'accepted' where accepted_in_clerk_at is not null`,
      `update invitations set revoked_because = 'taken_back' where status = 'revoked'`,
      `create index invitations_address on invitations (organization_id, email_address)`,
      `alter table memberships add invitation_id uuid`,
      `create index memberships_invitation on memberships (organization_id, invitation_id)
         where invitation_id is not null`,
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `drop index memberships_invitation`,
      `alter table memberships drop invitation_id`,
      `drop index invitations_address`,
      `alter table invitations drop revoked_because, drop refused_membership_id, drop accepted_in_clerk_by,
         drop status_at_clerk, drop origin`,
    ]);
  }
}
