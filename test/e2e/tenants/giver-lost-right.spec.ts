import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { acquaint } from '../../support/acquaint.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { until } from '../../support/test-app.js';

/** Clerk does it at once and says so late: in between the giver loses the right. */
const LATE = { answerLatencyMs: 2_000, times: 1 };
const CHANGE = 'PATCH /v1/organizations/*/memberships/*';
const BEGIN = 'POST /v1/organizations/*/memberships';

describe('what Clerk gives for somebody who has lost the right by then', () => {
  let world: DemoWorld;
  let count = 0;
  let giver: string;

  beforeAll(async () => {
    world = await startDemoWorld();
  });

  beforeEach(async () => {
    giver = newPerson('org:admin');
    await world.settled();
  });

  afterEach(() => {
    world.clerk.control.clearFaults();
  });
  afterAll(() => world.close());

  const olivia = () => world.as('olivia@harbour.test');
  const members = () => `/api/v1/organizations/${world.harbour.id}/members`;
  const member = async (email: string) => `${members()}/${await world.userId(email)}`;
  const harbourAtClerk = () =>
    world.clerk.control.state().organizations.find(({ slug }) => slug === 'harbour')!['id'] as string;
  const newPerson = (role: string | null): string => {
    const email = `person${(count += 1)}@giver.test`;
    const { id } = world.clerk.control.ensureUser({ email });
    if (role !== null)
      world.clerk.control.ensureMembership({ organizationId: harbourAtClerk(), userId: id, role });
    return email;
  };
  const atClerk = (email: string): unknown => {
    const { id } = world.clerk.control.ensureUser({ email });
    return (
      world.clerk.control
        .state()
        .organizationMemberships.find(
          (each) =>
            (each['organization'] as { id: string }).id === harbourAtClerk() &&
            (each['public_user_data'] as { user_id: string }).user_id === id,
        )?.['role'] ?? null
    );
  };
  const here = async (email: string): Promise<string | null> => {
    const [row] = await world.database.query<{ role: string }>(
      'select role from memberships where user_id = $1 and organization_id = $2',
      [await world.userId(email), world.harbour.id],
    );
    return row?.role ?? null;
  };
  const losing: [string, () => Promise<unknown>][] = [
    [
      'demoted',
      async () =>
        olivia()
          .patch(await member(giver), { role: 'org:member' })
          .expect(200),
    ],
    [
      'removed',
      async () =>
        olivia()
          .delete(await member(giver))
          .expect(204),
    ],
    [
      'banned',
      async () =>
        world
          .as('owner@tenantry.test', { fva: [0, -1] })
          .post(`/api/v1/users/${await world.userId(giver)}/ban`)
          .expect(200),
    ],
  ];

  it.each(losing)('a promotion is taken back when its giver was %s', async (_, lose) => {
    const email = newPerson('org:member');
    await world.settled();
    world.clerk.control.setFaults([{ match: CHANGE, ...LATE }]);
    const raised = world.as(giver).patch(await member(email), { role: 'org:admin' });
    const answer = raised.then((response) => response);
    await until('Clerk has raised them', () => Promise.resolve(atClerk(email) === 'org:admin'));
    await lose();
    expect((await answer).status).toBe(403);
    await world.jobsDone();
    await world.settled();
    expect([await here(email), atClerk(email)]).toEqual(['org:member', 'org:member']);
  });

  it.each(losing)('a new membership is ended when its giver was %s', async (_, lose) => {
    const email = newPerson(null);
    await world.settled();
    const ids = [giver, email].map((each) => world.clerk.control.ensureUser({ email: each }).id);
    await acquaint(world.database, ids);
    world.clerk.control.setFaults([{ match: BEGIN, ...LATE }]);
    const added = world.as(giver).post(members(), { userId: await world.userId(email), role: 'org:admin' });
    const answer = added.then((response) => response);
    await until('Clerk has made them a member', () => Promise.resolve(atClerk(email) === 'org:admin'));
    await lose();
    expect((await answer).status).toBe(403);
    await world.jobsDone();
    await world.settled();
    expect([await here(email), atClerk(email)]).toEqual([null, null]);
  });
});
