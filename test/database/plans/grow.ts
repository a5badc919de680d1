import type { TestDatabase } from '../../support/test-database.js';

/** Tables that grow with people, tenants or time, and how many rows each has of one person. */
export const GROWING: Readonly<Record<string, number>> = {
  users: 1,
  user_email_addresses: 1,
  user_sessions: 1,
  subject_keys: 1,
  organizations: 0.05,
  properties: 0.1,
  memberships: 1,
  property_grants: 1,
  organization_grants: 0.5,
  invitations: 0.5,
  webhook_deliveries: 1,
  audit_events: 2,
  audit_seals: 2,
  audit_refusals: 0.5,
  sync_alarms: 0.5,
  idempotency_keys: 0.5,
  scheduled_runs: 0.5,
  platform_activity_days: 1,
  organization_activity_days: 1,
  property_activity_days: 1,
  usage_people: 1,
  privacy_requests: 0.5,
  privacy_exports: 0.5,
  privacy_erasures: 0.5,
  privacy_holds: 0.5,
  privacy_consent_events: 1,
  reconciliations: 0.2,
  reconciliation_items: 1,
};

interface Column {
  readonly name: string;
  readonly type: string;
  readonly identity: boolean;
  readonly generated: boolean;
  readonly required: boolean;
  readonly defaulted: boolean;
  readonly keyed: boolean;
  readonly checked: string | null;
}

/** What `i` of the series is made into, where the name of a column says more than its type. */
const BY_NAME: Readonly<Record<string, string>> = {
  organization_id: uuid('2', 'i % greatest($people / 20, 1)'),
  property_id: uuid('3', 'i % greatest($people / 10, 1)'),
  user_id: uuid('1', 'i'),
  actor_id: uuid('1', 'i'),
  email_address: `'person' || i || '@grown.test'`,
  first_name: `'First' || i`,
  last_name: `'Last' || i`,
  body_sha256: `sha256(i::text::bytea)`,
  event_id: uuid('6', 'i'),
};
const NAMESPACE: Readonly<Record<string, string>> = {
  users: '1',
  organizations: '2',
  properties: '3',
  audit_events: '6',
};
/** Filled although they may be empty: most rows have them. */
const FILLED = new Set([
  'email_address',
  'first_name',
  'last_name',
  'clerk_id',
  'organization_id',
  'object_id',
  'expires_at',
]);

/**
 * Fills the tables that grow with rows that look like those of a large installation, and has the planner count them.
 *
 * @param people how many people; the other tables follow
 */
export async function grow(database: TestDatabase, people: number): Promise<void> {
  for (const [table, share] of Object.entries(GROWING)) {
    const columns = await columnsOf(database, table);
    const filled = columns.filter((column) => isFilled(column));
    const values = filled.map((column) => valueOf(table, column).replaceAll('$people', String(people)));
    await database.query(
      `with mode as materialized (select set_config('session_replication_role', 'replica', true))
       insert into ${table} (${filled.map(({ name }) => name).join(', ')})
       ${filled.some(({ identity }) => identity) ? 'overriding system value' : ''}
       select ${values.join(', ')} from mode, generate_series(1, ${Math.ceil(people * share)}) as i
       on conflict do nothing`,
    );
  }
  await database.query('analyze');
}

function isFilled({ name, identity, generated, required, defaulted, keyed }: Column): boolean {
  if (generated || identity) return false;
  return (required && !defaulted) || keyed || FILLED.has(name);
}

function valueOf(table: string, { name, type, checked, keyed }: Column): string {
  if (name === 'id' && type === 'uuid') return uuid(NAMESPACE[table] ?? '9', 'i');
  if (BY_NAME[name] !== undefined) return type === 'text' ? `(${BY_NAME[name]})::text` : BY_NAME[name];
  const literal = checked === null ? null : /'([^']*)'::text/.exec(checked)?.[1];
  if (literal != null && type === 'text') return `'${literal}'`;
  switch (type) {
    case 'uuid':
      return uuid('8', 'i');
    case 'bool':
      return 'false';
    case 'timestamptz':
      return `now() - i * interval '1 minute'`;
    case 'date':
      return `current_date - (i % 300)`;
    case 'bytea':
      return `sha256(i::text::bytea)`;
    case 'jsonb':
      return `'{}'::jsonb`;
    case 'int4':
    case 'int8':
    case 'int2':
      return keyed ? `1000000 + i` : '1';
    case 'xid8':
      return `'3'::xid8`;
    case '_text':
      return `array[]::text[]`;
    default:
      return `'${name} ' || i`;
  }
}

function uuid(kind: string, number: string): string {
  return `('0000000${kind}-0000-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`;
}

function columnsOf(database: TestDatabase, table: string): Promise<Column[]> {
  return database.query<Column>(
    `select a.attname as name, t.typname as type, a.attidentity <> '' as identity, a.attgenerated <> '' as generated,
            a.attnotnull as required, a.atthasdef as defaulted,
            exists (select from pg_index x where x.indrelid = a.attrelid and x.indisunique and a.attnum = any (x.indkey)
                      and (x.indisprimary or a.attnotnull)) as keyed,
            (select string_agg(pg_get_constraintdef(c.oid), ' ') from pg_constraint c
              where c.conrelid = a.attrelid and c.contype = 'c' and a.attnum = any (c.conkey)) as checked
       from pg_attribute a join pg_type t on t.oid = a.atttypid
      where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum`,
    [`public.${table}`],
  );
}
