import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runAll } from './sql-migration.js';

/** Indexes that statements of the service lacked, as their plans on a large database show, without those that none uses. */
export class IndexesByPlan1763700000190 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      // Who was shut out is asked by `can_act`.
      `drop index users_banned`,
      `create index organizations_slug on organizations (slug) where slug is not null`,
      // The search through the whole log for what happens rarely.
      `create index audit_events_action on audit_events (action, id desc)`,
      `create index audit_events_denied on audit_events (id desc) where outcome = 'denied'`,
      // A queue of which each item is the oldest.
      `create index invitation_reviews_noted on invitation_reviews (noted_at, id)`,
      `create index invitations_accepted_in_clerk_by on invitations (accepted_in_clerk_by)
         where accepted_in_clerk_by is not null`,
      `create index personal_tenants_organization on personal_tenants (organization_id)`,
      // The same as webhook_deliveries_object_id.
      `drop index webhook_deliveries_object`,
      `create index webhook_deliveries_unsettled on webhook_deliveries (state, received_at)
         where state in ('pending', 'dead')`,
      // Released holds are asked for as well.
      `drop index privacy_holds_user`,
      `create index privacy_holds_user on privacy_holds (user_id)`,
      // Few are open: one index finds those whose time is over as well.
      `drop index privacy_holds_ends`,
      `create index privacy_holds_open on privacy_holds (id desc) where released_at is null`,
      `create index privacy_exports_file_name on privacy_exports (file_name) where file_name is not null`,
      `create index tombstones_plain on tombstones (kind) where not hashed`,
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `drop index tombstones_plain`,
      `drop index privacy_exports_file_name`,
      `drop index privacy_holds_open`,
      `create index privacy_holds_ends on privacy_holds (ends_at) where released_at is null and ends_at is not null`,
      `drop index privacy_holds_user`,
      `create index privacy_holds_user on privacy_holds (user_id) where released_at is null`,
      `drop index webhook_deliveries_unsettled`,
      `create index webhook_deliveries_object on webhook_deliveries (object_id) where object_id is not null`,
      `drop index personal_tenants_organization`,
      `drop index invitations_accepted_in_clerk_by`,
      `drop index invitation_reviews_noted`,
      `drop index audit_events_denied`,
      `drop index audit_events_action`,
      `drop index organizations_slug`,
      `create index users_banned on users (updated_at) where banned`,
    ]);
  }
}
