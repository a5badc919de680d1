import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { startReplica } from '../../access/quiet-app.js';
import { ApiClient } from '../../support/api-client.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { makeRobot, type Robot, withKey } from '../../support/robots.js';

const OLIVIA = 'olivia@harbour.test';
const MARK = 'mark@harbour.test';
const READ = 'property:property:read';

describe('what a key opens', () => {
  let world: DemoWorld;
  let second: { app: NestFastifyApplication; url: string };

  beforeAll(async () => {
    world = await startDemoWorld();
    second = await startReplica(world.environment, 'api');
  }, 120_000);

  afterAll(async () => {
    await second.app.close();
    await world.close();
  });

  const as = (email: string, url = world.url) =>
    new ApiClient(url, () => world.clerk.control.tokens({ email, claims: { fva: [0, -1] } }).jwt);
  const members = () => `/api/v1/organizations/${world.harbour.id}/members`;
  const setRole = async (email: string, role: string) =>
    as(OLIVIA)
      .patch(`${members()}/${await world.userId(email)}`, { role })
      .expect(200);
  const seaside = () => `/api/v1/organizations/${world.harbour.id}/properties/${world.harbour.seaside}`;
  const question = (permission = READ) => ({
    permission,
    organizationId: world.harbour.id,
    propertyId: world.harbour.seaside,
  });

  beforeEach(async () => {
    await setRole(MARK, 'org:admin');
  });

  it('ends with the next request, on every replica, when its giver is demoted, and comes back with them', async () => {
    const robot = await makeRobot(as(MARK), world.harbour.id, [
      { role: 'property:viewer', propertyId: world.harbour.oldTown },
    ]);
    const oldTown = `/api/v1/organizations/${world.harbour.id}/properties/${world.harbour.oldTown}`;
    for (let round = 0; round < 5; round += 1) {
      for (const url of [world.url, second.url]) await withKey(url, robot.key).get(oldTown).expect(200);
      await setRole(MARK, 'org:member');
      for (const url of [second.url, world.url]) {
        const refused = await withKey(url, robot.key).get(oldTown).expect(404);
        expect(refused.body.code).toBe('not_found');
      }
      await setRole(MARK, 'org:admin');
    }
  });

  it('is what its giver keeps by another role', async () => {
    const robot = await makeRobot(as(MARK), world.harbour.id, [
      { role: 'property:manager', propertyId: world.harbour.seaside },
    ]);
    await setRole(MARK, 'org:member');
    // Mark manages Seaside by a grant of his own.
    await withKey(world.url, robot.key).get(seaside()).expect(200);
    await withKey(world.url, robot.key).patch(seaside(), { name: 'Seaside' }).expect(200);
  });

  it('is what both hold, its giver and whoever made the key', async () => {
    const robot = await makeRobot(as(OLIVIA), world.harbour.id, [
      { role: 'property:viewer', propertyId: world.harbour.oldTown },
    ]);
    const { body } = await as(MARK).post(`${robot.path}/keys`, {}).expect(201);
    const oldTown = `/api/v1/organizations/${world.harbour.id}/properties/${world.harbour.oldTown}`;
    await withKey(world.url, body.key).get(oldTown).expect(200);
    await setRole(MARK, 'org:member');
    await withKey(world.url, body.key).get(oldTown).expect(404);
    await withKey(world.url, robot.key).get(oldTown).expect(200);
    const explained = await withKey(world.url, body.key)
      .post('/api/v1/access/explain', { permission: 'org:members:read', organizationId: world.harbour.id })
      .expect(200);
    expect(explained.body).toMatchObject({ allowed: false, blocked: null });
  });

  it('says which side refuses', async () => {
    const role = await as(OLIVIA).post(`/api/v1/organizations/${world.harbour.id}/roles`, {
      key: 'org:robot',
      name: 'Robot',
      scopeKind: 'organization',
      permissions: ['org:members:read', 'org:properties:list', 'org:audit:read', READ],
    });
    expect(role.status).toBe(201);
    const robot = await makeRobot(as(MARK), world.harbour.id, [{ role: 'org:robot' }]);
    const ask = async (key: string, permission: string) =>
      (await withKey(world.url, key).post('/api/v1/access/explain', question(permission)).expect(200)).body;
    expect(await ask(robot.key, READ)).toMatchObject({ allowed: true, blocked: null });
    expect(await ask(robot.key, 'property:members:manage')).toMatchObject({
      allowed: false,
      blocked: 'withheld',
    });
    expect(await ask(robot.key, 'property:property:manage')).toMatchObject({ allowed: false, blocked: null });
    const audit = { permission: 'org:audit:read', organizationId: world.harbour.id };
    const explain = async (key: string) =>
      (await withKey(world.url, key).post('/api/v1/access/explain', audit).expect(200)).body;
    expect(await explain(robot.key)).toMatchObject({ allowed: true });
    const ofOlivia = await as(OLIVIA).post(`${robot.path}/keys`, {}).expect(201);
    await setRole(MARK, 'org:member');
    expect(await explain(ofOlivia.body.key)).toMatchObject({ allowed: false, blocked: 'giver_lacks' });
    await as(OLIVIA).put(`${robot.path}/grants`, { role: 'org:robot' }).expect(200);
    expect(await explain(ofOlivia.body.key)).toMatchObject({ allowed: true, blocked: null });
    expect(await explain(robot.key)).toMatchObject({ allowed: false, blocked: 'issuer_lacks' });
    const log = `/api/v1/organizations/${world.harbour.id}/audit-log`;
    const refused = await withKey(world.url, robot.key).get(log).expect(403);
    expect(refused.body).toMatchObject({ code: 'permission_missing', missing: 'issuer_lacks' });
    const shown = await as(OLIVIA).get(robot.path).expect(200);
    expect(shown.body.grants[0].holds).toEqual(
      [...role.body.permissions.map(({ key }: { key: string }) => key)].sort(),
    );
  });

  it('lists what it opens now of what it was given', async () => {
    const robot = await makeRobot(as(MARK), world.harbour.id, [
      { role: 'property:viewer', propertyId: world.harbour.seaside },
      { role: 'property:viewer', propertyId: world.harbour.oldTown },
    ]);
    const list = async () => {
      const answer = await withKey(world.url, robot.key)
        .get(`/api/v1/access/properties?permission=${READ}`)
        .expect(200);
      return (answer.body.data as { id: string }[]).map(({ id }) => id).sort();
    };
    expect(await list()).toEqual([world.harbour.seaside, world.harbour.oldTown].sort());
    await setRole(MARK, 'org:member');
    // Of Seaside Mark is the manager himself.
    expect(await list()).toEqual([world.harbour.seaside]);
  });

  it('answers about others what it may see of them', async () => {
    const robot: Robot = await makeRobot(as(OLIVIA), world.harbour.id, [
      { role: 'property:staff', propertyId: world.harbour.seaside },
    ]);
    const robotAsks = withKey(world.url, robot.key);
    const sam = await world.userId('sam@harbour.test');
    const vera = await world.userId('vera@harbour.test');
    const check = (more: object) => robotAsks.post('/api/v1/access/check', { ...question(), ...more });
    expect((await check({}).expect(200)).body.allowed).toBe(true);
    expect((await check({ userId: sam }).expect(200)).body.allowed).toBe(true);
    expect((await check({ userId: vera }).expect(200)).body.allowed).toBe(false);
    expect((await check({ propertyId: world.harbour.oldTown }).expect(404)).body.code).toBe('not_found');
    await check({ organizationId: world.alpine.id, propertyId: world.alpine.glacier }).expect(404);
    const batch = await robotAsks
      .post('/api/v1/access/check/batch', {
        checks: [
          question(),
          { ...question(), userId: sam },
          { ...question(), propertyId: world.harbour.oldTown },
          { ...question(), organizationId: world.alpine.id, propertyId: world.alpine.glacier },
          question('property:property:manage'),
        ],
      })
      .expect(200);
    expect(
      batch.body.results.map(
        ({ allowed, code }: { allowed: boolean; code: string | null }) => code ?? allowed,
      ),
    ).toEqual([true, true, 'not_found', 'not_found', false]);
    const mine = await robotAsks.get(`/api/v1/access/properties?permission=${READ}`).expect(200);
    expect(mine.body.data.map(({ id }: { id: string }) => id)).toEqual([world.harbour.seaside]);
    const people = await robotAsks
      .get(
        `/api/v1/access/people?permission=${READ}&organizationId=${world.harbour.id}&propertyId=${world.harbour.seaside}`,
      )
      .expect(200);
    expect(people.body.data.length).toBeGreaterThan(1);
  });

  it('begins and ends with the period of a role, and never outlasts its giver', async () => {
    const soon = new Date(Date.now() + 3_600_000).toISOString();
    const robot = await makeRobot(as(OLIVIA), world.harbour.id, [
      { role: 'property:viewer', propertyId: world.harbour.seaside, validFrom: soon },
    ]);
    await withKey(world.url, robot.key).get(seaside()).expect(404);
    await world.database.query(
      `update service_account_grants set valid_from = now() - interval '2 hours' where account_id = $1`,
      [robot.id],
    );
    await withKey(world.url, robot.key).get(seaside()).expect(200);
    await world.database.query(
      `update service_account_grants set expires_at = now() - interval '1 hour' where account_id = $1`,
      [robot.id],
    );
    await withKey(world.url, robot.key).get(seaside()).expect(404);
  });

  it('is nothing in a suspended organization, nor on an archived property', async () => {
    const robot = await makeRobot(as(OLIVIA), world.harbour.id, [
      { role: 'property:viewer', propertyId: world.harbour.oldTown },
    ]);
    const oldTown = `/api/v1/organizations/${world.harbour.id}/properties/${world.harbour.oldTown}`;
    const staff = as('owner@tenantry.test');
    const organization = `/api/v1/organizations/${world.harbour.id}`;
    await staff.post(`${organization}/suspend`).set('X-Access-Reason', 'unpaid').expect(200);
    const refused = await withKey(world.url, robot.key).get(oldTown).expect(403);
    expect(refused.body.code).toBe('organization_suspended');
    const own = await withKey(world.url, robot.key).get('/api/v1/service-account').expect(403);
    expect(own.body.code).toBe('organization_suspended');
    await staff.post(`${organization}/reinstate`).set('X-Access-Reason', 'paid').expect(200);
    await withKey(world.url, robot.key).get(oldTown).expect(200);
    await as(OLIVIA).delete(oldTown).expect(204);
    await withKey(world.url, robot.key).get(oldTown).expect(404);
    await as(OLIVIA).post(`${oldTown}/restore`).expect(200);
    await withKey(world.url, robot.key).get(oldTown).expect(200);
  });

  it('is nothing that its giver or the maker of its key could not do', async () => {
    const keeper = await as(OLIVIA).post(`/api/v1/organizations/${world.harbour.id}/roles`, {
      key: 'org:keeper',
      name: 'Keeper of robots',
      permissions: ['org:service_accounts:read', 'org:service_accounts:manage'],
    });
    expect(keeper.status).toBe(201);
    const vera = await world.userId('vera@harbour.test');
    await as(OLIVIA)
      .put(`/api/v1/organizations/${world.harbour.id}/grants/${vera}`, { role: 'org:keeper' })
      .expect(200);
    const robot = await makeRobot(as(OLIVIA), world.harbour.id, [
      { role: 'property:viewer', propertyId: world.harbour.seaside },
    ]);
    const asVera = as('vera@harbour.test');
    const above = await asVera
      .put(`${robot.path}/grants`, { role: 'property:manager', propertyId: world.harbour.oldTown })
      .expect(403);
    expect(above.body.code).toBe('role_above_own');
    // She may make a key; what it opens is what she holds herself, and on Seaside she holds nothing.
    const own = await asVera.post(`${robot.path}/keys`, {}).expect(201);
    await withKey(world.url, own.body.key).get(seaside()).expect(404);
    await withKey(world.url, robot.key).get(seaside()).expect(200);
    const grants = (await asVera.get(robot.path).expect(200)).body.grants as { id: string }[];
    await asVera.delete(`${robot.path}/grants/${grants[0]!.id}`).expect(403);
  });

  it('ends when its giver is banned, and holds a role of the organization against deletion', async () => {
    await as(OLIVIA)
      .post(`/api/v1/organizations/${world.harbour.id}/roles`, {
        key: 'property:sweeper',
        name: 'Sweeper',
        permissions: [READ],
      })
      .expect(201);
    const robot = await makeRobot(as(MARK), world.harbour.id, [
      { role: 'property:sweeper', propertyId: world.harbour.oldTown },
    ]);
    const oldTown = `/api/v1/organizations/${world.harbour.id}/properties/${world.harbour.oldTown}`;
    await withKey(world.url, robot.key).get(oldTown).expect(200);
    const used = await as(OLIVIA)
      .delete(`/api/v1/organizations/${world.harbour.id}/roles/property:sweeper`)
      .expect(409);
    expect(used.body).toMatchObject({ code: 'role_in_use', serviceAccounts: 1 });
    const mark = await world.userId(MARK);
    await as('owner@tenantry.test').post(`/api/v1/users/${mark}/ban`, {}).expect(200);
    for (const url of [world.url, second.url]) {
      const refused = await withKey(url, robot.key).get(oldTown).expect(401);
      expect(refused.body.detail).toMatch(/Whoever made the key may not act/);
    }
    await as('owner@tenantry.test').post(`/api/v1/users/${mark}/unban`, {}).expect(200);
    await withKey(world.url, robot.key).get(oldTown).expect(200);
  });

  it('changes what it may change, and the log names account and key', async () => {
    const robot = await makeRobot(as(OLIVIA), world.harbour.id, [
      { role: 'property:manager', propertyId: world.harbour.oldTown },
    ]);
    const oldTown = `/api/v1/organizations/${world.harbour.id}/properties/${world.harbour.oldTown}`;
    await withKey(world.url, robot.key).patch(oldTown, { name: 'Old Town by robot' }).expect(200);
    const log = await as(OLIVIA)
      .get(`/api/v1/organizations/${world.harbour.id}/audit-log?actor=${robot.id}`)
      .expect(200);
    expect(log.body.data[0]).toMatchObject({
      action: 'property.updated',
      actor: { kind: 'service_account', id: robot.id, impersonatorId: null },
      change: { keyId: robot.keyId, name: { to: 'Old Town by robot' } },
    });
  });
});
