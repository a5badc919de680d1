import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runAll } from './sql-migration.js';

const RESTART = 'app.restart_audit_mark(xid8)';

/**
 * Lets the sealer put its mark back where the log was restored into another cluster, whose transactions have lower
 * numbers. Without it each round would read the whole log anew until something new was sealed, and one of millions of
 * rows not within the time that a statement has.
 */
export class AuditMarkOfRestoredLog1763700000092 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `grant create on schema app to tenantry_access`,
      `set local role tenantry_access`,
      // Only ever back: the worst that comes of it is that the sealer looks twice.
      `create function app.restart_audit_mark(p_xid xid8)
         returns void language sql security definer set search_path = pg_catalog, public as $$
         update audit_chain set sealed_xid = p_xid, sealed_id = '00000000-0000-0000-0000-000000000000'
          where sealed_xid > p_xid
       $$`,
      `revoke execute on function ${RESTART} from public`,
      `grant execute on function ${RESTART} to tenantry_app`,
      `reset role`,
      `revoke create on schema app from tenantry_access`,
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [`set local role tenantry_access`, `drop function ${RESTART}`, `reset role`]);
  }
}
