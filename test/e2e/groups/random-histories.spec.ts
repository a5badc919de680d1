import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { startReplica } from '../../access/quiet-app.js';
import { ApiClient } from '../../support/api-client.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { Dice } from '../../support/dice.js';

const OLIVIA = 'olivia@harbour.test';
const PEOPLE = ['mark@harbour.test', 'sam@harbour.test', 'vera@harbour.test'] as const;
const PERMISSIONS = [
  'property:property:read',
  'property:property:manage',
  'property:members:read',
  'org:audit:read',
] as const;
const CARRIED: Readonly<Record<string, readonly string[]>> = {
  'property:viewer': ['property:property:read'],
  'property:staff': ['property:property:read', 'property:members:read'],
  'property:manager': ['property:property:read', 'property:property:manage', 'property:members:read'],
  'org:watch': ['property:property:read', 'org:audit:read'],
};
const STEPS = Number(process.env.HISTORY_STEPS ?? 60);

interface ModelGroup {
  readonly people: Set<string>;
  readonly inside: Set<number>;
  /** By `<role> <property or nothing>`. */
  readonly grants: Map<string, { id: string; holds: boolean }>;
}

describe('groups, in random histories', () => {
  const seed = Number(process.env.HISTORY_SEED ?? Date.now() % 1_000_000);
  const dice = new Dice(seed);
  const pick = <T>(list: readonly T[]): T => dice.pick(list)!;
  const pickIfAny = <T>(list: readonly T[]): T | undefined => dice.pick(list);
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

  it(`give after each step what the definition says, in checks and in both lists (seed ${seed})`, async () => {
    const organizationId = world.harbour.id;
    const organization = `/api/v1/organizations/${organizationId}`;
    const properties = [world.harbour.seaside, world.harbour.oldTown];
    const ids = new Map<string, string>();
    for (const email of PEOPLE) ids.set(email, await world.userId(email));
    await world.database.query('delete from property_grants');
    await as(OLIVIA)
      .post(`${organization}/roles`, { key: 'org:watch', name: 'Watch', permissions: CARRIED['org:watch'] })
      .expect(201);
    const groups: ModelGroup[] = [];
    const paths: string[] = [];
    for (const name of ['A', 'B', 'C', 'D']) {
      const { body } = await as(OLIVIA).post(`${organization}/groups`, { name }).expect(201);
      paths.push(`${organization}/groups/${body.id}`);
      groups.push({ people: new Set(), inside: new Set(), grants: new Map() });
    }
    const idOf = (index: number) => paths[index]!.split('/').at(-1)!;
    const anyGroup = () => dice.below(groups.length);

    const moves: (() => Promise<void>)[] = [
      async () => {
        const [index, email] = [anyGroup(), pick(PEOPLE)];
        await as(OLIVIA)
          .put(`${paths[index]}/members/${ids.get(email)}`)
          .expect(200);
        groups[index]!.people.add(email);
      },
      async () => {
        const [index, email] = [anyGroup(), pick(PEOPLE)];
        const { status } = await as(OLIVIA).delete(`${paths[index]}/members/${ids.get(email)}`);
        expect(status === 204).toBe(groups[index]!.people.delete(email));
      },
      async () => {
        const [outer, inner] = [anyGroup(), anyGroup()];
        const isAround = groups.some(({ inside }) => inside.has(outer));
        const isFine =
          groups[outer]!.inside.has(inner) ||
          (outer !== inner && !isAround && groups[inner]!.inside.size === 0);
        const { status } = await as(OLIVIA).put(`${paths[outer]}/groups/${idOf(inner)}`);
        expect({ outer, inner, done: status === 204 }).toEqual({ outer, inner, done: isFine });
        if (isFine) groups[outer]!.inside.add(inner);
      },
      async () => {
        const outer = anyGroup();
        const inner = pickIfAny([...groups[outer]!.inside]);
        if (inner === undefined) return;
        await as(OLIVIA)
          .delete(`${paths[outer]}/groups/${idOf(inner)}`)
          .expect(204);
        groups[outer]!.inside.delete(inner);
      },
      async () => {
        const index = anyGroup();
        const propertyId = pick([null, ...properties]);
        const role = propertyId === null ? 'org:watch' : pick(Object.keys(CARRIED).slice(0, 3));
        const period = pick([
          {},
          { expiresAt: '2099-01-01T00:00:00Z' },
          { validFrom: '2098-01-01T00:00:00Z' },
        ]);
        const { status, body } = await as(OLIVIA).put(`${paths[index]}/grants`, {
          role,
          propertyId,
          ...period,
        });
        if (status !== 200) {
          expect(body.code).toBe('property_archived');
          return;
        }
        groups[index]!.grants.set(`${role} ${propertyId ?? ''}`, {
          id: body.id,
          holds: !('validFrom' in period),
        });
      },
      async () => {
        const index = anyGroup();
        const taken = pickIfAny([...groups[index]!.grants]);
        if (taken === undefined) return;
        await as(OLIVIA).delete(`${paths[index]}/grants/${taken[1].id}`).expect(204);
        groups[index]!.grants.delete(taken[0]);
      },
    ];

    const holds = (email: string, permission: string, propertyId: string) => {
      const own = groups.flatMap(({ people }, index) => (people.has(email) ? [index] : []));
      const all = groups.filter(
        ({ inside }, index) => own.includes(index) || own.some((each) => inside.has(each)),
      );
      return all.some(({ grants }) =>
        [...grants].some(([key, grant]) => {
          const [role = '', on] = key.split(' ');
          return grant.holds && (on === '' || on === propertyId) && CARRIED[role]?.includes(permission);
        }),
      );
    };

    let yes = 0;
    for (let step = 0; step < STEPS; step += 1) {
      await pick(moves)();
      const propertyId = pick(properties);
      const permission = pick(PERMISSIONS);
      const expected = PEOPLE.filter((email) => holds(email, permission, propertyId));
      const question = { permission, organizationId, propertyId };
      const found: Record<string, string[]> = { own: [], other: [], lists: [], places: [] };
      for (const email of PEOPLE) {
        const url = pick([world.url, second.url]);
        const answer = await as(email, url).post('/api/v1/access/check', question);
        if (answer.status === 200 && answer.body.allowed) found['own']!.push(email);
        const about = { ...question, userId: ids.get(email) };
        const other = await as(OLIVIA, url).post('/api/v1/access/check', about).expect(200);
        if (other.body.allowed) found['other']!.push(email);
        if (permission.startsWith('property:')) {
          const { body } = await as(email, url).get(`/api/v1/access/properties?permission=${permission}`);
          const isListed = (body.data as { id: string }[]).some(({ id }) => id === propertyId);
          if (isListed) found['places']!.push(email);
        } else if (expected.includes(email)) found['places']!.push(email);
      }
      const query = new URLSearchParams(question);
      const listed = await as(OLIVIA).get(`/api/v1/access/people?${query.toString()}`).expect(200);
      const reached = (listed.body.data as { userId: string }[]).map(({ userId }) => userId);
      found['lists'] = PEOPLE.filter((email) => reached.includes(ids.get(email)!));
      expect({ seed, step, permission, ...found }).toEqual({
        seed,
        step,
        permission,
        own: expected,
        other: expected,
        lists: expected,
        places: expected,
      });
      yes += expected.length;
    }
    // A history in which nobody ever holds anything shows nothing.
    expect({ seed, yes: yes > 0 }).toEqual({ seed, yes: true });
  }, 600_000);
});
