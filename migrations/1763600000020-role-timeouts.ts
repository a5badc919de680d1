import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runAll } from './sql-migration.js';

const TIMEOUTS = [
  `statement_timeout = '5s'`,
  `lock_timeout = '2s'`,
  `idle_in_transaction_session_timeout = '10s'`,
  `timezone = 'UTC'`,
];

const MINE = `execute format('alter role %I in database %I set statement_timeout = 0', current_user, current_database())`;

/**
 * The server's time-outs and the time zone, on the runtime role, since a startup parameter does not reach the server
 * through a pooler. A role may change its own settings, so the owner becomes the runtime role for a moment; where it may
 * not (roles that were made otherwise than by `docker/init-roles.sql`), they go on the database, and the owner, whose
 * migrations may take longer, takes its own out.
 */
export class RoleTimeouts1763600000020 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `do $$
       begin
         if exists (select from pg_db_role_setting s join pg_roles r on r.oid = s.setrole
                    where r.rolname = 'tenantry_app' and s.setdatabase = 0 and s.setconfig @> array[
                      'statement_timeout=5s', 'lock_timeout=2s', 'idle_in_transaction_session_timeout=10s', 'TimeZone=UTC'])
         then return; end if;
         if pg_has_role(current_user, 'tenantry_app', 'SET') then
           set local role tenantry_app;
           ${TIMEOUTS.map((setting) => `alter role current_user set ${setting};`).join('\n           ')}
           reset role;
         else
           ${TIMEOUTS.map((setting) => `execute format('alter database %I set ${setting.replaceAll("'", "''")}', current_database());`).join('\n           ')}
           ${MINE};
         end if;
       end $$`,
    ]);
  }

  /** Stays: another database of the same server may have the role too. */
  down(): Promise<void> {
    return Promise.resolve();
  }
}
