import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemScope } from '#auth';
import { UnitOfWork } from '#libs/database';
import { MembershipMirrorService } from '#tenants';
import { UserMirrorService } from '#users';
import { findDifferences } from '../../convergence/differences.js';
import { ADMIN, clerkIdOf, type ReconciledWorld, startReconciledWorld } from './reconciled-world.js';

const ACTOR = { kind: 'system', name: 'test' } as const;

describe('removals by a reconciliation', () => {
  let world: ReconciledWorld;

  beforeEach(async () => {
    world = await startReconciledWorld();
  });

  afterEach(() => world.close());

  const people = async () =>
    (
      await world.database.query<{ id: string }>('select clerk_id as id from users where deleted_at is null')
    ).map(({ id }) => id);
  const inSystem = <T>(work: () => Promise<T>) =>
    world.app.get(UnitOfWork).run(systemScope('reconciliation'), work);

  it('wait for somebody’s word when they are many', async () => {
    const made: string[] = [];
    world.clerk.control.setWebhookFaults({});
    for (let index = 0; index < 5; index += 1) {
      made.push(world.clerk.control.ensureUser({ email: `temp-${index}@nowhere.test` }).id);
    }
    await world.settled();
    for (const id of made) await world.atClerk('DELETE', `/users/${id}`);
    const plan = await world.plan();
    expect(plan).toMatchObject({
      status: 'blocked',
      reasons: [{ kind: 'user', why: 'too_many_removals', removals: 5, here: 16 }],
    });
    const alarms = () => world.as(ADMIN).get('/api/v1/sync/alarms?open=true').expect(200);
    expect((await alarms()).body.data).toMatchObject([
      { kind: 'reconciliation', subject: 'blocked', detail: { run: plan.id } },
    ]);
    const path = `/api/v1/sync/reconciliations/${plan.id}/apply`;
    const held = await world.as(ADMIN).post(path, { hash: plan.hash }).expect(409);
    expect(held.body.code).toBe('reconciliation_blocked');
    expect(await people()).toEqual(expect.arrayContaining(made));

    const applied = await world.apply(plan, true);
    expect(applied).toMatchObject({ status: 'applied', forced: true, outcomes: { applied: 5 } });
    expect((await people()).filter((id) => made.includes(id))).toEqual([]);
    expect((await alarms()).body.data).toEqual([]);
    expect((await world.plan()).drift.total).toBe(0);
    const audited = await world.database.query(
      `select change ->> 'forced' as forced from audit_events where action = 'reconciliation.apply_requested'
        order by occurred_at desc limit 1`,
    );
    expect(audited).toEqual([{ forced: 'true' }]);
  });

  it('pass when they are few, and take memberships along', async () => {
    const vera = clerkIdOf(world, 'vera@harbour.test');
    await world.atClerk('DELETE', `/users/${vera}`);
    const plan = await world.plan();
    expect(plan.items).toMatchObject([{ kind: 'user', change: 'extra', clerkId: vera }]);
    expect((await world.apply(plan)).status).toBe('applied');
    expect(await findDifferences(world.clerk.control.state(), world.database)).toEqual([]);
  });

  it('never meet somebody who lives, whatever a plan says', async () => {
    const mark = clerkIdOf(world, 'mark@harbour.test');
    const plan = await world.plan();
    await world.database.query(
      `insert into reconciliation_items (run_id, kind, change, clerk_id, cause, missed_at)
       values ($1, 'user', 'extra', $2, 'lost_webhook', now() - interval '1 hour')`,
      [plan.id, mark],
    );
    const applied = await world.apply(plan);
    expect(applied.items).toMatchObject([{ clerkId: mark, outcome: 'kept' }]);
    expect(await people()).toContain(mark);
  });

  it('are for good: whoever was deleted here does not come back, and is no drift', async () => {
    const sam = clerkIdOf(world, 'sam@harbour.test');
    const mark = clerkIdOf(world, 'mark@harbour.test');
    const [membership] = await world.database.query<{ id: string }>(
      `select m.clerk_id as id from memberships m join users u on u.id = m.user_id where u.clerk_id = $1`,
      [mark],
    );
    await inSystem(async () => {
      const userId = await world.app.get(UserMirrorService).applyDeleted(sam, ACTOR);
      await world.app.get(MembershipMirrorService).endAllOf(userId!, ACTOR);
      // Taken away here, and Clerk has not been told yet.
      await world.app.get(MembershipMirrorService).applyDeleted(membership!.id, ACTOR);
    });
    const before = await world.mirror();
    const plan = await world.plan();
    expect(plan.drift.total).toBe(0);
    expect(plan.counts).toMatchObject({ user: { tombstoned: 1 }, membership: { tombstoned: 2 } });
    await world.apply(plan);
    expect(await world.mirror()).toEqual(before);
  });

  it('leave a role alone that was lowered here and is still on its way to Clerk', async () => {
    await world.database.query(
      `update memberships set pending_role = 'org:member', role = 'org:member', source_updated_at = now()
        where user_id = (select id from users where email_address = 'anton@alpine.test')`,
    );
    expect((await world.plan()).drift.total).toBe(0);
  });
});
