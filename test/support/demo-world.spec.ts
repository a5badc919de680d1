import { afterEach, expect, it, vi } from 'vitest';
import { startDemoWorld } from './demo-world.js';

const { fetch } = globalThis;

afterEach(() => vi.unstubAllGlobals());

it('is whole though the service, on a slow machine, refuses every membership at first', async () => {
  const refused = new Set<string>();
  vi.stubGlobal('fetch', (url: string | URL | Request, options?: RequestInit) => {
    const id = new Headers(options?.headers).get('svix-id');
    const isMembership =
      id !== null && JSON.stringify(options?.body ?? '').includes('organizationMembership.created');
    if (!isMembership || refused.has(id)) return fetch(url, options);
    refused.add(id);
    return Promise.resolve(new Response('busy', { status: 503 }));
  });
  const world = await startDemoWorld({ variables: () => ({ PERSONAL_TENANTS_ENABLED: 'true' }) });
  try {
    expect(refused.size).toBeGreaterThanOrEqual(6);
    // Whoever had no membership in time was given a tenant of their own, which is none of these.
    const { harbour, alpine } = world;
    const rows = await world.database.query<{ name: string; members: number }>(
      `select o.name, count(*)::integer as members from organizations o
         join memberships m on m.organization_id = o.id where o.id = any ($1) group by 1 order by 1`,
      [[harbour.id, alpine.id]],
    );
    expect(rows).toEqual([
      { name: 'Alpine Lodges', members: 2 },
      { name: 'Harbour Hotels', members: 4 },
    ]);
  } finally {
    await world.close();
  }
});
