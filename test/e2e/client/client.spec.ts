import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ConflictError,
  createTenantry,
  ForbiddenError,
  InvalidRequestError,
  isProblem,
  NotFoundError,
  ReverificationRequiredError,
  StaleVersionError,
  type Tenantry,
  UnauthenticatedError,
  UnavailableError,
} from '@tenantry/client';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';

const PROPERTIES = '/api/v1/organizations/{organizationId}/properties';
const PROPERTY = `${PROPERTIES}/{propertyId}` as const;
const MEMBERS = '/api/v1/organizations/{organizationId}/members';

describe('the typed client', () => {
  let world: DemoWorld;
  beforeAll(async () => {
    world = await startDemoWorld();
  });
  afterAll(() => world.close());

  /** @param between stands between the client and the service */
  function clientOf(
    email: string,
    between?: (request: Request, tries: number) => Promise<Response | null> | Response | null,
  ): Tenantry {
    let tries = 0;
    return createTenantry({
      baseUrl: world.url,
      token: () => world.clerk.control.tokens({ email }).jwt,
      fetch: async (request) => (await between?.(request, (tries += 1))) ?? fetch(request),
    });
  }

  const inHarbour = () => ({ organizationId: world.harbour.id });
  const atSeaside = () => ({ ...inHarbour(), propertyId: world.harbour.seaside });

  it('calls a route with its types', async () => {
    const { data, response } = await clientOf('mark@harbour.test').get(PROPERTY, {
      params: { path: atSeaside() },
    });
    const name: string = data.name;
    const status: 'active' | 'archived' = data.status;
    expect({ name, status }).toEqual({ name: 'seaside', status: 'active' });
    expect(response.headers.get('etag')).toMatch(/^"\d+-[0-9a-f]{16}"$/);
  });

  it('walks a list over all its pages, by member and by page', async () => {
    const olivia = clientOf('olivia@harbour.test');
    const init = { params: { path: inHarbour(), query: { limit: 1 } } };
    const people: string[] = [];
    for await (const { emailAddress } of olivia.each(MEMBERS, init)) people.push(emailAddress ?? '');
    expect(people.sort()).toEqual(['mark', 'olivia', 'sam', 'vera'].map((name) => `${name}@harbour.test`));
    const sizes: number[] = [];
    for await (const page of olivia.pages(MEMBERS, { params: { path: inHarbour(), query: { limit: 3 } } }))
      sizes.push(page.length);
    expect(sizes).toEqual([3, 1]);
  });

  it('asks for no page that nobody takes', async () => {
    let asked = 0;
    const olivia = clientOf('olivia@harbour.test', () => ((asked += 1), null));
    const members = olivia.each(MEMBERS, { params: { path: inHarbour(), query: { limit: 2 } } });
    expect((await members.next()).done).toBe(false);
    await members.return();
    expect(asked).toBe(1);
  });

  it('makes one thing when the answer to the first try is lost', async () => {
    const keys = new Set<string | null>();
    const olivia = clientOf('olivia@harbour.test', async (request, tries) => {
      keys.add(request.headers.get('idempotency-key'));
      if (tries > 1) return null;
      await (await fetch(request)).arrayBuffer();
      throw new TypeError('the connection broke');
    });
    const { data, response } = await olivia.post(PROPERTIES, {
      params: { path: inHarbour() },
      body: { name: 'Lighthouse', slug: 'lighthouse', timezone: 'Europe/Vienna' },
    });
    expect(keys.size).toBe(1);
    expect(response.headers.get('idempotent-replayed')).toBe('true');
    const rows = await world.database.query<{ id: string }>(
      "select id from properties where slug = 'lighthouse'",
    );
    expect(rows).toEqual([{ id: data.id }]);
  });

  it('sends a question and a read again after a 503, with a fresh token, and waits as it is told', async () => {
    const busy = () => new Response(null, { status: 503, headers: { 'retry-after': '1' } });
    let tokens = 0;
    const sam = createTenantry({
      baseUrl: world.url,
      token: () => ((tokens += 1), world.clerk.control.tokens({ email: 'sam@harbour.test' }).jwt),
      fetch: (request) => (tokens % 2 === 1 ? Promise.resolve(busy()) : fetch(request)),
    });
    const startedAt = Date.now();
    expect(await sam.can('property:property:read', atSeaside())).toBe(true);
    expect((await sam.get('/api/v1/me')).data.emailAddress).toBe('sam@harbour.test');
    expect(tokens).toBe(4);
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(1_900);
  });

  it('never sends a change again that takes no key', async () => {
    let sent = 0;
    const olivia = clientOf('olivia@harbour.test', () => {
      sent += 1;
      return new Response('<html>', { status: 502, headers: { 'retry-after': '0' } });
    });
    const change = olivia.patch(PROPERTY, { params: { path: atSeaside() }, body: { name: 'Sea' } });
    await expect(change).rejects.toThrow(UnavailableError);
    expect(sent).toBe(1);
  });

  it('ends a wait when the caller does', async () => {
    const olivia = clientOf('olivia@harbour.test', () => {
      setTimeout(() => {
        controller.abort(new Error('not needed any more'));
      }, 20);
      return new Response(null, { status: 503, headers: { 'retry-after': '20' } });
    });
    const controller = new AbortController();
    await expect(olivia.get('/api/v1/me', { signal: controller.signal })).rejects.toThrow(
      'not needed any more',
    );
  });

  it('says yes and no, and explains', async () => {
    const sam = clientOf('sam@harbour.test');
    expect(await sam.can('property:members:manage', atSeaside())).toBe(false);
    expect(await sam.can('property:property:read', atSeaside())).toBe(true);
    const { organizationId, propertyId } = {
      organizationId: world.alpine.id,
      propertyId: world.alpine.glacier,
    };
    expect(await sam.can('property:property:read', { organizationId, propertyId })).toBe(false);
    const { allowed, remedy } = await sam.explain('property:members:manage', atSeaside());
    expect(allowed).toBe(false);
    expect(remedy[0]?.role).toBe('property:manager');
    await expect(sam.can('property:rooms:paint', atSeaside())).rejects.toThrow(InvalidRequestError);
  });

  describe('throws', () => {
    const thrownBy = (work: Promise<unknown>) =>
      work.then(
        () => null,
        (error: unknown) => error,
      );

    it('an UnauthenticatedError without a token that is valid', async () => {
      for (const token of [null, 'garbage']) {
        const stranger = createTenantry({ baseUrl: world.url, token: () => token });
        expect(await thrownBy(stranger.get('/api/v1/me'))).toBeInstanceOf(UnauthenticatedError);
      }
    });

    it('a ForbiddenError for a right that is missing', async () => {
      const error = await thrownBy(
        clientOf('sam@harbour.test').patch(PROPERTY, {
          params: { path: atSeaside() },
          body: { name: 'Sea' },
        }),
      );
      expect(error).toBeInstanceOf(ForbiddenError);
      expect(error).toMatchObject({ code: 'permission_missing', status: 403 });
    });

    it('a ReverificationRequiredError where the sign-in is too long ago', async () => {
      const userId = await world.userId('sam@harbour.test');
      const owner = createTenantry({
        baseUrl: world.url,
        token: () =>
          world.clerk.control.tokens({ email: 'owner@tenantry.test', claims: { fva: [99, -1] } }).jwt,
      });
      const error = await thrownBy(
        owner.post('/api/v1/users/{userId}/ban', { params: { path: { userId } } }),
      );
      expect(error).toBeInstanceOf(ReverificationRequiredError);
      expect(error).toBeInstanceOf(ForbiddenError);
    });

    it('a NotFoundError for what does not exist', async () => {
      const path = { organizationId: world.alpine.id };
      const error = await thrownBy(clientOf('sam@harbour.test').get(MEMBERS, { params: { path } }));
      expect(error).toBeInstanceOf(NotFoundError);
      expect(isProblem(error, 'not_found')).toBe(true);
    });

    it('a ConflictError for a name that is taken, of which the code is known', async () => {
      const error = await thrownBy(
        clientOf('olivia@harbour.test').post(PROPERTIES, {
          params: { path: inHarbour() },
          body: { name: 'Seaside', slug: 'seaside', timezone: 'Europe/Vienna' },
        }),
      );
      expect(error).toBeInstanceOf(ConflictError);
      expect(isProblem(error, 'slug_taken')).toBe(true);
      expect(isProblem(error, 'seats_taken')).toBe(false);
    });

    it('a StaleVersionError for a change of what somebody else has changed', async () => {
      const error = await thrownBy(
        clientOf('olivia@harbour.test').patch(PROPERTY, {
          params: { path: atSeaside(), header: { 'If-Match': '"999"' } },
          body: { name: 'Sea' },
        }),
      );
      expect(error).toBeInstanceOf(StaleVersionError);
    });

    it('an InvalidRequestError that names the fields', async () => {
      const error = await thrownBy(
        clientOf('olivia@harbour.test').post(PROPERTIES, {
          params: { path: inHarbour() },
          body: { name: '', slug: 'No Slug', timezone: 'Europe/Vienna' },
        }),
      );
      expect(error).toBeInstanceOf(InvalidRequestError);
      const fields = (error as InvalidRequestError).errors.map(({ field }) => field).sort();
      expect(fields).toEqual(['name', 'slug']);
      expect((error as InvalidRequestError).requestId).not.toBe('');
    });
  });
});
