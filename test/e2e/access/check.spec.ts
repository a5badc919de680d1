import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';

const CHECK = '/api/v1/access/check';
const REASON = 'Ticket 4711: cannot open Seaside';

describe('a question about rights', () => {
  let world: DemoWorld;

  beforeAll(async () => {
    world = await startDemoWorld();
  });

  afterAll(() => world.close());

  const ask = (email: string, question: object) => world.as(email).post(CHECK, question);
  const seaside = () => ({ organizationId: world.harbour.id, propertyId: world.harbour.seaside });

  it('is answered for oneself: yes where a role gives it, also from the organization down, else no', async () => {
    const cases = [
      ['mark@harbour.test', 'property:members:manage', true],
      ['sam@harbour.test', 'property:property:read', true],
      ['sam@harbour.test', 'property:members:manage', false],
      ['olivia@harbour.test', 'property:members:manage', true],
      ['olivia@harbour.test', 'org:audit:read', true],
      ['mark@harbour.test', 'org:audit:read', false],
      ['olivia@harbour.test', 'org:organization:suspend', false],
    ] as const;
    for (const [email, permission, allowed] of cases) {
      const answer = await ask(email, { permission, ...seaside() }).expect(200);
      expect([email, permission, answer.body]).toEqual([email, permission, { allowed }]);
    }
  });

  it('takes ids of ours and of Clerk’s alike', async () => {
    const [organization] = await world.database.query<{ clerk_id: string }>(
      'select clerk_id from organizations where id = $1',
      [world.harbour.id],
    );
    const [sam] = await world.database.query<{ clerk_id: string }>(
      `select clerk_id from users where email_address = 'sam@harbour.test'`,
    );
    const answer = await ask('mark@harbour.test', {
      permission: 'property:property:read',
      organizationId: organization!.clerk_id,
      propertyId: world.harbour.seaside.toUpperCase(),
      userId: sam!.clerk_id,
    }).expect(200);
    expect(answer.body).toEqual({ allowed: true });
  });

  it('about what one may not know has the answer of a true miss, whoever’s it is', async () => {
    const nowhere = '01999999-0000-7000-8000-000000000000';
    const misses = [
      { organizationId: nowhere },
      { organizationId: 'org_2Ro7e2IxrffdqBboq8KfB6eGbIy' },
      { organizationId: world.alpine.id },
      { organizationId: world.harbour.id, propertyId: nowhere },
      // Another organization's property under one's own, one of one's own that is hidden, and both foreign.
      { organizationId: world.harbour.id, propertyId: world.alpine.glacier },
      { organizationId: world.harbour.id, propertyId: world.harbour.oldTown },
      { organizationId: world.alpine.id, propertyId: world.alpine.glacier },
      { organizationId: world.alpine.id, propertyId: world.harbour.seaside },
    ];
    const bodies = new Set<string>();
    for (const miss of misses) {
      for (const path of [CHECK, '/api/v1/access/explain']) {
        const { body } = await world
          .as('sam@harbour.test')
          .post(path, { permission: 'property:property:read', ...miss })
          .expect(404);
        bodies.add(JSON.stringify({ ...body, requestId: '' }));
      }
    }
    expect([...bodies]).toHaveLength(1);
    expect(JSON.parse([...bodies][0]!)).toMatchObject({ code: 'not_found' });
  });

  it('about others needs the right to read grants there, and somebody who belongs there', async () => {
    const about = async (email: string) => ({ userId: await world.userId(email) });
    const question = { permission: 'property:property:read', ...seaside() };
    const asked = async (requester: string, subject: string) => {
      const { status, body } = await ask(requester, { ...question, ...(await about(subject)) });
      return status === 200 ? body.allowed : `${status} ${body.code}`;
    };
    expect(await asked('sam@harbour.test', 'mark@harbour.test')).toBe(true);
    expect(await asked('mark@harbour.test', 'vera@harbour.test')).toBe(false);
    expect(await asked('vera@harbour.test', 'mark@harbour.test')).toBe('404 not_found');
    expect(await asked('olivia@harbour.test', 'anton@alpine.test')).toBe('404 not_found');
    expect(await asked('olivia@harbour.test', 'nina@nowhere.test')).toBe('404 not_found');
    expect(await asked('olivia@harbour.test', 'owner@tenantry.test')).toBe('404 not_found');
    const viewer = await ask('vera@harbour.test', {
      permission: 'property:property:read',
      organizationId: world.harbour.id,
      propertyId: world.harbour.oldTown,
      ...(await about('olivia@harbour.test')),
    }).expect(403);
    expect(viewer.body.code).toBe('permission_missing');
  });

  it('from platform staff about a tenant needs a stated reason, which the tenant finds in its log', async () => {
    const question = { permission: 'property:property:read', ...seaside() };
    const refused = await ask('operator@tenantry.test', question).expect(403);
    expect(refused.body.code).toBe('access_reason_required');
    const answered = await ask('operator@tenantry.test', {
      ...question,
      userId: await world.userId('sam@harbour.test'),
    }).set('X-Access-Reason', REASON);
    expect(answered.body).toEqual({ allowed: true });
    const trace = await world.database.query(
      `select action, reason is not null as reasoned, property_id, change ->> 'code' as code from audit_events
       where organization_id = $1 and actor_id = $2 order by id`,
      [world.harbour.id, await world.userId('operator@tenantry.test')],
    );
    expect(trace).toEqual([
      { action: 'access.denied', reasoned: false, property_id: null, code: 'access_reason_required' },
      { action: 'access.support_visit', reasoned: true, property_id: world.harbour.seaside, code: null },
    ]);
  });

  it('about the platform is for its staff; for everybody else nobody is there', async () => {
    const permission = 'platform:users:read';
    const userId = await world.userId('admin@tenantry.test');
    expect((await ask('operator@tenantry.test', { permission }).expect(200)).body).toEqual({ allowed: true });
    expect((await ask('olivia@harbour.test', { permission }).expect(200)).body).toEqual({ allowed: false });
    expect((await ask('operator@tenantry.test', { permission, userId }).expect(200)).body).toEqual({
      allowed: true,
    });
    await ask('olivia@harbour.test', { permission, userId }).expect(404);
    await ask('compliance@tenantry.test', { permission, userId }).expect(404);
  });

  it('that makes no sense is refused with a code of its own', async () => {
    const cases = [
      [{ permission: 'org:members:fly', organizationId: world.harbour.id }, 'unknown_permission'],
      [{ permission: 'nonsense', organizationId: world.harbour.id }, 'unknown_permission'],
      [{ permission: 'org:members:read' }, 'place_missing'],
      [{ permission: 'property:property:read', propertyId: world.harbour.seaside }, 'place_missing'],
      [{ permission: 'platform:users:read', organizationId: world.harbour.id }, 'permission_not_for_scope'],
      [{ permission: '', organizationId: world.harbour.id }, 'invalid_request'],
      [{ permission: 'org:members:read', organizationId: "x' or 1=1" }, 'invalid_request'],
      [{ permission: 'org:members:read', organizationId: null }, 'invalid_request'],
      [{ permission: 'org:members:read', organizationId: world.harbour.id, scope: 'all' }, 'invalid_request'],
      [{}, 'invalid_request'],
    ] as const;
    for (const [question, code] of cases) {
      const refused = await ask('olivia@harbour.test', question).expect(400);
      expect([question, refused.body.code]).toEqual([question, code]);
    }
    await world.anonymous().post(CHECK, { permission: 'platform:users:read' }).expect(401);
  });

  describe('asked together with others', () => {
    const batch = (email: string, checks: object[]) => world.as(email).post(`${CHECK}/batch`, { checks });

    it('is answered in order; one that may not be asked says so and takes no other along', async () => {
      const permission = 'property:property:read';
      const answered = await batch('sam@harbour.test', [
        { permission, ...seaside() },
        { permission, organizationId: world.alpine.id, propertyId: world.alpine.glacier },
        { permission: 'property:members:manage', ...seaside() },
        { permission, organizationId: world.harbour.id, propertyId: world.harbour.oldTown },
        { permission: 'platform:users:read' },
        { permission, ...seaside(), userId: await world.userId('vera@harbour.test') },
        { permission, ...seaside(), userId: await world.userId('nina@nowhere.test') },
      ]).expect(200);
      expect(answered.body.results).toEqual([
        { allowed: true, code: null },
        { allowed: false, code: 'not_found' },
        { allowed: false, code: null },
        { allowed: false, code: 'not_found' },
        { allowed: false, code: null },
        { allowed: false, code: null },
        { allowed: false, code: 'not_found' },
      ]);
    });

    it('comes with 499 more at most, of which each must make sense', async () => {
      const question = { permission: 'property:property:read', ...seaside() };
      const full = await batch('sam@harbour.test', Array<object>(500).fill(question)).expect(200);
      expect(full.body.results).toEqual(Array<object>(500).fill({ allowed: true, code: null }));
      await batch('sam@harbour.test', Array<object>(501).fill(question)).expect(400);
      await batch('sam@harbour.test', []).expect(400);
      const odd = await batch('sam@harbour.test', [question, { permission: 'org:x:y' }]).expect(400);
      expect(odd.body).toMatchObject({ code: 'unknown_permission', permissions: ['org:x:y'] });
    });
  });
});
