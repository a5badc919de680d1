import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type ApiRequest, inParallel, send, Tokens } from './http.js';
import { startReplica } from './quiet-app.js';
import { type Place, startTenants, type Tenant, type Tenants } from './tenants.js';

/** Pairs of taking a right away and using it; `ACCESS_REVOCATIONS=10000` for the long run. */
const PAIRS = Number(process.env['ACCESS_REVOCATIONS'] ?? '500');
const OPERATOR = 'owner@tenantry.test';

/** A right that comes and goes. */
interface Right {
  readonly holder: string;
  /** The request that the right allows. */
  readonly use: string;
  readonly by: string;
  give?(): Promise<unknown>;
  take(): ApiRequest;
}

describe('what is taken away on one replica', () => {
  let world: Tenants;
  let tokens: Tokens;
  let second: { app: NestFastifyApplication; url: string };
  let urls: readonly [string, string];

  beforeAll(async () => {
    world = await startTenants({ spares: 12 });
    tokens = new Tokens(world.clerk);
    second = await startReplica(world.environment, 'api');
    urls = [world.url, second.url];
    // They begin with nothing on the property.
    for (const { email, admin, properties } of subjectsOnProperties()) {
      for (const property of properties) {
        const path = `${property}/grants/${world.idOf(email)}/property:staff`;
        await demand(urls[0], admin, { method: 'DELETE', path });
      }
    }
  }, 120_000);

  afterAll(async () => {
    await second.app.close();
    await world.close();
  });

  const share = (part: number) => Math.ceil((PAIRS * part) / 100);
  const timeoutFor = (part: number) => 30_000 + share(part) * 200;

  it(
    'is gone on the other: a role on a property',
    async () => {
      const rights = subjectsOnProperties().map(({ email, admin, properties: [property] }): Right => {
        const path = `${property}/grants/${world.idOf(email)}`;
        return {
          holder: email,
          by: admin,
          use: property,
          give: () => demand(urls[0], admin, { method: 'PUT', path, body: { role: 'property:viewer' } }),
          take: () => ({ method: 'DELETE', path: `${path}/property:viewer` }),
        };
      });
      await takeAndUse(share(56), rights);
    },
    timeoutFor(56),
  );

  it(
    'is gone on the other: a permission taken out of a role that the organization made',
    async () => {
      const rights = await inParallel(
        subjectsOnProperties(),
        1,
        async ({ admin, organization, properties: [, property], email }) => {
          const key = `property:turn_${email.replace(/\W/g, '_')}`;
          const permissions = ['property:property:read', 'property:members:read'];
          await demand(urls[0], admin, {
            method: 'POST',
            path: `${organization}/roles`,
            body: { key, name: key, permissions },
          });
          await demand(urls[0], admin, {
            method: 'PUT',
            path: `${property}/grants/${world.idOf(email)}`,
            body: { role: key },
          });
          const change = (wanted: string[]): ApiRequest => ({
            method: 'PATCH',
            path: `${organization}/roles/${key}`,
            body: { permissions: wanted },
          });
          return {
            holder: email,
            by: admin,
            use: `${property}/grants`,
            give: () => send(urls[0], change(permissions), tokens.of(admin)),
            take: () => change(['property:property:read']),
          };
        },
      );
      await takeAndUse(share(20), rights);
    },
    timeoutFor(20),
  );

  it(
    'is gone on the other: a role on the platform',
    async () => {
      const rights = world.spares.slice(0, 4).map((email) => {
        const path = `/api/v1/users/${world.idOf(email)}/platform-roles/operator`;
        return {
          holder: email,
          by: OPERATOR,
          use: '/api/v1/users',
          give: () => demand(urls[0], OPERATOR, { method: 'PUT', path }),
          take: () => ({ method: 'DELETE', path }),
        };
      });
      await takeAndUse(share(20), rights);
    },
    timeoutFor(20),
  );

  it(
    'is gone on the other: the role of an organization’s admin, and a banned person’s everything',
    async () => {
      const [tenant] = world.tenants;
      const organization = `/api/v1/organizations/${tenant.id}`;
      const demotions = tenant.spareMembers.slice(0, 1).map((email): Right => {
        const change = (role: string): ApiRequest => ({
          method: 'PATCH',
          path: `${organization}/members/${world.idOf(email)}`,
          body: { role },
        });
        return {
          holder: email,
          by: tenant.admin,
          use: `${organization}/invitations`,
          give: async () => {
            // The job that tells Clerk of the last demotion must not come after this.
            await world.jobsDone();
            await world.settled();
            await demand(urls[0], tenant.admin, change('org:admin'));
          },
          take: () => change('org:member'),
        };
      });
      const bans = world.spares.slice(4, 7).map((email): Right => {
        const path = `/api/v1/users/${world.idOf(email)}`;
        return {
          holder: email,
          by: OPERATOR,
          use: '/api/v1/me',
          give: async () => {
            await demand(urls[0], OPERATOR, { method: 'POST', path: `${path}/unban` });
            // Clerk has ended the session with the ban.
            tokens.forget(email);
          },
          take: () => ({ method: 'POST', path: `${path}/ban` }),
        };
      });
      await takeAndUse(share(4), [...demotions, ...bans]);
    },
    timeoutFor(30),
  );

  it('is gone on the other: all that somebody signed out or removed had, though their token lives on', async () => {
    const signedOut = world.spares.slice(7, 11).map((email): Right => {
      const path = `/api/v1/users/${world.idOf(email)}/sessions/revoke`;
      return { holder: email, by: OPERATOR, use: '/api/v1/me', take: () => ({ method: 'POST', path }) };
    });
    const [, tenant] = world.tenants;
    const removed = await inParallel(await newMembers(tenant, 3), 3, async (email): Promise<Right> => {
      const organization = `/api/v1/organizations/${tenant.id}`;
      const path = `${organization}/members/${await world.userId(email)}`;
      return {
        holder: email,
        by: tenant.admin,
        use: organization,
        take: () => ({ method: 'DELETE', path }),
      };
    });
    // A token is older than the sign-out when it was issued in an earlier second.
    for (const { holder } of signedOut) tokens.of(holder);
    await sleep(1_100);
    const rights = [...signedOut, ...removed];
    await takeAndUse(rights.length, rights);
  });

  it('does not come back with late news from Clerk', async () => {
    const [tenant] = world.tenants;
    const email = tenant.spareMembers[2]!;
    const organization = `/api/v1/organizations/${tenant.id}`;
    const use = () => send(urls[1], { method: 'GET', path: organization }, tokens.of(email));
    expect((await use()).status).toBe(200);
    const path = `${organization}/members/${world.idOf(email)}`;
    await demand(urls[0], tenant.admin, { method: 'DELETE', path });
    await world.jobsDone();
    await world.settled();
    const news = world.clerk.control
      .deliveries()
      .filter(
        ({ type, payload }) =>
          type.startsWith('organizationMembership.') && JSON.stringify(payload).includes(email),
      );
    expect(news.map(({ type }) => type)).toContain('organizationMembership.created');
    // Under a new id the ledger takes it for something new.
    for (const { type, payload } of news) {
      if (!type.endsWith('.deleted'))
        world.clerk.control.emit(type, payload['data'] as Record<string, never>);
    }
    await world.settled();
    expect((await use()).status).toBe(404);
  });

  it('was there from its first moment only', async () => {
    const [tenant] = world.tenants;
    const property = `/api/v1/organizations/${tenant.id}/properties/${tenant.places[1].id}`;
    const path = `${property}/grants/${world.idOf(tenant.member)}`;
    const validFrom = new Date(Date.now() + 1_500).toISOString();
    await demand(urls[0], tenant.admin, {
      method: 'PUT',
      path,
      body: { role: 'property:viewer', validFrom },
    });
    const status = async () =>
      (await send(urls[1], { method: 'GET', path: property }, tokens.of(tenant.member))).status;
    expect(await status()).toBe(404);
    while (Date.now() < Date.parse(validFrom) + 50) await sleep(50);
    expect(await status()).toBe(200);
  });

  /** Members of whom no other test knows. */
  async function newMembers(tenant: Tenant, count: number): Promise<string[]> {
    const { control } = world.clerk;
    const emails = Array.from({ length: count }, (_, index) => `leaver-${index}@${tenant.slug}.test`);
    for (const email of emails) {
      const { id: userId } = control.ensureUser({ email });
      control.ensureMembership({ organizationId: tenant.clerkId, userId, role: 'org:member' });
    }
    await world.settled();
    return emails;
  }

  /** People who hold nothing on two properties, one for a role that there is and one for a role of its own. */
  function subjectsOnProperties() {
    return world.tenants.flatMap(({ id, admin, places, spareMembers }) =>
      spareMembers.slice(0, 2).map((email, index) => {
        const organization = `/api/v1/organizations/${id}`;
        const [first, next] = index === 0 ? places : [places[1], places[0]];
        const path = ({ id: place }: Place) => `${organization}/properties/${place}`;
        return { email, admin, organization, properties: [path(first), path(next)] as const };
      }),
    );
  }

  /** Gives each right, sees it work on both replicas, takes it on one and uses it at once on both: never a yes. */
  async function takeAndUse(count: number, rights: readonly Right[]): Promise<void> {
    let left = count;
    let used = 0;
    await inParallel(rights, rights.length, async (right) => {
      for (let turn = 0; left > 0; turn += 1) {
        left -= 1;
        used += 1;
        if (right.give !== undefined) await right.give();
        const here = urls[turn % 2]!;
        const use = (url: string) => send(url, { method: 'GET', path: right.use }, tokens.of(right.holder));
        const before = await Promise.all(urls.map(use));
        expect(before.map(({ status }) => status)).toEqual([200, 200]);
        const taken = await send(here, right.take(), tokens.of(right.by));
        // From here on every request starts after our answer.
        const after = await Promise.all([...urls, ...urls].map(use));
        expect({
          use: right.use,
          taken: taken.status < 300,
          allowed: after.filter(({ status }) => status < 400).length,
        }).toEqual({
          use: right.use,
          taken: true,
          allowed: 0,
        });
        if (right.give === undefined) return;
      }
    });
    expect(used).toBeGreaterThanOrEqual(count);
  }

  async function demand(url: string, email: string, request: ApiRequest): Promise<void> {
    const { status, text } = await send(url, request, tokens.of(email));
    if (status >= 300) throw new Error(`${request.method} ${request.path}: ${status} ${text}`);
  }
});
