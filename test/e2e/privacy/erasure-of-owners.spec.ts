import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ErasureRunService } from '#privacy';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { until } from '../../support/test-app.js';

const FRESH = { fva: [0, -1] };
const ERASURES = '/api/v1/privacy/erasures';
const OWNER = 'owner@tenantry.test';

describe('the erasure of an owner', () => {
  let world: DemoWorld;

  beforeAll(async () => {
    world = await startDemoWorld();
  });

  afterEach(() => {
    world.clerk.control.clearFaults();
  });

  afterAll(() => world.close());

  const run = () => world.app.get(ErasureRunService, { strict: false });
  const ask = async (email: string, userId: string) =>
    world.as(email, FRESH).post(ERASURES, { userId, gracePeriodDays: 1 });
  const endGrace = (id: string) =>
    world.database.query(
      `update privacy_erasures set erase_after = now() - interval '1 minute' where id = $1`,
      [id],
    );
  const goOn = async (id: string) => {
    for (;;) {
      await run().advance(id, { now: true });
      const row = (await run().find(id))!;
      if (row.waitingFor?.includes('public.webhook_deliveries') !== true) return row;
      await world.settled();
    }
  };
  const roleAtClerk = (clerkId: string): unknown =>
    world.clerk.control
      .state()
      .organizationMemberships.find(
        (each) => (each['public_user_data'] as { user_id: string }).user_id === clerkId,
      )?.['role'] ?? null;
  const roleHere = async (userId: string): Promise<string | null> => {
    const [row] = await world.database.query<{ role: string }>(
      'select role from memberships where user_id = $1 and organization_id = $2',
      [userId, world.harbour.id],
    );
    return row?.role ?? null;
  };

  it('makes nobody an owner again at Clerk who was lowered after they had followed', async () => {
    const olivia = await world.userId('olivia@harbour.test');
    const { id } = (await ask('olivia@harbour.test', olivia)).body;
    await endGrace(id);
    world.clerk.control.setFaults([{ match: '/v1', status: 503 }]);
    expect((await goOn(id)).waitingFor).toBe('Clerk, which does not answer');
    world.clerk.control.clearFaults();

    const people = await world.database.query<{ id: string; email: string; clerkId: string; role: string }>(
      `select u.id, u.email_address as email, u.clerk_id as "clerkId", m.role
         from memberships m join users u on u.id = m.user_id where m.organization_id = $1`,
      [world.harbour.id],
    );
    const heir = people.find(({ role }) => role === 'org:admin')!;
    const other = people.find((person) => person !== heir)!;
    expect(roleAtClerk(heir.clerkId)).toBe('org:member');
    const members = `/api/v1/organizations/${world.harbour.id}/members`;
    // Clerk is left alone for some seconds after it failed.
    await until('the heir makes another owner', async () => {
      const { status } = await world.as(heir.email).patch(`${members}/${other.id}`, { role: 'org:admin' });
      return status === 200;
    });
    await world.as(other.email).patch(`${members}/${heir.id}`, { role: 'org:member' }).expect(200);

    await until('the erasure is done', async () => (await goOn(id)).status === 'done');
    await world.settled();
    expect([await roleHere(heir.id), roleAtClerk(heir.clerkId)]).toEqual(['org:member', 'org:member']);
    expect([await roleHere(other.id), roleAtClerk(other.clerkId)]).toEqual(['org:admin', 'org:admin']);
  });

  it('of the platform is refused to the last one who can act, and waits when they became that later', async () => {
    const userId = await world.userId(OWNER);
    const refused = await ask(OWNER, userId);
    expect([refused.status, refused.body.code]).toEqual([409, 'last_platform_owner']);

    const other = await world.userId('anton@alpine.test');
    await world.database.query(
      `insert into platform_role_grants (user_id, role, granted_at) values ($1, 'owner', now())`,
      [other],
    );
    const { id } = (await ask(OWNER, userId)).body;
    await endGrace(id);
    await world.database.query('update users set banned = true where id = $1', [other]);
    const waiting = await goOn(id);
    expect(waiting.status).toBe('waiting');
    expect(waiting.waitingFor).toMatch(/another owner of the platform/);
    await world.as(OWNER).get('/api/v1/me').expect(200);
    await world.as(OWNER, FRESH).post(`${ERASURES}/${id}/cancel`).expect(200);

    await world.database.query('update users set banned = false where id = $1', [other]);
    const again = (await ask(OWNER, userId)).body;
    await endGrace(again.id);
    expect((await goOn(again.id)).status).toBe('done');
  });
});
