import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { declareAs, planOf } from './declaring.js';

const OWNER = 'owner@tenantry.test';
const OLIVIA = 'olivia@harbour.test';
const ANTON = 'anton@alpine.test';

/** Stand in roles that organizations made, so they are always declared. */
const STANDING = ['property:pools:clean', 'org:data:write'];
const KEYS = [
  ...STANDING,
  'property:pools:read',
  'property:pools:close',
  'org:data:read',
  'org:reports:read',
];

interface Written {
  key: string;
  description: string;
  roles: string[];
  includes: string[];
}
interface Change {
  permission: string;
  people: number;
  places: number;
  pairs: number;
  organizations: number;
  named: { userId: string; organizationId: string; propertyId: string | null }[];
}

/** Declarations without a fault: what includes another stands later in the list, and is not narrower. */
const declaration: fc.Arbitrary<Written[]> = fc
  .tuple(
    fc.subarray(KEYS.slice(STANDING.length)),
    fc.infiniteStream(fc.record({ roles: fc.nat(15), includes: fc.nat(63) })),
  )
  .map(([others, choices]) => {
    const keys = [...others, ...STANDING];
    return keys.map((key, index) => {
      const { roles, includes } = choices.next().value;
      const carriers = key.startsWith('org:')
        ? ['org:member']
        : ['org:member', 'property:staff', 'property:viewer'];
      return {
        key,
        description: key,
        roles: carriers.filter((_, index) => (roles >> index) & 1),
        includes: keys
          .slice(0, index)
          .filter(
            (other, index) =>
              (includes >> index) & 1 && !(key.startsWith('property:') && other.startsWith('org:')),
          ),
      };
    });
  });

describe('the effect that a plan tells', () => {
  let world: DemoWorld;

  beforeAll(async () => {
    world = await startDemoWorld();
    await declare(STANDING.map((key) => ({ key, description: key, roles: [], includes: [] })));
    const harbour = `/api/v1/organizations/${world.harbour.id}`;
    const own = [
      { key: 'property:cleaner', name: 'Cleaner', permissions: ['property:pools:clean'] },
      { key: 'org:analyst', name: 'Analyst', permissions: ['org:data:write', 'property:pools:clean'] },
    ];
    for (const role of own) await world.as(OLIVIA).post(`${harbour}/roles`, role).expect(201);
    const vera = await world.userId('vera@harbour.test');
    const mark = await world.userId('mark@harbour.test');
    const property = `${harbour}/properties/${world.harbour.oldTown}`;
    await world.as(OLIVIA).put(`${property}/grants/${vera}`, { role: 'property:cleaner' }).expect(200);
    await world.as(OLIVIA).put(`${harbour}/grants/${mark}`, { role: 'org:analyst' }).expect(200);
    // What ran out, and what stands on an archived property, reaches nobody.
    await world.database.query(
      `insert into property_grants (organization_id, property_id, user_id, role, granted_at, valid_from, expires_at)
       select organization_id, id, $1, 'property:staff', now(), now() - interval '2 days', now() - interval '1 day'
       from properties where id = $2`,
      [vera, world.harbour.seaside],
    );
  });

  afterAll(() => world.close());

  const owner = () => world.as(OWNER, { fva: [0, -1] });
  const plan = (permissions: Written[]): Promise<{ gained: Change[]; lost: Change[] }> =>
    planOf(owner(), permissions);
  const declare = (permissions: Written[]) => declareAs(owner(), permissions);
  /** `permission|person|place|organization` for all that the lists tell, which other specs hold to the single check. */
  const everything = async (): Promise<Set<string>> => {
    const { harbour, alpine } = world;
    const places = [
      { by: OLIVIA, organization: harbour.id, properties: [harbour.seaside, harbour.oldTown] },
      { by: ANTON, organization: alpine.id, properties: [alpine.glacier, alpine.valley] },
    ];
    const held = new Set<string>();
    for (const key of KEYS) {
      for (const { by, organization, properties } of places) {
        for (const place of key.startsWith('org:') ? [organization] : properties) {
          const property = place === organization ? '' : `&propertyId=${place}`;
          const { status, body } = await world
            .as(by)
            .get(`/api/v1/access/people?permission=${key}&organizationId=${organization}${property}`);
          expect([200, 400]).toContain(status);
          for (const { emailAddress } of status === 200 ? body.data : [])
            held.add([key, emailAddress, place, organization].join('|'));
        }
      }
    }
    return held;
  };

  /** In the same words; the demo has fewer of each than are named. */
  const namesOf = async (changes: readonly Change[]): Promise<Set<string>> => {
    const people = await world.database.query<{ id: string; email: string }>(
      'select id, email_address as email from users',
    );
    const emails = new Map(people.map(({ id, email }) => [id, email]));
    return new Set(
      changes.flatMap(({ permission, named }) =>
        named.map(({ userId, organizationId, propertyId }) =>
          [permission, emails.get(userId), propertyId ?? organizationId, organizationId].join('|'),
        ),
      ),
    );
  };

  it('is what the lists tell afterwards, for random declarations one after the other', async () => {
    let before = await everything();
    for (const next of fc.sample(declaration, { numRuns: 20, seed: 20261128 })) {
      const planned = await plan(next);
      await declare(next);
      const after = await everything();
      expect(countsOf(planned.gained)).toEqual(tally(after.difference(before)));
      expect(countsOf(planned.lost)).toEqual(tally(before.difference(after)));
      expect(await namesOf(planned.gained)).toEqual(after.difference(before));
      expect(await namesOf(planned.lost)).toEqual(before.difference(after));
      before = after;
    }
  }, 240_000);
});

function countsOf(changes: readonly Change[]) {
  return changes.map(({ permission, people, places, pairs, organizations }) => ({
    permission,
    people,
    places,
    pairs,
    organizations,
  }));
}

function tally(pairs: ReadonlySet<string>) {
  const byPermission = Map.groupBy(
    [...pairs].map((pair) => pair.split('|')),
    ([permission]) => permission!,
  );
  return [...byPermission].sort().map(([permission, rows]) => ({
    permission,
    people: new Set(rows.map(([, person]) => person)).size,
    places: new Set(rows.map(([, , place]) => place)).size,
    pairs: rows.length,
    organizations: new Set(rows.map(([, , , organization]) => organization)).size,
  }));
}
