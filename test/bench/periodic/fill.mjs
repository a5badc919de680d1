/**
 * Fills every table that something periodic reads, by generate_series. Of each there is far more that is not due than
 * what is, and what is due is as much as a run finds after it was away for some hours.
 *
 * @param client a connection of the superuser to a migrated database
 * @param sizes `people`, `auditRows` and `properties`; other tables follow the number of people
 */
export async function fill(client, { people, auditRows, properties }) {
  const run = (sql, ...values) => client.query(sql, values);
  /** As many rows as this for one person of three, and so on. */
  const share = (part) => Math.ceil(people * part);
  await run(`set statement_timeout = 0`);
  await run(`set session_replication_role = replica`);
  await run(
    `insert into users (id, clerk_id, email_address, created_at, updated_at, deleted_at, banned)
     select gen_random_uuid(), 'user_' || n, 'p' || n || '@bench.test', now() - interval '100 days', now() - interval '1 day',
            case when n % 100 = 0 then now() - interval '60 days' end, n % 1000 = 1
     from generate_series(1, $1::int) n`,
    people,
  );
  await run(
    `insert into organizations (id, clerk_id, name, status, created_at, updated_at)
     select gen_random_uuid(), 'org_' || n, 'Organization ' || n, 'active', now() - interval '100 days', now()
     from generate_series(1, greatest(10, $1::int / 100)) n`,
    people,
  );
  await run(
    `create temporary table o as select id, clerk_id, row_number() over (order by id) - 1 as n from organizations`,
  );
  await run(
    `create temporary table u as select id, clerk_id, row_number() over (order by id) - 1 as n from users`,
  );
  await run(
    `create temporary table size as select (select count(*) from o) as o, (select count(*) from u) as u`,
  );
  await run('create index on o (n)');
  await run('create index on u (n)');
  await run('analyze');
  // Organization 0 is the large one: a third of everybody belongs to it, and it has every property.
  await run(
    `insert into memberships (organization_id, user_id, role, created_at, updated_at)
     select o.id, u.id, case when u.n % 50 = 1 then 'org:admin' else 'org:member' end, now(), now()
     from u, size join o on true where o.n = case when u.n % 3 = 1 then 0 else u.n % size.o end and u.n % 3 <> 0`,
  );
  await run(`set session_replication_role = origin`);
  await run(
    `insert into properties (organization_id, id, slug, name, timezone, status, created_at, updated_at)
     select (select id from o where n = 0), gen_random_uuid(), 'p-' || n, 'Property ' || n,
            (array['UTC', 'Europe/Vienna', 'Asia/Tokyo'])[1 + n % 3], 'active', now() - interval '100 days', now()
     from generate_series(1, $1::int) n`,
    properties,
  );
  await run(`set session_replication_role = replica`);
  await run(
    `create temporary table p as select organization_id, id, row_number() over (order by id) - 1 as n from properties`,
  );
  await run('analyze');
  await run(
    `insert into property_grants (organization_id, property_id, user_id, role, granted_by, granted_at, valid_from)
     select p.organization_id, p.id, u.id, 'property:staff', (select id from u where n = 1), now(), now() - interval '1 day'
     from u cross join unnest(array[u.n % $1::int, (u.n * 7 + 1) % $1::int, (u.n * 13 + 2) % $1::int]) as place (n)
       join p on p.n = place.n where u.n % 3 = 1 on conflict do nothing`,
    properties,
  );
  await fillTenants(run, share);
  await fillWebhooks(run, share);
  await fillRuns(run, share);
  await fillPrivacy(run, share);
  await fillUsage(run, share);
  await run(`set session_replication_role = origin`);
  await run(
    `insert into audit_events (id, occurred_at, action, outcome, actor_kind, actor_id, target_kind, target_id, change, organization_id)
     select ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, now() - make_interval(days => ($1::int - n) / greatest(1, $1::int / 90)),
            'property.updated', 'allowed', 'user', gen_random_uuid()::text, 'property',
            gen_random_uuid()::text, jsonb_build_object('name', n), (select id from o where o.n = 0)
     from generate_series(1, $1::int) n`,
    auditRows,
  );
  await run('vacuum analyze');
}

async function fillTenants(run, share) {
  await run(
    `insert into invitations (organization_id, id, email_address, organization_role, status, delivery, invited_by, expires_at, created_at, updated_at)
     select o.id, gen_random_uuid(), 'i' || i || '@bench.test', 'org:member',
            case when i % 50 = 0 or i % 7 = 0 then 'pending' else 'expired' end, 'sent', (select id from u where n = i % 5000),
            case when i % 50 = 0 then now() - interval '1 hour' else now() + interval '9 days' end, now(), now()
     from generate_series(1, $1::int) i, size join o on true where o.n = i % size.o`,
    share(0.5),
  );
  await run(
    `insert into ownerless_organizations (organization_id, id, user_id, lost_at, archive_after, state)
     select id, gen_random_uuid(), null, now() - interval '9 days', now() + make_interval(days => 1 - (n % 3)::int), 'holding'
     from o where n % 2 = 1`,
  );
  await run(
    `insert into invitation_reviews (organization_id, giver_id)
     select null, id from u where n between 1 and 200 union all select id, null from o where n between 1 and 50`,
  );
}

async function fillWebhooks(run, share) {
  // An even part of 120 days and a little more, so that some hundreds of rows and payloads are due.
  await run(
    `insert into webhook_deliveries (svix_id, event_type, object_id, body_sha256, payload, state, next_attempt_at, received_at, settled_at)
     select 'msg_' || i, case when i % 3 = 0 then 'user.updated' else 'session.created' end, 'user_' || (1 + i % size.u),
            sha256(i::text::bytea), case when at > now() - interval '7 days 2 hours' then '{"data": {}}'::jsonb end,
            case when i % 10000 = 0 then 'dead' else 'applied' end, at, at, at
     from generate_series(1, $1::int) i cross join size
       cross join lateral (select now() - interval '120 days 2 hours' * (i::float / $1::int) as at) moment`,
    share(3),
  );
  await run(
    `insert into webhook_delivery_subjects (svix_id, subject, relation)
     select svix_id, object_id, 'owner' from webhook_deliveries where payload is not null`,
  );
  await run(
    `insert into webhook_endpoint_minutes (minute, taken)
     select date_trunc('minute', now()) - make_interval(mins => i), 5 from generate_series(1, $1::int) i`,
    share(0.43),
  );
  await run(
    `insert into tombstones (kind, object_hash, hashed, deleted_at)
     select 'user', md5(i::text) || md5((i + 1)::text), true, now() from generate_series(1, $1::int) i`,
    share(0.3),
  );
}

async function fillRuns(run, share) {
  await run(
    `insert into idempotency_keys (user_id, request_sha256, fingerprint, status, created_at)
     select u.id, sha256(('k' || i)::bytea), 'f', 201, now() - interval '26 hours' * (i::float / $1::int)
     from generate_series(1, $1::int) i cross join size join u on u.n = i % size.u`,
    share(1),
  );
  await run(
    `insert into rate_limits (key, points, expire)
     select 'k' || i, 1, extract(epoch from now()) * 1000 - 90000000.0 * i / $1::int from generate_series(1, $1::int) i`,
    share(1),
  );
  await run(
    `insert into clerk_write_leases (object_sha256, holder, held_until)
     select sha256(('l' || i)::bytea), gen_random_uuid(), now() - interval '26 hours' * (i::float / $1::int)
     from generate_series(1, $1::int) i`,
    share(0.3),
  );
  await run(
    `insert into user_sessions (clerk_id, user_id, status, created_at, expires_at, ended_at, source_updated_at)
     select 'sess_' || i, u.id, 'active', now() - interval '40 days', now() + interval '7 days' - interval '37 days 2 hours' * (i::float / $1::int),
            case when i % 2 = 0 then now() - interval '30 days 2 hours' * (i::float / $1::int) end, now()
     from generate_series(1, $1::int) i cross join size join u on u.n = i % size.u`,
    share(2),
  );
  await run(
    `insert into sync_alarms (id, kind, subject, raised_at, last_seen_at, cleared_at)
     select gen_random_uuid(), 'silence', 's' || i, now(), now(), case when i % 20 > 0 then now() - interval '90 days 3 hours' * (i::float / $1::int) end
     from generate_series(1, $1::int) i`,
    share(0.3),
  );
  await run(
    `insert into scheduled_runs (id, job, slot, trigger, state, holder, lease_until, started_at, finished_at)
     select gen_random_uuid(), (array['webhooks.endpoint', 'privacy.tidy', 'reconciliation.resume'])[j], now() - make_interval(mins => i), 'schedule', 'succeeded', 'bench', now(),
            now() - make_interval(mins => i), now() - make_interval(mins => i)
     from generate_series(1, $1::int) i, generate_series(1, 3) j`,
    share(0.43),
  );
  await run(
    `insert into audit_refusals (id, actor_id, code, route, began_at, repeats)
     select gen_random_uuid(), u.id, 'permission_missing', 'GET /x', now() - interval '2 hours' * (i::float / $1::int), i % 3
     from generate_series(1, $1::int) i join u on u.n = i`,
    share(0.1),
  );
  await run(
    `insert into reconciliations (id, mode, status, started_at, finished_at)
     select gen_random_uuid(), 'incremental', 'applied', now() - make_interval(mins => 15 * i), now() from generate_series(1, 2900) i`,
  );
}

async function fillPrivacy(run, share) {
  await run(
    `insert into privacy_requests (id, kind, law, user_id, requested_by, received_at, due_at, closed_at, alarmed_percent)
     select gen_random_uuid(), 'access', 'gdpr', u.id, u.id, at, at + interval '30 days',
            case when i % 20 > 0 then at + interval '1 day' end, case when i % 40 = 0 then 0 else 50 end
     from generate_series(1, $1::int) i join u on u.n = i
       cross join lateral (select now() - interval '20 days' - interval '36 months' * (case when i % 20 > 0 then i::float / $1::int else 0 end) as at) moment`,
    share(0.1),
  );
  await run(
    `insert into privacy_exports (id, user_id, requested_by, status, requested_at, due_at, finished_at, expires_at)
     select gen_random_uuid(), u.id, u.id, case when i % 50 = 0 then 'ready' else 'expired' end, at, at, at, at + interval '7 days'
     from generate_series(1, $1::int) i join u on u.n = i
       cross join lateral (select now() - interval '36 months 1 day' * (i::float / $1::int) as at) moment`,
    share(0.1),
  );
  await run(
    `insert into privacy_erasures (id, user_id, requested_by, status, requested_at, due_at, erase_after, steps, finished_at)
     select gen_random_uuid(), u.id, u.id, case when i % 100 = 1 then 'blocked' else 'done' end, at, at, at, '[]',
            case when i % 100 <> 1 then at end
     from generate_series(1, $1::int) i join u on u.n = i
       cross join lateral (select now() - interval '36 months 1 day' * (i::float / $1::int) as at) moment`,
    share(0.1),
  );
  await run(
    `insert into privacy_holds (id, user_id, article, placed_by, placed_at, ends_at, released_at)
     select gen_random_uuid(), u.id, '17(3)(b)', u.id, at, at + interval '30 days', case when i % 50 > 0 then at + interval '30 days' end
     from generate_series(1, $1::int) i join u on u.n = i
       cross join lateral (select now() - interval '37 months' * (i::float / $1::int) as at) moment`,
    share(0.05),
  );
}

async function fillUsage(run, share) {
  await run(`update usage_ledger set began_at = date_trunc('month', now()) - interval '1 month'`);
  await run(`insert into usage_people (user_id) select id from u on conflict do nothing`);
  await run(
    `create temporary table seen as
     select up.usage_id, u.id, u.n, d.day::date as day, row_number() over (partition by u.id order by d.day) = 1 as is_first
     from u join usage_people up on up.user_id = u.id
       cross join generate_series(date_trunc('month', now()) - interval '1 month', now(), interval '1 day') d (day)
     where (u.n + extract(day from d.day)::int) % 6 = 0`,
  );
  await run(
    `insert into platform_activity_days (day, usage_id, is_first_day) select day, usage_id, is_first from seen`,
  );
  await run(
    `insert into organization_activity_days (organization_id, day, local_day, usage_id, is_first_day, is_first_local_day)
     select m.organization_id, s.day, s.day, s.usage_id, s.is_first, s.is_first from seen s join memberships m on m.user_id = s.id`,
  );
  await run(
    `insert into property_activity_days (organization_id, property_id, day, local_day, usage_id, is_first_day, is_first_local_day)
     select g.organization_id, g.property_id, s.day, s.day, s.usage_id, s.is_first, s.is_first
     from seen s join property_grants g on g.user_id = s.id`,
  );
  await run(
    `insert into usage_dead_letters (id, user_id, organization_id, seen_first_at, seen_last_at, error_code)
     select gen_random_uuid(), u.id, null, now() - interval '1 day', now(), 'XX000' from u where u.n < $1::int`,
    share(0.02),
  );
}
