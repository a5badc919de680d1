import type { DataSource } from 'typeorm';
import { findSessionSettings } from './session-settings.js';

/** The database would let the service do more than it should, or less than it must; the message names everything. */
export class DatabaseHardeningError extends Error {
  /**
   * @param rights what the role could do that it should not, or row-level security that is off
   * @param settings what is missing in the settings of the session
   */
  constructor(
    readonly rights: readonly string[],
    readonly settings: readonly string[],
  ) {
    const remedies = [
      rights.length > 0
        ? ' Run with the runtime role in DATABASE_URL and migrate with DATABASE_ADMIN_URL.'
        : '',
      settings.length > 0
        ? ' Run `tenantry database roles` once more, and have a pooler open its connections anew.'
        : '',
    ];
    super(`The database is not safe to run on: ${[...rights, ...settings].join('; ')}.${remedies.join('')}`);
  }
}

export interface HardeningExpectation {
  /** Tables (schema-qualified) that may go without row-level security, e.g. the job queue's. */
  readonly withoutRowSecurity: readonly string[];
}

interface RoleRow {
  name: string;
  superuser: boolean;
  bypass: boolean;
  owns: string[];
  can_truncate: string[];
  unprotected: string[];
  seeing_all: string[];
  open_partitions: string[];
  row_security: string;
}

/**
 * Refuses to go on when row-level security does not hold: a role that bypasses or owns, a table without
 * forced row-level security, the right to truncate (which ignores policies); or when the server would not end what runs
 * too long.
 *
 * @throws DatabaseHardeningError listing every finding
 */
export async function checkDatabaseHardening(
  dataSource: DataSource,
  expected: HardeningExpectation,
): Promise<void> {
  const rows = await dataSource.query<RoleRow[]>(HARDENING_SQL, [expected.withoutRowSecurity]);
  const role = rows[0];
  if (role === undefined)
    throw new DatabaseHardeningError(['the database did not describe its own role'], []);
  const settings = await findSessionSettings(dataSource);
  const rights = [
    role.superuser ? `role ${role.name} is a superuser` : '',
    role.bypass ? `role ${role.name} has BYPASSRLS` : '',
    role.owns.length > 0 ? `role ${role.name} owns tables (${role.owns.join(', ')})` : '',
    role.can_truncate.length > 0 ? `role ${role.name} may truncate ${role.can_truncate.join(', ')}` : '',
    role.unprotected.length > 0 ? `no forced row-level security on ${role.unprotected.join(', ')}` : '',
    role.seeing_all.length > 0
      ? `views show rows by the rights of their owner (${role.seeing_all.join(', ')}); make them with security_invoker`
      : '',
    role.open_partitions.length > 0
      ? `role ${role.name} may reach past their tables into the partitions ${role.open_partitions.join(', ')}`
      : '',
    role.row_security === 'on' ? '' : 'row_security is switched off for this connection',
  ].filter((finding) => finding !== '');
  if (rights.length + settings.length > 0) throw new DatabaseHardeningError(rights, settings);
}

const HARDENING_SQL = `
with tables as (
  select c.oid, n.nspname || '.' || c.relname as name, c.relowner, c.relispartition, c.relrowsecurity and c.relforcerowsecurity as is_secured,
    n.nspname || '.' || c.relname = any ($1::text[]) or n.nspname || '.*' = any ($1::text[]) as is_exempt
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
)
select r.rolname as name, r.rolsuper as superuser, r.rolbypassrls as bypass,
  array(select name from tables where pg_has_role(current_user, relowner, 'USAGE') order by name) as owns,
  array(select name from tables where has_table_privilege(oid, 'TRUNCATE') order by name) as can_truncate,
  array(select name from tables where not is_secured and not is_exempt order by name) as unprotected,
  array(select c.relname::text from pg_class c
         where c.relkind in ('v', 'm') and c.relnamespace = 'public'::regnamespace
           and not ('security_invoker=true' = any (coalesce(c.reloptions, '{}'))) order by 1) as seeing_all,
  array(select name from tables
         where relispartition and not is_exempt
           and (has_any_column_privilege(oid, 'SELECT, INSERT, UPDATE') or has_table_privilege(oid, 'DELETE'))
         order by name) as open_partitions,
  current_setting('row_security') as row_security
from pg_roles r where r.rolname = current_user`;
