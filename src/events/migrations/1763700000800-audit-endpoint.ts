import type { MigrationInterface, QueryRunner } from 'typeorm';
import { PLATFORM, SYSTEM } from '../../../migrations/row-security.js';
import { runAll } from '../../../migrations/sql-migration.js';

/**
 * The receiver of the audit log is an endpoint, which a worker of this version makes from the settings. The mark up to
 * where the log was taken stays where it is: a worker of the version before goes on from it and moves it too, so that
 * while both run a row may arrive twice, and none is left out. `push_leased_until` is that version's alone.
 */
export class AuditEndpoint1763700000800 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `alter table event_endpoints
         add column content text not null default 'events' check (content in ('audit_log', 'events')),
         add constraint ck_event_endpoints_audit_log check (
           content = 'events' or (organization_id is null and types = '{audit.events}'))`,
      `create unique index event_endpoints_audit_log on event_endpoints (content) where content = 'audit_log'`,
      // Whoever replays to an endpoint of the platform moves the mark back.
      ...policyFor(`${SYSTEM} or ${PLATFORM}`),
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      ...policyFor(SYSTEM),
      `delete from event_endpoints where content = 'audit_log'`,
      `drop index event_endpoints_audit_log`,
      `alter table event_endpoints drop constraint ck_event_endpoints_audit_log, drop column content`,
    ]);
  }
}

function policyFor(writers: string): string[] {
  return [`alter policy audit_chain_update on audit_chain using (${writers}) with check (${writers})`];
}
