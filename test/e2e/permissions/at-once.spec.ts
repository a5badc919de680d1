import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { startReplica } from '../../access/quiet-app.js';
import { ApiClient } from '../../support/api-client.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { declareAs, DECLARATION, planOf } from './declaring.js';

const OWNER = 'owner@tenantry.test';
const OLIVIA = 'olivia@harbour.test';
const SAM = 'sam@harbour.test';
const CLEAN = { key: 'property:pools:clean', description: 'Clean pools' };
const READ = { key: 'property:pools:read', description: 'See pools' };

describe('a declaration, on two replicas and by several people at once', () => {
  let world: DemoWorld;
  let second: { app: NestFastifyApplication; url: string };

  beforeAll(async () => {
    world = await startDemoWorld();
    second = await startReplica(world.environment, 'api');
  });

  afterAll(async () => {
    await second.app.close();
    await world.close();
  });

  const at = (url: string, email: string, claims: Record<string, number[]> = {}) =>
    new ApiClient(url, () => world.clerk.control.tokens({ email, claims }).jwt);
  const owner = (url = world.url) => at(url, OWNER, { fva: [0, -1] });
  const plan = async (permissions: object[]): Promise<string> => (await planOf(owner(), permissions)).hash;
  const declare = (permissions: object[], url = world.url) => declareAs(owner(url), permissions);

  it('holds on the other replica from the next request on, each time it changes', async () => {
    const question = {
      permission: CLEAN.key,
      organizationId: world.harbour.id,
      propertyId: world.harbour.seaside,
    };
    for (let round = 0; round < 40; round += 1) {
      const [changed, asked] = round % 2 === 0 ? [world.url, second.url] : [second.url, world.url];
      const roles = round % 3 === 0 ? ['property:staff'] : [];
      await declare([{ ...CLEAN, roles }], changed);
      const answer = await at(asked, SAM).post('/api/v1/access/check', question).expect(200);
      expect([round, answer.body.allowed]).toEqual([round, roles.length > 0]);
    }
  });

  it('is applied for one of those who planned from the same state', async () => {
    await declare([CLEAN]);
    const wanted = Array.from({ length: 6 }, (_, index) => [{ ...CLEAN, description: `Clean ${index}` }]);
    const hashes = await Promise.all(wanted.map(plan));
    const answers = await Promise.all(
      wanted.map((permissions, index) =>
        owner(index % 2 === 0 ? world.url : second.url).put(DECLARATION, {
          permissions,
          hash: hashes[index],
        }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
    const applied = answers.findIndex(({ status }) => status === 200);
    const stored = await owner().get(DECLARATION).expect(200);
    expect(stored.body.permissions[0].description).toBe(`Clean ${applied}`);
  });

  it('never goes from under a role that is made at the same moment', async () => {
    const outcomes = new Set<string>();
    for (let round = 0; round < 12; round += 1) {
      await declare([CLEAN, READ]);
      const hash = await plan([READ]);
      const role = { key: `property:r${round}`, name: 'Cleaner', permissions: [CLEAN.key] };
      const roles = `/api/v1/organizations/${world.harbour.id}/roles`;
      const [made, removed] = await Promise.all([
        at(second.url, OLIVIA).post(roles, role),
        owner().put(DECLARATION, { permissions: [READ], hash }),
      ]);
      outcomes.add(`${made.status} ${removed.status}`);
      if (made.status === 201) await world.as(OLIVIA).delete(`${roles}/${role.key}`).expect(204);
    }
    for (const outcome of outcomes) expect(['201 409', '400 200']).toContain(outcome);
  });

  it('that an update has built in meanwhile keeps the service from starting, with a way out', async () => {
    const taken = [{ key: 'org:members:manage', description: 'Ours', roles: [], includes: [] }];
    const [row] = await world.database.query<{ id: string }>(
      `insert into authorization_models (id, declared, applied_at)
       values (gen_random_uuid(), '${JSON.stringify(taken)}', now()) returning id`,
    );
    await expect(startReplica(world.environment, 'api')).rejects.toThrow(
      /built in by now: org:members:manage. Go back to the version before/,
    );
    await world.database.query(`delete from authorization_models where id = $1`, [row?.id]);
  });
});
