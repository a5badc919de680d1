import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PrivacyCaseMaintenanceService } from '#privacy';
import { FixedClock } from '#libs/time';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { until } from '../../support/test-app.js';

const HOLDS = '/api/v1/privacy/holds';
const ERASURES = '/api/v1/privacy/erasures';
const STEPPED_UP = { fva: [0, -1] };

describe('legal holds', () => {
  let world: DemoWorld;
  const clock = new FixedClock(new Date());

  beforeAll(async () => {
    world = await startDemoWorld({ clock });
  });

  afterAll(() => world.close());

  const staff = () => world.as('compliance@tenantry.test', STEPPED_UP);
  const inDays = (days: number) => new Date(clock.nowMs() + days * 86_400_000).toISOString();

  it('block an erasure with their article until their time is over, and tell staff why', async () => {
    const userId = await world.userId('vera@harbour.test');
    const article = 'Art. 17(3)(e) GDPR';
    const placed = await staff()
      .post(HOLDS, { userId, article, reason: 'Claim 4711 of Vera', until: inDays(10) })
      .expect(201);
    expect(placed.body).toMatchObject({ userId, article, reason: 'Claim 4711 of Vera', until: inDays(10) });
    const [stored] = await world.database.query('select * from privacy_holds');
    expect(JSON.stringify(stored)).not.toContain('4711');
    const listed = await staff().get(`${HOLDS}?userId=${userId}`).expect(200);
    expect(listed.body.data).toEqual([placed.body]);

    const vera = world.as('vera@harbour.test', STEPPED_UP);
    const { body } = await vera.post(ERASURES, { userId, gracePeriodDays: 0 }).expect(201);
    const shown = async () => (await vera.get(`${ERASURES}/${body.id}`).expect(200)).body;
    await until('it is blocked', async () => (await shown()).status === 'blocked');
    expect((await shown()).blockedBy).toContain(article);

    const maintenance = world.app.get(PrivacyCaseMaintenanceService, { strict: false });
    expect((await maintenance.tidy()).holdsEnded).toBe(0);
    clock.advanceSeconds(11 * 86_400);
    expect((await maintenance.tidy()).holdsEnded).toBe(1);
    expect((await staff().get(HOLDS).expect(200)).body.data).toEqual([]);
    const released = await world.database.query(
      `select actor_id from audit_events where action = 'privacy.hold_released'`,
    );
    expect(released).toEqual([{ actor_id: 'privacy' }]);
    await until('the erasure has begun', async () => {
      const [row] = await world.database.query<{ status: string }>(
        'select status from privacy_erasures where id = $1',
        [body.id],
      );
      return row?.status !== 'blocked';
    });
  });

  it('are refused once an erasure has begun, since they would hold nothing', async () => {
    const userId = await world.userId('sam@harbour.test');
    await world.database.query(
      `insert into privacy_erasures (id, user_id, requested_by, status, requested_at, due_at, erase_after, steps)
       values (gen_random_uuid(), $1, $1, 'waiting', now(), now(), now(), '[{"name": "freeze", "status": "done", "count": 1}]')`,
      [userId],
    );
    const refused = await staff().post(HOLDS, { userId, article: 'Art. 17(3)(b) GDPR' });
    expect([refused.status, refused.body.code]).toEqual([409, 'erasure_has_begun']);
  });

  it('refuse what does not fit, and who may not', async () => {
    const userId = await world.userId('mark@harbour.test');
    const article = 'Art. 17(3)(e) GDPR';
    const past = await staff().post(HOLDS, { userId, article, until: inDays(-1) });
    expect([past.status, past.body.code]).toEqual([400, 'hold_until_past']);
    const unknown = await staff().post(HOLDS, { userId: 'user_nobody', article });
    expect([unknown.status, unknown.body.code]).toEqual([404, 'not_found']);
    const stale = await world
      .as('compliance@tenantry.test', { fva: [60, -1] })
      .post(HOLDS, { userId, article });
    expect(stale.body.code).toBe('reverification_required');
    const impersonated = await world
      .as('compliance@tenantry.test', { ...STEPPED_UP, act: { sub: 'user_support' } })
      .post(HOLDS, { userId, article });
    expect(impersonated.body.code).toBe('impersonation_refused');
    await world.as('mark@harbour.test', STEPPED_UP).post(HOLDS, { userId, article }).expect(403);
    await staff().delete(`${HOLDS}/0190a0a0-0000-7000-8000-000000000000`).expect(404);
    expect(await world.database.query('select from privacy_holds where user_id = $1', [userId])).toEqual([]);
  });
});
