import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';

const OLIVIA = 'olivia@harbour.test';
const SAM = 'sam@harbour.test';
const PEOPLE = {
  key: 'org:people',
  name: 'People',
  permissions: ['org:organization:read', 'org:members:read', 'org:members:manage'],
};
const AUDITOR = { key: 'org:auditor', name: 'Auditor', permissions: ['org:audit:read'] };

describe('removing a member takes their grants as well', () => {
  let world: DemoWorld;
  let organization: string;
  let vera: string;

  beforeAll(async () => {
    world = await startDemoWorld();
    organization = `/api/v1/organizations/${world.harbour.id}`;
    vera = await world.userId('vera@harbour.test');
    for (const role of [PEOPLE, AUDITOR])
      await world.as(OLIVIA).post(`${organization}/roles`, role).expect(201);
    const sam = await world.userId(SAM);
    await world.as(OLIVIA).put(`${organization}/grants/${sam}`, { role: PEOPLE.key }).expect(200);
    await world.database.query('delete from property_grants where user_id = $1', [vera]);
  });

  afterAll(() => world.close());

  const remove = () => world.as(SAM).delete(`${organization}/members/${vera}`);
  const isRefused = async () => {
    const { body } = await remove().expect(403);
    expect(body.code).toBe('role_above_own');
  };

  it('and is refused to whoever could not take each of them, at a property or on the organization', async () => {
    const grants = `${organization}/properties/${world.harbour.seaside}/grants/${vera}`;
    await world.as(OLIVIA).put(grants, { role: 'property:manager' }).expect(200);
    await isRefused();
    // What only begins later is theirs as well.
    const validFrom = new Date(Date.now() + 86_400_000).toISOString();
    await world.as(OLIVIA).put(grants, { role: 'property:manager', validFrom }).expect(200);
    await isRefused();
    await world.as(OLIVIA).delete(`${grants}/property:manager`).expect(204);
    const onAll = `${organization}/grants/${vera}`;
    await world.as(OLIVIA).put(onAll, { role: AUDITOR.key }).expect(200);
    await isRefused();
    await world.as(OLIVIA).delete(`${onAll}/${AUDITOR.key}`).expect(204);
    await remove().expect(204);
  });
});
