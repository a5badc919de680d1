/** An id of a moment as the service makes it (UUID v7), for row `i`, made of milliseconds `ms`. */
const ID = `(lpad(to_hex(ms), 12, '0') || '7' || lpad(to_hex(i % 4096), 3, '0') || '8' || substr(md5(i::text), 1, 15))::uuid`;
/** One row of fifty is of the organization that asks, the others of a thousand that do not. */
const ORGANIZATION = `case when i % 50 = 0 then $1::uuid else md5('organization ' || i % 1000)::uuid end`;
const PROPERTY = `case when i % 50 = 0 then ($2::uuid[])[1 + (i / 50) % cardinality($2::uuid[])]
                       else md5('property ' || i % 20000)::uuid end`;
/** Somebody of a hundred thousand. */
const SOMEBODY = `md5('somebody ' || (i * 7919) % 100000)::uuid`;
const DAY = `to_timestamp(ms / 1000.0)::date`;

/** What a row is in each table, of `i`, `ms`, `n`, its number over all months, and `low`, where its month begins. */
const TABLES = {
  audit_events: {
    columns: `id, occurred_at, action, outcome, actor_kind, actor_id, organization_id, property_id, target_kind, target_id,
              change, request_id, xid`,
    row: `${ID}, to_timestamp(ms / 1000.0), 'property.updated', 'allowed', 'user', ${SOMEBODY}::text, ${ORGANIZATION},
          ${PROPERTY}, 'property', (${PROPERTY})::text, '{"name": {"from": "House", "to": "Hotel"}}',
          md5('request ' || n), '3'::xid8`,
  },
  audit_seals: {
    columns: 'sequence, event_id, previous_hash, hash',
    row: `n, ${ID}, sha256(int8send(n - 1)), sha256(int8send(n))`,
  },
  platform_activity_days: {
    columns: 'day, usage_id, is_first_day',
    row: `${DAY}, md5('somebody ' || n)::uuid, false`,
  },
  organization_activity_days: {
    columns: 'organization_id, day, local_day, usage_id, is_first_day, is_first_local_day',
    row: `${ORGANIZATION}, ${DAY}, ${DAY}, md5('somebody ' || n)::uuid, false, false`,
  },
  property_activity_days: {
    columns: 'organization_id, property_id, day, local_day, usage_id, is_first_day, is_first_local_day',
    row: `${ORGANIZATION}, ${PROPERTY}, ${DAY}, ${DAY}, md5('somebody ' || n)::uuid, false, false`,
  },
  usage_records: {
    columns: 'kind, period, organization_id, property_id, variant, body, sha256',
    row: `'day', ${DAY}, ${ORGANIZATION}, md5('property ' || n)::uuid, 'utc',
          '{"active":12,"day":"2026-01-01","firstDays":1,"returning":11,"zone":"UTC"}', sha256(int8send(n))`,
    months: 12,
  },
  webhook_deliveries: {
    columns: `svix_id, event_type, object_id, event_at, instance_id, body_sha256, state, next_attempt_at, received_at,
              settled_at`,
    row: `low || lpad(i::text, 12, '0'), 'user.updated', 'user_' || ${SOMEBODY}, to_timestamp(ms / 1000.0), 'ins_bench',
          sha256(int8send(n)), 'applied', to_timestamp(ms / 1000.0), to_timestamp(ms / 1000.0), to_timestamp(ms / 1000.0)`,
    // Kept for 120 days, whatever the rest.
    past: 4,
  },
};

/** What each table is partitioned by. */
const KEYS = { audit_events: 'uuid', audit_seals: 'uuid', webhook_deliveries: 'text' };

/** The tables that are filled. */
export const FILLED = Object.keys(TABLES);

/**
 * Fills the past of a database with partitions of generated rows, each made beside its table and then attached.
 *
 * @param {{ query: (sql: string, values?: unknown[]) => Promise<{ rows: any[] }> }} database of the superuser, with nothing in these tables
 * @param {{ past: number, rows: number, organizationId: string, propertyIds: string[], told: (done: string) => void }} options
 *   months before the present one, and rows of a month in each table
 */
export async function fillMonths(database, { past, rows, organizationId, propertyIds, told }) {
  for (const [table, { columns, row, months = 1, past: longest = past }] of Object.entries(TABLES)) {
    const begun = performance.now();
    await makeRoom(database, table);
    const stretches = await stretchesOf(database, months, Math.min(past, longest));
    const each = rows * months;
    for (const [number, { from, to }] of stretches.entries()) {
      const name = `${table}_${from}_${to}`;
      await database.query(
        `create table partitions.${name} (like public.${table} including defaults including constraints)`,
      );
      await database.query(
        `with given as (select $1::uuid, $2::uuid[], app.partition_bound($5, '${from}'::date) as low)
         insert into partitions.${name} (${columns})
         select ${row} from given, (
           select i, i + $3::bigint as n, (extract(epoch from '${from}'::date) * 1000)::bigint
                + ((extract(epoch from '${to}'::date) - extract(epoch from '${from}'::date)) * 1000 * i / ($4::bigint + 1))::bigint as ms
             from generate_series(1, $4::bigint) i) stretch`,
        [organizationId, propertyIds, number * each, each, KEYS[table] ?? 'date'],
      );
      await database.query(
        `alter table partitions.${name} owner to tenantry_owner, enable row level security, force row level security`,
      );
      await attach(database, table, name, from, to);
    }
    told(
      `${table}: ${each * stretches.length} rows in ${stretches.length} partitions, ${Math.round((performance.now() - begun) / 1000)} s`,
    );
  }
  await database.query(
    `update audit_chain set sequence = (select max(sequence) from audit_seals), hash = sha256(int8send((select max(sequence) from audit_seals))),
       sealed_xid = pg_current_xact_id(), sealed_id = 'ffffffff-ffff-ffff-ffff-ffffffffffff'`,
  );
  await database.query('vacuum analyze');
}

/** The partition for all of the past, in which nothing is, makes room for months. */
async function makeRoom(database, table) {
  const { rows } = await database.query(
    `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = $1::regclass and c.relname ~ '_first_'`,
    [`public.${table}`],
  );
  for (const { name } of rows) await database.query(`drop table partitions.${name}`);
}

/** Whole months, or years, from the oldest up to and with that of the present. */
async function stretchesOf(database, months, past) {
  const unit = months === 12 ? 'year' : 'month';
  const { rows } = await database.query(
    `select to_char(start, 'YYYYMMDD') as from, to_char(start + interval '1 ${unit}', 'YYYYMMDD') as to
       from generate_series(date_trunc('${unit}', now() - interval '${past} months'), date_trunc('${unit}', now()),
                            interval '1 ${unit}') start`,
  );
  return rows;
}

async function attach(database, table, name, from, to) {
  const type = KEYS[table] ?? 'date';
  const { rows } = await database.query(
    'select app.partition_bound($1, $2::date) as low, app.partition_bound($1, $3::date) as high',
    [type, from, to],
  );
  await database.query(
    `alter table public.${table} attach partition partitions.${name} for values from ('${rows[0].low}') to ('${rows[0].high}')`,
  );
}
