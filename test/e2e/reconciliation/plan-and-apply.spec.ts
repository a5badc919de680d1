import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findDifferences } from '../../convergence/differences.js';
import {
  ADMIN,
  clerkIdOf,
  OPERATOR,
  type ReconciledWorld,
  startReconciledWorld,
} from './reconciled-world.js';

describe('a reconciliation', () => {
  let world: ReconciledWorld;

  beforeEach(async () => {
    world = await startReconciledWorld();
  });

  afterEach(() => world.close());

  it('finds no drift where there is none, and then applying writes not one row', async () => {
    const before = await world.mirror();
    const plan = await world.plan();
    expect(plan).toMatchObject({ status: 'planned', error: null, reasons: [], items: [] });
    expect(plan.drift.total).toBe(0);
    expect(plan.counts['user']).toEqual({ clerk: 11, listed: 11, here: 11, tombstoned: 0 });
    const applied = await world.apply(plan);
    expect(applied).toMatchObject({ status: 'applied', outcomes: {} });
    expect(await world.mirror()).toEqual(before);
  });

  it('reports what was changed behind the webhooks’ back, without one value, and repairs it', async () => {
    const olivia = clerkIdOf(world, 'olivia@harbour.test');
    const sam = clerkIdOf(world, 'sam@harbour.test');
    const state = world.clerk.control.state() as unknown as {
      organizations: { id: string; slug: string }[];
      organizationMemberships: {
        id: string;
        organization: { id: string };
        public_user_data: { user_id: string };
      }[];
    };
    const harbour = state.organizations.find(({ slug }) => slug === 'harbour')!.id;
    const samIn = state.organizationMemberships.find((m) => m.public_user_data.user_id === sam)!.id;
    const pia = await world.atClerk('POST', '/users', {
      email_address: ['pia@harbour.test'],
      skip_password_requirement: true,
    });
    await world.atClerk('PATCH', `/users/${olivia}`, { first_name: 'Olivia-Renamed' });
    await world.atClerk('PATCH', `/organizations/${harbour}`, { name: 'Harbour Group' });
    const piaIn = await world.atClerk('POST', `/organizations/${harbour}/memberships`, {
      user_id: pia.id,
      role: 'org:member',
    });
    await world.atClerk('DELETE', `/organizations/${harbour}/memberships/${sam}`);
    const invitation = await world.atClerk('POST', `/organizations/${harbour}/invitations`, {
      email_address: 'quinn@harbour.test',
      role: 'org:member',
    });
    const role = await world.atClerk('POST', '/organization_roles', {
      name: 'Night auditor',
      key: 'org:night_auditor',
      permissions: [],
    });

    const plan = await world.plan();
    expect(plan.status).toBe('planned');
    const found = plan.items.map(({ kind, change, clerkId, fields }) => [kind, change, clerkId, fields]);
    expect(found.sort()).toEqual(
      [
        ['user', 'missing', pia.id, []],
        ['user', 'different', olivia, ['firstName', 'updatedAt']],
        ['organization', 'different', harbour, ['name', 'updatedAt']],
        ['membership', 'missing', piaIn.id, []],
        ['membership', 'extra', samIn, []],
        ['invitation', 'missing', invitation.id, []],
        ['role', 'missing', role.id, []],
      ].sort(),
    );
    expect(plan.drift).toMatchObject({ total: 7, user: { missing: 1, extra: 0, different: 1 } });
    expect(JSON.stringify(plan)).not.toMatch(/Renamed|Harbour Group|pia@|quinn@/);
    // The same drift has the same hash.
    expect((await world.plan()).hash).toBe(plan.hash);

    const applied = await world.apply(plan);
    expect(applied).toMatchObject({ status: 'applied', outcomes: { applied: 7 } });
    expect(await findDifferences(world.clerk.control.state(), world.database)).toEqual([]);
    const audited = await world.database.query(
      `select action from audit_events where actor_id = 'reconciliation' order by action`,
    );
    expect(audited.map(({ action }) => action)).toEqual([
      'invitation.created',
      'membership.created',
      'membership.deleted',
      'organization.updated',
      'reconciliation.applied',
      'role.mirrored',
      'user.created',
      'user.updated',
    ]);
    const before = await world.mirror();
    const second = await world.plan();
    expect(second.drift.total).toBe(0);
    await world.apply(second);
    expect(await world.mirror()).toEqual(before);
  });

  it('takes the plan’s own hash only, once, and only from whoever may', async () => {
    await world.plan();
    const plan = await world.plan();
    const path = `/api/v1/sync/reconciliations/${plan.id}/apply`;
    const other = await world
      .as(ADMIN)
      .post(path, { hash: '0'.repeat(64) })
      .expect(409);
    expect(other.body.code).toBe('plan_hash_mismatch');
    await world.as(OPERATOR).post(path, { hash: plan.hash }).expect(403);
    await world.as('olivia@harbour.test').get('/api/v1/sync/reconciliations').expect(403);
    await world.as(ADMIN).post(path, { hash: 'none' }).expect(400);
    const stale = world.as(ADMIN, { fva: [30, -1] });
    const force = await stale.post(path, { hash: plan.hash, force: true }).expect(403);
    expect(force.body.code).toBe('reverification_required');
    await world.apply(plan);
    const again = await world.as(ADMIN).post(path, { hash: plan.hash }).expect(409);
    expect(again.body.code).toBe('reconciliation_already_applied');
    const listed = await world.as(OPERATOR).get('/api/v1/sync/reconciliations?limit=1').expect(200);
    expect(listed.body.data[0]).toMatchObject({ id: plan.id, status: 'applied' });
    expect(listed.body.nextCursor).toEqual(expect.any(String));
    await world
      .as(OPERATOR)
      .get('/api/v1/sync/reconciliations/0193b4a0-0000-7000-8000-000000000000')
      .expect(404);
  });

  it('looks at each item anew when it is applied: it may have been repaired or have gone since', async () => {
    const mark = clerkIdOf(world, 'mark@harbour.test');
    const anton = clerkIdOf(world, 'anton@alpine.test');
    const gone = await world.atClerk('POST', '/users', {
      email_address: ['short@lived.test'],
      skip_password_requirement: true,
    });
    await world.atClerk('PATCH', `/users/${mark}`, { first_name: 'Marcus' });
    await world.atClerk('PATCH', `/users/${anton}`, { first_name: 'Anton-1' });
    const plan = await world.plan();
    await world.atClerk('DELETE', `/users/${gone.id}`);
    await world.atClerk('PATCH', `/users/${anton}`, { first_name: 'Anton-2' });
    // A late webhook brings Mark meanwhile.
    for (const { id, type, status } of world.clerk.control.deliveries()) {
      if (status === 'dropped' && type === 'user.updated') world.clerk.control.resend(id);
    }
    await world.settled();
    const applied = await world.apply(plan);
    expect(applied.status).toBe('applied');
    expect(Object.fromEntries(applied.items.map(({ clerkId, outcome }) => [clerkId, outcome]))).toEqual({
      [mark]: 'unchanged',
      [anton]: 'unchanged',
      [gone.id]: 'gone',
    });
    expect(await findDifferences(world.clerk.control.state(), world.database)).toEqual([]);
  });
});
