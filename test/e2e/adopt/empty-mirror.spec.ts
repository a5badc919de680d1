import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findDifferences } from '../../convergence/differences.js';
import { startTestApp, type TestApp, until } from '../../support/test-app.js';

const ANNE = 'anne@existing.test';
const OWNER = 'owner@existing.test';

/** An organization that lived at Clerk before anybody heard of this service. */
function existing(clerk: TestApp['clerk']): void {
  const { control } = clerk;
  const anne = control.ensureUser({ email: ANNE }).id;
  control.ensureUser({ email: OWNER });
  const shop = control.ensureOrganization({ name: 'Corner Shop', slug: 'corner-shop' }).id;
  control.ensureMembership({ organizationId: shop, userId: anne, role: 'org:admin' });
}

describe('a service that starts on an empty mirror', () => {
  let world: TestApp;

  beforeAll(async () => {
    world = await startTestApp({
      isSeeded: false,
      prepare: (clerk) => {
        existing(clerk);
        // Clerk says nothing of people until the test lets it.
        clerk.control.setFaults([{ match: 'GET /v1/users', status: 503 }]);
      },
      variables: (clerk) => ({
        OPERATIONS_ACCESS: 'permission',
        TENANTRY_PLATFORM_OWNERS: clerk.control.ensureUser({ email: OWNER }).id,
      }),
    });
  });

  afterAll(() => world.close());

  it('tells people to ask again, instead of an empty list or a 404', async () => {
    for (const path of [
      '/api/v1/me',
      '/api/v1/organizations',
      '/api/v1/organizations/org_unknown1234567890123456789',
    ]) {
      const answer = await world.as(ANNE).get(path).expect(503);
      expect(answer.body).toMatchObject({
        code: 'not_seeded',
        detail: expect.stringContaining('adopt --apply'),
      });
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    }
    await world.anonymous().get('/api/v1/me').expect(401);
    await world.as(ANNE).get('/api/v1/session').expect(200);
  });

  it('says so in its health, to whoever owns the platform', async () => {
    const { body } = await world.as(OWNER).get('/health').expect(200);
    expect(body.indicators.mirror).toMatchObject({
      status: 'warning',
      detail: { isSeeded: false, state: 'not seeded yet' },
    });
    await world.as(ANNE).get('/health').expect(403);
  });

  it('fills it by itself once Clerk answers, and serves everybody from then on', async () => {
    world.clerk.control.clearFaults();
    await until('the mirror is seeded', async () => {
      const { status } = await world.as(ANNE).get('/api/v1/me');
      return status === 200;
    });
    const { body } = await world.as(ANNE).get('/api/v1/me').expect(200);
    expect(body.organizations).toMatchObject([{ slug: 'corner-shop', role: 'org:admin' }]);
    const health = await world.as(OWNER).get('/health').expect(200);
    expect(health.body.indicators.mirror).toMatchObject({ status: 'ok', detail: { isSeeded: true } });
    expect(await findDifferences(world.clerk.control.state(), world.database)).toEqual([]);
    const [run] = await world.database.query(
      `select status, seeds, drift->'total' as total from reconciliations`,
    );
    expect(run).toMatchObject({ status: 'applied', seeds: true });
  });

  it('writes everything that it adds into the audit log, once', async () => {
    const rows = await world.database.query<{ action: string; count: number }>(
      `select action, count(*)::int as count from audit_events
        where action in ('membership.created', 'organization.created', 'user.created', 'reconciliation.applied',
                         'platform_role.given') group by 1 order by 1`,
    );
    expect(rows).toEqual([
      { action: 'membership.created', count: 1 },
      { action: 'organization.created', count: 1 },
      { action: 'platform_role.given', count: 1 },
      { action: 'reconciliation.applied', count: 1 },
      { action: 'user.created', count: 2 },
    ]);
  });
});
