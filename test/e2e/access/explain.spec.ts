import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { permissions } from '#auth';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';

const OLIVIA = 'olivia@harbour.test';
const MARK = 'mark@harbour.test';
const SAM = 'sam@harbour.test';
const VERA = 'vera@harbour.test';
const STAFF_OF_HARBOUR = [MARK, SAM, VERA];
const PERMISSIONS = permissions.all.filter((permission) => !permission.startsWith('platform:'));

interface Place {
  organizationId: string;
  propertyId?: string;
}

interface Remedy {
  role: string;
  scope: { kind: string; organizationId: string; propertyId: string | null };
  mayBeGivenBy: string[];
  mayBeGivenByCount: number | null;
}

describe('an explanation', () => {
  let world: DemoWorld;
  let organization: string;
  let emails: Map<string, string>;

  beforeAll(async () => {
    world = await startDemoWorld();
    organization = `/api/v1/organizations/${world.harbour.id}`;
    emails = new Map(
      await Promise.all(
        [OLIVIA, ...STAFF_OF_HARBOUR].map(async (email) => [await world.userId(email), email] as const),
      ),
    );
    // Roles of the organization's own, so that a remedy can be smaller than any built-in role.
    for (const role of [
      { key: 'property:keys', name: 'Keys', permissions: ['property:members:read'] },
      { key: 'org:auditor', name: 'Auditor', permissions: ['org:audit:read', 'property:audit:read'] },
    ]) {
      await world.as(OLIVIA).post(`${organization}/roles`, role).expect(201);
    }
  });

  afterAll(() => world.close());

  const explain = async (requester: string, permission: string, place: Place, subject?: string) => {
    const userId = subject === undefined ? undefined : await world.userId(subject);
    const { body } = await world
      .as(requester)
      .post('/api/v1/access/explain', { permission, ...place, userId })
      .expect(200);
    return body as {
      allowed: boolean;
      because: Record<string, unknown>[];
      remedy: Remedy[];
      almost: Record<string, unknown>[];
    };
  };
  const seaside = (): Place => ({ organizationId: world.harbour.id, propertyId: world.harbour.seaside });

  it('of a yes names the grant, its role, who gave it and when, and where it comes down from', async () => {
    const direct = await explain(MARK, 'property:members:manage', seaside());
    const scope = { kind: 'property', ...seaside() };
    expect(direct).toEqual({
      allowed: true,
      blocked: null,
      blockedRemedy: null,
      because: [
        {
          grant: expect.stringContaining('property:manager'),
          role: 'property:manager',
          scope,
          inheritedFrom: null,
          givenBy: await world.userId(OLIVIA),
          givenAt: expect.stringMatching(/^\d{4}-/),
          expiresAt: null,
          group: null,
        },
      ],
      remedy: [],
      joinGroups: [],
      almost: [],
    });
    const inherited = await explain(OLIVIA, 'property:members:manage', seaside());
    expect(inherited.because).toEqual([
      expect.objectContaining({
        role: 'org:admin',
        scope,
        inheritedFrom: { kind: 'organization', organizationId: world.harbour.id, propertyId: null },
        givenBy: null,
      }),
    ]);
  });

  it('of a no names the smallest role, where to give it, and who may', async () => {
    const no = await explain(SAM, 'property:members:manage', seaside());
    expect(no).toEqual({
      allowed: false,
      blocked: null,
      blockedRemedy: null,
      because: [],
      remedy: [
        {
          role: 'property:manager',
          scope: { kind: 'property', ...seaside() },
          mayBeGivenBy: [await world.userId(OLIVIA), await world.userId(MARK)].sort(),
          mayBeGivenByCount: 2,
        },
      ],
      joinGroups: [],
      almost: [],
    });
  });

  it('tells those who may not see who has access how many could give it, and not who', async () => {
    const place = { organizationId: world.harbour.id, propertyId: world.harbour.oldTown };
    const [remedy] = (await explain(VERA, 'property:members:manage', place)).remedy;
    expect(remedy).toMatchObject({ role: 'property:manager', mayBeGivenBy: [], mayBeGivenByCount: 1 });
    const [platform] = (
      await explain(OLIVIA, 'org:organization:suspend', { organizationId: place.organizationId })
    ).remedy;
    expect(platform).toMatchObject({ role: 'admin', mayBeGivenBy: [], mayBeGivenByCount: null });
  });

  it('names a grant that is over and one that has not begun', async () => {
    const path = `${organization}/properties/${world.harbour.seaside}/grants/${await world.userId(VERA)}`;
    const manager = { role: 'property:manager', validFrom: '2098-01-01T00:00:00Z' };
    await world.as(OLIVIA).put(path, manager).expect(200);
    const early = await explain(OLIVIA, 'property:members:manage', seaside(), VERA);
    expect(early).toMatchObject({
      allowed: false,
      almost: [{ role: 'property:manager', reason: 'not_yet_valid', at: '2098-01-01T00:00:00.000Z' }],
    });
    await world.database.query(
      `update property_grants set valid_from = now() - interval '2 h', expires_at = now() - interval '1 h'
       where user_id = $1 and role = 'property:manager'`,
      [await world.userId(VERA)],
    );
    const late = await explain(OLIVIA, 'property:members:manage', seaside(), VERA);
    expect(late).toMatchObject({ allowed: false, almost: [{ reason: 'expired' }] });
    await world.as(OLIVIA).delete(`${path}/property:manager`).expect(204);
  });

  it('on the platform names its owners to its staff and to nobody else', async () => {
    const { body } = await world
      .as('operator@tenantry.test')
      .post('/api/v1/access/explain', { permission: 'platform:users:manage' })
      .expect(200);
    const [remedy] = body.remedy as Remedy[];
    expect(remedy).toMatchObject({
      role: 'admin',
      mayBeGivenBy: [await world.userId('owner@tenantry.test')],
    });
    const outside = await world
      .as('nina@nowhere.test')
      .post('/api/v1/access/explain', { permission: 'platform:users:manage' })
      .expect(200);
    expect(outside.body.remedy).toEqual([
      expect.objectContaining({ role: 'admin', mayBeGivenBy: [], mayBeGivenByCount: null }),
    ]);
  });

  describe('followed', () => {
    const places = (): Place[] => [
      { organizationId: world.harbour.id },
      seaside(),
      { organizationId: world.harbour.id, propertyId: world.harbour.oldTown },
    ];
    /** Every answer for one person, as `place permission`. */
    const held = async (subject: string): Promise<Set<string>> => {
      const userId = await world.userId(subject);
      const checks = places().flatMap((place) =>
        PERMISSIONS.map((permission) => ({ permission, ...place, userId })),
      );
      const { body } = await world.as(OLIVIA).post('/api/v1/access/check/batch', { checks }).expect(200);
      return new Set(
        checks
          .filter((_, index) => body.results[index].allowed)
          .map(({ propertyId, permission }) => `${propertyId ?? ''} ${permission}`),
      );
    };
    const give = async (giver: string, subject: string, { role, scope }: Remedy) => {
      const userId = await world.userId(subject);
      const client = world.as(giver);
      if (scope.kind === 'property')
        return client.put(`${organization}/properties/${scope.propertyId!}/grants/${userId}`, { role });
      if (role === 'org:admin') return client.patch(`${organization}/members/${userId}`, { role });
      return client.put(`${organization}/grants/${userId}`, { role });
    };
    const takeBack = async (subject: string, { role, scope }: Remedy) => {
      const userId = await world.userId(subject);
      const client = world.as(OLIVIA);
      if (scope.kind === 'property')
        return client
          .delete(`${organization}/properties/${scope.propertyId!}/grants/${userId}/${role}`)
          .expect(204);
      if (role === 'org:admin')
        return client.patch(`${organization}/members/${userId}`, { role: 'org:member' }).expect(200);
      return client.delete(`${organization}/grants/${userId}/${role}`).expect(204);
    };

    it('flips that answer and widens nothing beyond the role it names, for every no of the demo', async () => {
      const { body } = await world.as(OLIVIA).get(`${organization}/roles`).expect(200);
      const carried = new Map<string, Set<string>>(
        body.data.map((role: { key: string; permissions: { key: string }[] }) => [
          role.key,
          new Set(role.permissions.map(({ key }) => key)),
        ]),
      );
      let followed = 0;
      for (const subject of STAFF_OF_HARBOUR) {
        const before = await held(subject);
        // What each distinct suggestion made of the answers.
        const after = new Map<string, Set<string>>();
        for (const place of places()) {
          for (const permission of PERMISSIONS) {
            const cell = `${place.propertyId ?? ''} ${permission}`;
            if (before.has(cell)) continue;
            const { remedy } = await explain(OLIVIA, permission, place, subject);
            expect([cell, remedy.length > 0]).toEqual([cell, true]);
            for (const each of remedy) {
              if (each.scope.kind === 'platform') {
                // Which staff of the platform alone hold, in any organization.
                expect(['org:organization:suspend', 'org:data:hold']).toContain(permission);
                continue;
              }
              const name = JSON.stringify([each.role, each.scope]);
              if (!after.has(name)) {
                const giver = emails.get(each.mayBeGivenBy.at(-1)!)!;
                expect((await give(giver, subject, each)).status).toBe(200);
                after.set(name, await held(subject));
                await takeBack(subject, each);
                followed += 1;
              }
              const now = after.get(name)!;
              expect([cell, each.role, now.has(cell)]).toEqual([cell, each.role, true]);
              for (const gained of now.difference(before)) {
                const [propertyId, right] = gained.split(' ') as [string, string];
                const isInside = each.scope.kind === 'organization' || propertyId === each.scope.propertyId;
                expect([gained, each.role, isInside && carried.get(each.role)!.has(right)]).toEqual([
                  gained,
                  each.role,
                  true,
                ]);
              }
            }
          }
        }
        expect(await held(subject)).toEqual(before);
      }
      expect(followed).toBeGreaterThan(8);
    });

    it('by somebody it does not name is refused', async () => {
      for (const permission of ['property:property:manage', 'property:members:read', 'org:audit:read']) {
        const { remedy } = await explain(OLIVIA, permission, seaside(), VERA);
        for (const each of remedy) {
          for (const [userId, email] of emails) {
            if (each.mayBeGivenBy.includes(userId)) continue;
            const { status } = await give(email, VERA, each);
            expect([permission, email, status]).toEqual([permission, email, expect.any(Number)]);
            expect([403, 404]).toContain(status);
          }
        }
      }
    });
  });
});
