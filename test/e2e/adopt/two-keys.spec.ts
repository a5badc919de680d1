import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ClerkEmulator, startClerkEmulator } from '@tenantry/clerk-emulator';
import { ReconciliationMaintenanceService } from '../../../src/reconciliation/reconciliation-maintenance.service.js';
import { startTestApp, type TestApp, until } from '../../support/test-app.js';
import { Workplace } from '../local/driven-service.js';

const DEVELOPER = 'dev@existing.test';

describe('with the two keys of Clerk’s quick start', () => {
  const workplace = new Workplace();
  let clerk: ClerkEmulator;
  let keys: Record<string, string>;

  beforeAll(async () => {
    clerk = await startClerkEmulator({ port: 0, authorizedParties: ['http://localhost:3000'] });
    const developer = clerk.control.ensureUser({ email: DEVELOPER }).id;
    const shop = clerk.control.ensureOrganization({ name: 'Corner Shop', slug: 'corner-shop' }).id;
    clerk.control.ensureMembership({ organizationId: shop, userId: developer, role: 'org:admin' });
    keys = {
      CLERK_SECRET_KEY: clerk.secretKey,
      CLERK_PUBLISHABLE_KEY: clerk.publishableKey,
      // The only thing a real instance does not need: this Clerk lives elsewhere.
      CLERK_API_URL: clerk.url,
    };
  });

  afterAll(async () => {
    await clerk.stop();
    workplace.clear();
  });

  it('npm start finds the rest out, fills its mirror and says that webhooks are off', async () => {
    const service = workplace.start({ ...keys, OPERATIONS_ACCESS: 'loopback' });
    try {
      const local = await service.ready();
      expect(local['clerkJwtKey']).toBe(clerk.jwtKey.trim() + '\n');
      expect(local['webhookSecret']).toBe('');
      const me = async () => {
        const { jwt } = clerk.control.tokens({ email: DEVELOPER });
        return fetch(`${local['apiUrl']}/api/v1/me`, { headers: { authorization: `Bearer ${jwt}` } });
      };
      await until('the mirror is seeded', async () => (await me()).status === 200);
      expect(await (await me()).json()).toMatchObject({ organizations: [{ slug: 'corner-shop' }] });
      const health = await (await fetch(`${local['apiUrl']}/health`)).json();
      expect(health).toMatchObject({
        indicators: { mirror: { detail: { isSeeded: true, changes: 'compared every minute' } } },
      });
      expect(service.stdout).toMatch(/Webhooks +off +changes at Clerk are found by comparing every minute/);
      const plan = await workplace.run('bundle/tenantry.js', ['adopt'], keys);
      expect(plan).toMatchObject({ code: 0 });
      expect(plan.stdout).toContain('CLERK_WEBHOOK_SIGNING_SECRET is not set');
    } finally {
      await service.stop('SIGINT');
    }
  }, 180_000);

  it.each<[string, Record<string, string>, string]>([
    [
      'a key that Clerk refuses',
      { CLERK_SECRET_KEY: `sk_test_${'x'.repeat(42)}` },
      'Clerk refuses CLERK_SECRET_KEY',
    ],
    ['a Clerk that does not answer', { CLERK_API_URL: 'http://127.0.0.1:1' }, 'Clerk does not answer'],
    ['one key alone', { CLERK_PUBLISHABLE_KEY: '' }, 'CLERK_PUBLISHABLE_KEY is missing'],
  ])(
    'npm start says what is wrong with %s',
    async (_, changed, sentence) => {
      const { code, stderr } = await workplace.start({ ...keys, ...changed }).ended;
      expect(code).toBe(1);
      expect(stderr).toContain(sentence);
      expect(stderr).not.toContain(changed['CLERK_SECRET_KEY'] ?? clerk.secretKey);
    },
    120_000,
  );
});

describe('without webhooks', () => {
  let world: TestApp;

  beforeAll(async () => {
    world = await startTestApp({ variables: () => ({ CLERK_WEBHOOK_SIGNING_SECRET: '' }) });
    world.clerk.control.setWebhooks({ enabled: false });
  });

  afterAll(() => world.close());

  it('what changes at Clerk is here after the minute’s comparison', async () => {
    const minute = () =>
      world.app.get(ReconciliationMaintenanceService, { strict: false }).minute(new AbortController().signal);
    const person = world.clerk.control.ensureUser({ email: 'first@existing.test' }).id;
    const shop = world.clerk.control.ensureOrganization({ name: 'Shop', slug: 'shop' }).id;
    world.clerk.control.ensureMembership({ organizationId: shop, userId: person, role: 'org:member' });
    await world.as('first@existing.test').get('/api/v1/me').expect(200);
    expect(await minute()).toMatchObject({ status: 'applied' });
    const { body } = await world.as('first@existing.test').get('/api/v1/me').expect(200);
    expect(body.organizations).toMatchObject([{ slug: 'shop', role: 'org:member' }]);
    expect(await minute()).toMatchObject({ status: 'applied', drift: 0 });
  });

  it('no delivery is taken, whoever signs it', async () => {
    const response = await fetch(`${world.url}/api/webhooks/clerk`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'svix-id': 'msg_1',
        'svix-timestamp': String(Math.floor(Date.now() / 1000)),
        'svix-signature': 'v1,AAAA',
      },
      body: '{}',
    });
    expect(response.status).toBe(400);
  });
});
