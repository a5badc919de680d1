import type { TestDatabase } from './test-database.js';

/**
 * From here on no row of an action can be written into the audit log, so whatever does it fails, with the row in message and
 * detail of the database's error.
 *
 * @param message begins that of the error
 */
export async function refuseAuditRows(
  database: TestDatabase,
  action: string,
  message = 'refused',
): Promise<void> {
  await database.query(`
    create function refuse_audit() returns trigger language plpgsql as $$
      begin
        raise exception using errcode = '23514', message = '${message} ' || new::text, detail = 'Failing row: ' || new::text;
      end $$`);
  await database.query(
    `create trigger refuse before insert on audit_events for each row
       when (new.action = '${action}') execute function refuse_audit()`,
  );
}
