/** Tables that keep their size however many people and tenants there are, and why. */
export const LASTING: Readonly<Record<string, string>> = {
  migrations: 'one row for each version of the schema',
  audit_chain: 'one row',
  authorization_models: 'one row for each change of what the application declares',
  clerk_roles: 'the roles of one Clerk instance',
  account_import_lease: 'one row',
  account_retirement: 'one row',
  account_sign_in_days: 'one row a day until the retirement',
  clerk_roles_state: 'one row',
  reconciliation_lease: 'one row',
  tombstone_keys: 'one row',
  usage_ledger: 'one row',
  usage_months: 'twelve rows a year',
  platform_role_grants: 'the staff of the platform',
  usage_dead_letters: 'empties itself: rows are there only while activity cannot be written',
  event_feed: 'one row',
  access_rechecks: 'empties itself: rows are there only until the people of an organization were looked at',
  audit_checkpoints: 'one row for each thousand audit rows',
};

const SOME_ORGANIZATION = `(select id from organizations order by id limit 1)`;
const SOME_USER = `(select id from users order by id limit 1)`;

/** A few rows for tables that the walk leaves empty, since what they hold comes and goes or is rare. */
export const SEEDS: Readonly<Record<string, string>> = {
  clerk_write_leases: `insert into clerk_write_leases (object_sha256, holder, held_until)
    values (sha256('one'), gen_random_uuid(), now())`,
  erasure_findings: `insert into erasure_findings (id, erasure_id, place, row_key, text_hash, spans, kind, status, found_at)
    select gen_random_uuid(), id, 'public.sync_alarms.detail', 'one', 'one', '[]', 'name', 'kept', now()
      from privacy_erasures order by id limit 1`,
  event_deliveries: `with one_endpoint as (
      insert into event_endpoints (id, organization_id, url, types, state, wrapped_secret, master_key_id, created_at, updated_at)
      values (gen_random_uuid(), ${SOME_ORGANIZATION}, 'https://app.example/', '{}', 'enabled', 'one', 'one', now(), now())
      returning id, organization_id),
    one_event as (
      insert into events (position, id, type, organization_id, actor_kind, actor_id, change, lane, occurred_at, published_at)
      values (1000000, gen_random_uuid(), 'property.updated', ${SOME_ORGANIZATION}, 'system', 'one', '{}', 1, now(), now())
      returning position)
    insert into event_deliveries (endpoint_id, position, organization_id, lane, state, next_attempt_at)
    select id, position, organization_id, 1, 'pending', now() from one_endpoint cross join one_event`,
  group_grants: `insert into group_grants (organization_id, id, group_id, property_id, role, granted_at, valid_from)
    select g.organization_id, gen_random_uuid(), g.id, p.id, 'property:viewer', now(), now()
      from groups g join properties p on p.organization_id = g.organization_id`,
  group_members: `insert into group_members (organization_id, group_id, user_id, added_at)
    select g.organization_id, g.id, m.user_id, now()
      from groups g join memberships m on m.organization_id = g.organization_id`,
  group_nestings: `insert into group_nestings (organization_id, group_id, member_group_id, added_at)
    select g.organization_id, g.id, inner_one.id, now()
      from groups g join groups inner_one on inner_one.organization_id = g.organization_id and inner_one.id < g.id`,
  idempotency_keys: `insert into idempotency_keys (user_id, request_sha256, fingerprint, created_at)
    values (${SOME_USER}, sha256('one'), 'one', now())`,
  invitation_reviews: `insert into invitation_reviews (organization_id, giver_id, noted_at)
    values (${SOME_ORGANIZATION}, ${SOME_USER}, now())`,
  organization_grants: `insert into organization_grants (organization_id, user_id, role, granted_at, valid_from)
    select m.organization_id, m.user_id, r.key, now(), now() from memberships m
      join custom_roles r on r.organization_id = m.organization_id and r.scope_kind = 'organization'`,
  organization_holds: `insert into organization_holds (id, organization_id, article, placed_by, placed_at, released_at)
    values (gen_random_uuid(), ${SOME_ORGANIZATION}, 'Art. 17(3)(e) GDPR', ${SOME_USER}, now(), now())`,
  ownerless_organizations: `insert into ownerless_organizations (organization_id, id, user_id, lost_at, archive_after, state,
      settled_at)
    values (${SOME_ORGANIZATION}, gen_random_uuid(), ${SOME_USER}, now(), now(), 'archived', now())`,
  personal_tenants: `insert into personal_tenants (user_id, organization_id, requested_at, settled_at)
    values (${SOME_USER}, ${SOME_ORGANIZATION}, now(), now())`,
  privacy_consent_events: `insert into privacy_consent_events (id, sequence, user_id, purpose, version, given, decided_at)
    values (gen_random_uuid(), 1, ${SOME_USER}, 'news', '1', true, now())`,
  rate_limits: `insert into rate_limits (key, points, expire)
    values ('address:one', 1, extract(epoch from now())::bigint * 1000)`,
  reconciliation_seen: `insert into reconciliation_seen (run_id, kind, clerk_id)
    select id, 'user', 'user_one' from reconciliations order by id limit 1`,
  sign_in_policies: `insert into sign_in_policies (id, organization_id, is_set, second_factor_required, allowed_networks,
      allowed_strategies, version, updated_at)
    values (gen_random_uuid(), ${SOME_ORGANIZATION}, true, false, '{}', '{}', 1, now()) on conflict do nothing`,
  sync_alarms: `insert into sync_alarms (id, kind, subject, raised_at, last_seen_at, cleared_at)
    values (gen_random_uuid(), 'webhooks.silent', 'one', now(), now(), now())`,
  usage_members: `insert into usage_members (organization_id, month, usage_id)
    select m.organization_id, date_trunc('month', now()), p.usage_id
      from memberships m join usage_people p on p.user_id = m.user_id`,
  usage_records: `insert into usage_records (kind, period, organization_id, property_id, variant, body, sha256)
    values ('day', current_date, ${SOME_ORGANIZATION}, null, 'UTC', '{}', sha256('one'))`,
};

/** What most rows of a large installation are, where the walk leaves something under way: SQL by table and column. */
export const ORDINARY: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  clerk_write_leases: { held_until: `now() - i * interval '10 seconds'` },
  invitation_reviews: { noted_at: `now() - i * interval '1 second'` },
  // Nearly all hold: what has ended is deleted after a while.
  service_account_keys: {
    expires_at: `now() + i * interval '1 hour'`,
    revoked_at: 'null',
    public_id: `'key ' || i`,
  },
  platform_account_keys: {
    expires_at: `now() + i * interval '1 hour'`,
    revoked_at: 'null',
    public_id: `'key ' || i`,
  },
  idempotency_keys: { created_at: `now() - i * interval '8 seconds'` },
  rate_limits: { expire: `t.expire + i * 1000` },
  audit_refusals: { began_at: `now() - i * interval '0.3 seconds'` },
  audit_events: { xid: `(3 + i % 600)::text::xid8` },
  sync_alarms: { cleared_at: `now() - i * interval '10 minutes'` },
  reconciliations: { status: `'applied'`, started_at: `now() - i * interval '10 minutes'` },
  platform_activity_days: { day: `t.day - i % 365` },
  organization_activity_days: { day: `t.day - i % 365`, local_day: `t.local_day - i % 365` },
  property_activity_days: { day: `t.day - i % 365`, local_day: `t.local_day - i % 365` },
  scheduled_runs: {
    started_at: `t.started_at - i * interval '20 minutes'`,
    finished_at: `t.finished_at - i * interval '20 minutes'`,
  },
  webhook_endpoint_minutes: { minute: `t.minute - i * interval '1 minute'` },
  usage_members: { month: `(t.month - i * interval '1 month' / 40)::date` },
  usage_records: { period: `(t.period - i)::date` },
  privacy_erasures: { status: `'done'`, finished_at: `t.requested_at` },
  privacy_requests: {
    closed_at: `coalesce(t.closed_at, t.received_at) - i * interval '1 hour'`,
    outcome: `'fulfilled'`,
  },
  privacy_holds: { released_at: `coalesce(t.released_at, t.placed_at)` },
  privacy_exports: { status: `'expired'` },
  privacy_bulks: { status: `'done'`, finished_at: `t.created_at` },
  privacy_bulk_items: { settled_at: `coalesce(t.settled_at, now() - interval '1 day')` },
  access_snapshots: { next_change_at: `now() + i * interval '1 hour'` },
  // Nearly all of what was sent has arrived, and nearly all endpoints are those of organizations.
  event_deliveries: {
    state: `case when i % 50 = 0 then 'pending' else 'delivered' end`,
    last_attempt_at: `now() - i * interval '5 seconds'`,
    lane: 'i',
  },
  event_endpoints: {
    organization_id: '(select id from organizations order by id offset i % 500 limit 1)',
    state: `'enabled'`,
    disabled_because: 'null',
  },
  invitations: { status: `case when i % 10 = 0 then t.status else 'accepted' end` },
};
