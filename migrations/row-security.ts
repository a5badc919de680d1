/** Who may touch the rows of one table; each entry is an SQL condition on a row, read in the caller's scope. */
export interface RowSecurity {
  /** Rows that may be seen. */
  read: string;
  /** Rows that may be written, before and after the change; default: nobody but the system scope. */
  write?: string;
  /** Rows that may be added, where that differs from `write`. */
  insert?: string;
  /** Rows that may be deleted, where that differs from `write`. */
  delete?: string;
  /** Privileges of the runtime role; default all four, without TRUNCATE in any case. */
  privileges?: ('SELECT' | 'INSERT' | 'UPDATE' | 'DELETE')[];
}

export const SYSTEM = `(select app.scope_kind()) = 'system'`;
export const PLATFORM = `(select app.scope_kind()) = 'platform'`;
export const IN_ANY_SCOPE = `(select app.scope_kind()) is not null`;
export const OWN_ORGANIZATION = `organization_id = (select app.scope_organization())`;
/** In the scope of one property its rows alone, in that of the organization those of all its properties. */
export const OWN_PROPERTY = `${OWN_ORGANIZATION} and property_id = coalesce((select app.scope_property()), property_id)`;
export const OWN_PERSON = `user_id = (select app.scope_user())`;

/**
 * The statements that put one table under row-level security. The restrictive policies do the work; the permissive one only opens
 * what PostgreSQL keeps shut by default, so a later permissive policy can never widen access.
 */
export function rowSecurityFor(table: string, security: RowSecurity): string[] {
  const write = security.write ?? SYSTEM;
  const insert = security.insert ?? write;
  const privileges = security.privileges ?? ['SELECT', 'INSERT', 'UPDATE', 'DELETE'];
  return [
    `alter table ${table} enable row level security`,
    `alter table ${table} force row level security`,
    `create policy ${table}_base on ${table} for all to tenantry_app using (true) with check (true)`,
    `create policy ${table}_read on ${table} as restrictive for select to tenantry_app using (${security.read})`,
    `create policy ${table}_insert on ${table} as restrictive for insert to tenantry_app with check (${insert})`,
    `create policy ${table}_update on ${table} as restrictive for update to tenantry_app using (${write}) with check (${write})`,
    `create policy ${table}_delete on ${table} as restrictive for delete to tenantry_app using (${security.delete ?? write})`,
    `grant ${privileges.join(', ')} on ${table} to tenantry_app`,
  ];
}

/** The statements that take all of it back from a table that stays. */
export function withoutRowSecurity(table: string): string[] {
  return [
    `revoke all on ${table} from tenantry_app`,
    ...['base', 'read', 'insert', 'update', 'delete'].map(
      (policy) => `drop policy ${table}_${policy} on ${table}`,
    ),
    `alter table ${table} no force row level security`,
    `alter table ${table} disable row level security`,
  ];
}
