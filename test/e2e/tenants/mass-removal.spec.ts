import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemScope } from '#auth';
import { UnitOfWork } from '#libs/database';
import { MassRemovalWatchService } from '../../../src/tenants/memberships/mass-removal-watch.service.js';
import { atClerk } from '../../support/at-clerk.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';

const STAFF = 'operator@tenantry.test';
const PEOPLE = 14;

/** What a directory does that was emptied, or connected to the wrong organization. */
describe('much of an organization taken out of it at Clerk', () => {
  let world: DemoWorld;
  let clerkId: string;
  const people: string[] = [];

  beforeAll(async () => {
    world = await startDemoWorld();
    const [row] = await world.database.query<{ clerk_id: string }>(
      'select clerk_id from organizations where id = $1',
      [world.harbour.id],
    );
    clerkId = row!.clerk_id;
    for (let index = 0; index < PEOPLE; index += 1) {
      const { id } = world.clerk.control.ensureUser({ email: `crew${index}@harbour.test` });
      world.clerk.control.ensureMembership({ organizationId: clerkId, userId: id, role: 'org:member' });
      people.push(id);
    }
    await world.settled();
    await world.jobsDone();
  }, 120_000);

  afterAll(() => world.close());

  const removeAtClerk = async (userIds: readonly string[]) => {
    for (const id of userIds)
      await atClerk(world.clerk, 'DELETE', `/organizations/${clerkId}/memberships/${id}`, {});
    await world.settled();
    await world.jobsDone();
  };
  const check = () =>
    world.app
      .get(UnitOfWork)
      .run(systemScope('scheduler'), () => world.app.get(MassRemovalWatchService, { strict: false }).check());
  const alarms = async () => {
    const { body } = await world
      .as(STAFF, { fva: [0, 0] })
      .get('/api/v1/sync/alarms')
      .expect(200);
    return (body.data as { kind: string; subject: string; detail: object }[]).filter(
      ({ kind }) => kind === 'mass_removal',
    );
  };

  it('says nothing while a few leave', async () => {
    await removeAtClerk(people.splice(0, 3));
    expect(await check()).toEqual({ organizations: 0 });
    expect(await alarms()).toEqual([]);
  });

  it('raises one alarm, which names the organization and figures; the rights are gone already', async () => {
    const crew = `crew${PEOPLE - 1}@harbour.test`;
    const seen = await world.as(crew).get(`/api/v1/organizations/${world.harbour.id}`);
    expect({ status: seen.status, code: seen.body.code }).toEqual({ status: 200, code: undefined });
    await removeAtClerk(people);
    await world.as(crew).get(`/api/v1/organizations/${world.harbour.id}`).expect(404);
    expect(await check()).toEqual({ organizations: 1 });
    expect(await check()).toEqual({ organizations: 1 });
    // Three before, and four of the demo who stay.
    expect(await alarms()).toMatchObject([
      { kind: 'mass_removal', subject: world.harbour.id, detail: { people: PEOPLE, members: PEOPLE + 4 } },
    ]);
  });
});
