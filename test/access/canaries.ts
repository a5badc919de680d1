import type { TestDatabase } from '../support/test-database.js';
import type { ApiRequest } from './http.js';
import type { Tenant } from './tenants.js';

/** Every value by which one would know a customer: ids, slugs, names and addresses of it and of all its people. */
export async function canariesOf(database: TestDatabase, { id }: Pick<Tenant, 'id'>): Promise<string[]> {
  const rows = await database.query<{ value: string }>(
    `select unnest(array[o.id::text, o.clerk_id, o.slug, o.name]) as value from organizations o where o.id = $1
     union select unnest(array[p.id::text, p.slug, p.name]) from properties p where p.organization_id = $1
     union select unnest(array[m.clerk_id, u.id::text, u.clerk_id, u.email_address, u.first_name, u.last_name])
       from memberships m join users u on u.id = m.user_id where m.organization_id = $1
     union select unnest(array[r.key, r.name]) from custom_roles r where r.organization_id = $1
     union select unnest(array[i.id::text, i.email_address]) from invitations i where i.organization_id = $1`,
    [id],
  );
  return rows.map(({ value }) => value).filter((value) => typeof value === 'string' && value.length > 4);
}

/** What an answer holds of them; what the request itself said may come back in it. */
export function leaksIn(
  answer: string,
  canaries: readonly string[],
  request: ApiRequest | null = null,
): string[] {
  const told = answer.toLowerCase();
  const asked = request === null ? '' : decodeURIComponent(JSON.stringify(request)).toLowerCase();
  const wanted = canaries.map((canary) => canary.toLowerCase());
  return wanted.filter((canary) => told.includes(canary) && !asked.includes(canary));
}

/** One short text for all rows of a customer, in every table that has an organization; it changes with any of them. */
export async function sumOfTenant(database: TestDatabase, { id }: Tenant): Promise<string> {
  const tables = await database.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id'
     where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and c.relname !~ '^audit_|_activity_days$' order by 1`,
  );
  const parts = tables.map(
    ({ name }) =>
      `select '${name}' as name, md5(string_agg(t::text, ' ' order by t::text)) as sum from ${name} t where organization_id = $1`,
  );
  const rows = await database.query(
    `select 'organizations' as name, md5(t::text) as sum from organizations t where id = $1 union all ${parts.join(' union all ')}`,
    [id],
  );
  return JSON.stringify(rows);
}
