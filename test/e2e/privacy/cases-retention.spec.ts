import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registry } from '#privacy';
import { PeriodicJobs } from '#scheduler';
import { systemScope } from '#auth';
import { UnitOfWork } from '#libs/database';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { until } from '../../support/test-app.js';

/** For each table with a time limit: a row that is just too old and one that is just not, and when a row is gone. */
const LIMITS: readonly {
  table: string;
  job: string;
  insert: string;
  old: string;
  young: string;
  left: string;
}[] = [
  {
    table: 'idempotency_keys',
    job: 'tables.clean-up',
    insert: `insert into idempotency_keys (user_id, request_sha256, fingerprint, created_at)
      values ($1, sha256($2::text::bytea), 'x', now() - $2::interval)`,
    old: '25 hours',
    young: '23 hours',
    left: 'true',
  },
  {
    table: 'rate_limits',
    job: 'tables.clean-up',
    insert: `insert into rate_limits (key, points, expire) values ($1 || $2::text, 1, extract(epoch from now() - $2::interval) * 1000)`,
    old: '25 hours',
    young: '23 hours',
    left: 'true',
  },
  {
    table: 'clerk_write_leases',
    job: 'tables.clean-up',
    insert: `insert into clerk_write_leases (object_sha256, holder, held_until)
      values (sha256(($1 || $2)::bytea), gen_random_uuid(), now() - $2::interval)`,
    old: '25 hours',
    young: '23 hours',
    left: 'true',
  },
  {
    table: 'break_glass_uses',
    job: 'tables.clean-up',
    insert: `insert into break_glass_uses (token_id, user_id, route, used_at, expires_at)
      values (gen_random_uuid(), $1, 'GET /api/v1/users', now() - $2::interval, now() - $2::interval)`,
    old: '31 days',
    young: '29 days',
    left: 'true',
  },
  {
    table: 'account_sessions',
    job: 'tables.clean-up',
    insert: `insert into account_sessions (id, handle_hash, user_id, clerk_session_id, sealed_client, generation, rotated_at,
        created_at, expires_at)
      values (gen_random_uuid(), $2::text, $1, 'sess_x', 'x', 1, now(), now(), now() - $2::interval)`,
    old: '25 hours',
    young: '23 hours',
    left: 'true',
  },
  {
    table: 'account_sign_ups',
    job: 'tables.clean-up',
    insert: `with invite as (
        insert into sign_up_invites (id, code_digest, uses, created_at, expires_at)
        values (gen_random_uuid(), gen_random_uuid()::text, 1, now(), now()) returning id)
      insert into account_sign_ups (id, invite_id, handle_hash, state, is_silent, user_id, created_at, expires_at, settled_at)
      select gen_random_uuid(), id, $2::text, 'done', false, $1, now(), now(), now() - $2::interval from invite`,
    old: '25 hours',
    young: '23 hours',
    left: 'true',
  },
  {
    table: 'password_resets',
    job: 'tables.clean-up',
    insert: `insert into password_resets (id, handle_hash, user_id, expires_at)
      values (gen_random_uuid(), $2::text, $1, now() - $2::interval)`,
    old: '25 hours',
    young: '23 hours',
    left: 'true',
  },
  {
    table: 'sign_up_invites',
    job: 'tables.clean-up',
    insert: `insert into sign_up_invites (id, code_digest, uses, created_at, expires_at)
      values (gen_random_uuid(), $1 || $2::text, 1, now(), now() - $2::interval)`,
    old: '91 days',
    young: '89 days',
    left: `code_digest like '% days'`,
  },
  {
    table: 'events',
    job: 'events.prune',
    insert: `insert into events (position, id, type, actor_kind, actor_id, change, lane, occurred_at, published_at)
      values (1000000000 - extract(epoch from $2::interval)::bigint, gen_random_uuid(), 'user.updated', 'user', $1, '{}', 1,
        now() - $2::interval, now() - $2::interval)`,
    old: '31 days',
    young: '29 days',
    left: 'position > 100000000',
  },
  {
    table: 'service_account_keys',
    job: 'tables.clean-up',
    insert: `with account as (
        insert into service_accounts (organization_id, id, name, created_by, created_at)
        select organization_id, gen_random_uuid(), $2::text, user_id, now() from memberships where user_id = $1
        returning organization_id, id, created_by)
      insert into service_account_keys (organization_id, id, account_id, public_id, digest, allowed_networks, created_by,
        created_at, expires_at)
      select organization_id, gen_random_uuid(), id, $2::text, sha256('x'), '{}', created_by, now(), now() - $2::interval
        from account`,
    old: '91 days',
    young: '89 days',
    left: 'true',
  },
  {
    table: 'platform_account_keys',
    job: 'tables.clean-up',
    insert: `with account as (
        insert into platform_accounts (id, name, created_by, created_at)
        values (gen_random_uuid(), $2::text, $1::uuid, now()) returning id, created_by)
      insert into platform_account_keys (id, account_id, public_id, digest, allowed_networks, created_by, created_at, expires_at)
      select gen_random_uuid(), id, $2::text, sha256('x'), '{}', created_by, now(), now() - $2::interval from account`,
    old: '91 days',
    young: '89 days',
    left: 'true',
  },
  {
    table: 'scheduled_runs',
    job: 'tables.clean-up',
    insert: `insert into scheduled_runs (id, job, slot, trigger, state, token, holder, lease_until, started_at, finished_at, overran, requested_by)
      values (gen_random_uuid(), 'old.job', now() - $2::interval, 'manual', 'succeeded', 1, 'test', now(), now() - $2::interval, now() - $2::interval, false, $1)`,
    old: '91 days',
    young: '89 days',
    left: `job = 'old.job'`,
  },
  {
    table: 'webhook_deliveries',
    job: 'webhooks.payloads',
    insert: `insert into webhook_deliveries (svix_id, event_type, body_sha256, payload, state, next_attempt_at, received_at, settled_at)
      values ('msg_' || $2::text, 'user.updated', '\\x00', jsonb_build_object('id', $1::text), 'applied', now(), now() - $2::interval, now() - $2::interval)`,
    old: '8 days',
    young: '6 days',
    left: 'payload is not null',
  },
  {
    table: 'privacy_requests',
    job: 'privacy.retention',
    insert: `insert into privacy_requests (id, kind, law, user_id, requested_by, received_at, due_at, closed_at)
      values (gen_random_uuid(), 'access', 'gdpr', $1, $1, now(), now(), now() - $2::interval)`,
    old: '37 months',
    young: '35 months',
    left: 'true',
  },
  {
    table: 'privacy_exports',
    job: 'privacy.retention',
    insert: `insert into privacy_exports (id, user_id, requested_by, status, requested_at, due_at, finished_at)
      values (gen_random_uuid(), $1, $1, 'expired', now(), now(), now() - $2::interval)`,
    old: '37 months',
    young: '35 months',
    left: 'true',
  },
  {
    table: 'privacy_erasures',
    job: 'privacy.retention',
    insert: `insert into privacy_erasures (id, user_id, requested_by, status, requested_at, due_at, erase_after, steps, finished_at)
      values (gen_random_uuid(), $1, $1, 'done', now(), now(), now(), '[]', now() - $2::interval)`,
    old: '37 months',
    young: '35 months',
    left: 'true',
  },
  {
    table: 'privacy_holds',
    job: 'privacy.retention',
    insert: `insert into privacy_holds (id, user_id, article, placed_by, placed_at, released_at)
      values (gen_random_uuid(), $1, 'Art. 17(3)(e) GDPR', $1, now(), now() - $2::interval)`,
    old: '37 months',
    young: '35 months',
    left: 'true',
  },
  {
    table: 'organization_erasures',
    job: 'privacy.retention',
    insert: `insert into organization_erasures (id, organization_id, requested_by, status, requested_at, erase_after, planned, steps, finished_at)
      values (gen_random_uuid(), gen_random_uuid(), $1, 'done', now(), now(), '{}', '[]', now() - $2::interval)`,
    old: '37 months',
    young: '35 months',
    left: 'true',
  },
  {
    table: 'organization_holds',
    job: 'privacy.retention',
    insert: `insert into organization_holds (id, organization_id, article, placed_by, placed_at, released_at)
      values (gen_random_uuid(), gen_random_uuid(), 'Art. 17(3)(e) GDPR', $1, now(), now() - $2::interval)`,
    old: '37 months',
    young: '35 months',
    left: 'true',
  },
  {
    table: 'privacy_bulks',
    job: 'privacy.retention',
    insert: `with bulk as (insert into privacy_bulks (id, action, law, dry_run, status, requested_by, total, created_at, finished_at)
        values (gen_random_uuid(), 'export', 'gdpr', true, 'done', $1, 1, now(), now() - $2::interval) returning id)
      insert into privacy_bulk_items (bulk_id, position, result) select id, 0, 'unknown' from bulk`,
    old: '37 months',
    young: '35 months',
    left: 'true',
  },
];

describe('retention', () => {
  let world: DemoWorld;

  beforeAll(async () => {
    world = await startDemoWorld();
  });

  afterAll(() => world.close());

  it.each(LIMITS)('of $table is made true by $job', async ({ table, job, insert, old, young, left }) => {
    const userId = await world.userId('mark@harbour.test');
    await world.database.query(`delete from ${table}`);
    for (const age of [old, young]) await world.database.query(insert, [userId, age]);
    const count = async () => {
      const [row] = await world.database.query<{ count: string }>(
        `select count(*) as count from ${table} where ${left}`,
      );
      return Number(row?.count);
    };
    expect(await count()).toBe(2);
    await run(job);
    expect(await count()).toBe(1);
    if (table === 'privacy_bulks')
      expect(await world.database.query('select from privacy_bulk_items')).toHaveLength(1);
  });

  it('of an account that ended at Clerk ends with an erasure, and not before its time', async () => {
    const [vera, sam] = [await world.userId('vera@harbour.test'), await world.userId('sam@harbour.test')];
    await world.database.query(`update users set deleted_at = now() - interval '31 days' where id = $1`, [
      vera,
    ]);
    await world.database.query(`update users set deleted_at = now() - interval '29 days' where id = $1`, [
      sam,
    ]);
    await run('privacy.retention');
    await run('privacy.retention');
    const filed = await world.database.query(
      `select user_id, requested_by from privacy_erasures where requested_at > now() - interval '1 hour' and user_id = any($1)`,
      [[vera, sam]],
    );
    expect(filed).toEqual([{ user_id: vera, requested_by: vera }]);
    await until('the person is gone', async () => {
      await world.clerk.control.flushWebhooks();
      return (await world.database.query('select from users where id = $1', [vera])).length === 0;
    });
    expect(await world.database.query('select from users where id = $1', [sam])).toHaveLength(1);
  });

  it('is shown for every table of the registry whose limit is a job’s', () => {
    const timed = registry.filter(({ retention }) => /\d|one day/.test(retention));
    const shownElsewhere = [
      // The items go with their bulk above.
      'public.privacy_bulk_items',
      // test/e2e/audit/retention.spec.ts
      'public.audit_events',
      // test/e2e/reconciliation
      'public.reconciliations',
      'public.reconciliation_items',
      // test/e2e/scheduler/table-growth.spec.ts
      'public.sync_alarms',
      'public.user_sessions',
      // test/e2e/usage/ledger-isolation.spec.ts
      'public.usage_dead_letters',
      // The queue’s own.
      'jobs.job',
      'jobs.job_common',
    ];
    expect([...LIMITS.map(({ table }) => `public.${table}`), ...shownElsewhere].toSorted()).toEqual(
      timed.map(({ table }) => table).toSorted(),
    );
  });

  async function run(name: string): Promise<void> {
    const job = world.app.get(PeriodicJobs, { strict: false }).find(name);
    const unitOfWork = world.app.get(UnitOfWork, { strict: false });
    const commit = <T>(work: () => Promise<T>) => unitOfWork.run(systemScope('scheduler'), work);
    const signal = new AbortController().signal;
    await job!.run({ slot: new Date(), lastSuccessAt: null, signal, commit, conclude: commit });
  }
});
