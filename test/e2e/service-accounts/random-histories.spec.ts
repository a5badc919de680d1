import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { mayServiceAccountsHold } from '#auth';
import { startReplica } from '../../access/quiet-app.js';
import { ApiClient } from '../../support/api-client.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { Dice } from '../../support/dice.js';
import { makeRobot, type Robot, withKey } from '../../support/robots.js';

const OLIVIA = 'olivia@harbour.test';
const MARK = 'mark@harbour.test';
const VERA = 'vera@harbour.test';
const PERMISSIONS = [
  'property:property:read',
  'property:property:manage',
  'property:members:read',
  'property:members:manage',
  'org:members:read',
  'org:audit:read',
] as const;
const STEPS = Number(process.env.HISTORY_STEPS ?? 60);

describe('keys, in random histories', () => {
  const seed = Number(process.env.HISTORY_SEED ?? Date.now() % 1_000_000);
  const dice = new Dice(seed);
  const pick = <T>(list: readonly T[]): T => dice.pick(list)!;
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

  it(`open after each step what giver and issuer hold, on each replica (seed ${seed})`, async () => {
    const organization = `/api/v1/organizations/${world.harbour.id}`;
    const ids = new Map<string, string>();
    for (const email of [OLIVIA, MARK, VERA]) ids.set(email, await world.userId(email));
    const places = [null, world.harbour.seaside, world.harbour.oldTown];
    const admin = (email: string) =>
      as(OLIVIA)
        .patch(`${organization}/members/${ids.get(email)}`, { role: 'org:admin' })
        .expect(200);
    await admin(MARK);
    await admin(VERA);
    await as(OLIVIA)
      .post(`${organization}/roles`, {
        key: 'org:robot',
        name: 'Robot',
        permissions: ['org:members:read', 'org:audit:read', 'property:property:read'],
      })
      .expect(201);
    // Each by another: what one gave and another made a key for.
    const robots: { robot: Robot; issuer: string; grants: Map<string, string> }[] = [];
    for (const issuer of [MARK, VERA, OLIVIA])
      robots.push({ robot: await makeRobot(as(issuer), world.harbour.id), issuer, grants: new Map() });

    for (const { robot, grants } of robots) {
      await as(MARK).put(`${robot.path}/grants`, { role: 'org:robot' }).expect(200);
      grants.set('org:robot ', MARK);
    }

    const moves: (() => Promise<void>)[] = [
      async () => {
        const { robot, grants } = pick(robots);
        const giver = pick([OLIVIA, MARK, VERA]);
        const propertyId = pick(places);
        const role =
          propertyId === null ? 'org:robot' : pick(['property:manager', 'property:staff', 'property:viewer']);
        const answer = await as(giver).put(`${robot.path}/grants`, { role, propertyId });
        if (answer.status === 200) grants.set(`${role} ${propertyId ?? ''}`, giver);
        else expect([answer.status, answer.body.code]).toEqual([expect.any(Number), expect.any(String)]);
      },
      async () => {
        const { robot, grants } = pick(robots);
        const { body } = await as(OLIVIA).get(robot.path).expect(200);
        if (body.grants.length === 0) return;
        const grant = pick(body.grants as { id: string; role: string; propertyId: string | null }[]);
        await as(OLIVIA).delete(`${robot.path}/grants/${grant.id}`).expect(204);
        grants.delete(`${grant.role} ${grant.propertyId ?? ''}`);
      },
      async () => {
        const role = pick(['org:admin', 'org:admin', 'org:member']);
        await as(OLIVIA)
          .patch(`${organization}/members/${ids.get(pick([MARK, VERA]))}`, { role })
          .expect(200);
      },
      async () => {
        const user = ids.get(pick([MARK, VERA]));
        const path = `${organization}/properties/${pick(places.slice(1))}/grants/${user}`;
        await as(OLIVIA).put(path, { role: pick(['property:manager', 'property:viewer']) });
      },
      async () => {
        const property = `${organization}/properties/${pick(places.slice(1))}`;
        await (dice.below(2) === 0 ? as(OLIVIA).delete(property) : as(OLIVIA).post(`${property}/restore`));
      },
      async () => {
        const permissions = PERMISSIONS.filter(() => dice.below(2) === 0);
        if (permissions.length > 0)
          await as(OLIVIA).patch(`${organization}/roles/org:robot`, { permissions });
      },
      async () => {
        await as('owner@tenantry.test').post(
          `/api/v1/users/${ids.get(pick([MARK, VERA]))}/${pick(['ban', 'unban', 'unban'])}`,
          {},
        );
      },
    ];

    let yes = 0;
    for (let step = 0; step < STEPS; step += 1) {
      await pick(moves)();
      const { robot, issuer, grants } = pick(robots);
      const place = pick(places.slice(1));
      for (const permission of PERMISSIONS) {
        // What is of the organization is asked about there: a property on which one holds nothing is not known.
        const propertyId = permission.startsWith('property:') ? place : null;
        const question = {
          permission,
          organizationId: world.harbour.id,
          ...(propertyId !== null && { propertyId }),
        };
        const expected = await byDefinition(question, issuer, grants, propertyId);
        for (const url of [world.url, second.url]) {
          const answer = await withKey(url, robot.key).post('/api/v1/access/check', question);
          const allowed = answer.status === 200 && answer.body.allowed === true;
          if (allowed) yes += 1;
          expect({ seed, step, question, issuer, grants: [...grants], allowed }).toEqual({
            seed,
            step,
            question,
            issuer,
            grants: [...grants],
            allowed: expected,
          });
        }
      }
    }
    expect(yes).toBeGreaterThan(0);
  }, 180_000);

  /** What a key may: one of its roles carries it here, whoever gave that holds it, and so does whoever made the key. */
  async function byDefinition(
    question: { permission: string; organizationId: string; propertyId?: string },
    issuer: string,
    grants: ReadonlyMap<string, string>,
    propertyId: string | null,
  ): Promise<boolean> {
    const { permission } = question;
    if (!mayServiceAccountsHold(permission)) return false;
    const holds = async (email: string): Promise<boolean> => {
      const [person] = await world.database.query<{ id: string; can_act: boolean }>(
        'select id, can_act from users where email_address = $1',
        [email],
      );
      if (!person!.can_act) return false;
      const answer = await as(OLIVIA)
        .post('/api/v1/access/check', { ...question, userId: person!.id })
        .expect(200);
      return answer.body.allowed as boolean;
    };
    const carries = new Map<string, string[]>(
      (await as(OLIVIA).get(`/api/v1/organizations/${world.harbour.id}/roles`).expect(200)).body.data.map(
        ({ key, permissions }: { key: string; permissions: { key: string }[] }) => [
          key,
          permissions.map((each) => each.key),
        ],
      ),
    );
    if (!(await holds(issuer))) return false;
    const [property] = await world.database.query<{ status: string }>(
      'select status from properties where id = $1',
      [propertyId],
    );
    for (const [key, giver] of grants) {
      const [role, at] = key.split(' ') as [string, string];
      if (at !== '' && (at !== propertyId || property?.status !== 'active')) continue;
      if (carries.get(role)?.includes(permission) === true && (await holds(giver))) return true;
    }
    return false;
  }
});
