import { createClerkClient } from '@clerk/backend';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { register } from 'prom-client';
import request from 'supertest';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { story } from '../../support/story.js';

const PEOPLE = ['mark@harbour.test', 'sam@harbour.test', 'vera@harbour.test'] as const;

describe('while Clerk hangs', () => {
  let world: DemoWorld;
  let harbourAtClerk: string;

  beforeAll(async () => {
    world = await startDemoWorld({ variables: () => ({ CLERK_BREAKER_COOLDOWN_SECONDS: '30' }) });
    const harbour = world.clerk.control.state().organizations.find(({ slug }) => slug === 'harbour');
    harbourAtClerk = harbour!['id'] as string;
    world.clerk.control.setWebhooks({ enabled: false });
    const clerk = createClerkClient({ secretKey: world.clerk.secretKey, apiUrl: world.clerk.url });
    for (const email of PEOPLE) {
      await clerk.organizations.updateOrganizationMembership({
        organizationId: harbourAtClerk,
        userId: world.clerk.control.ensureUser({ email }).id,
        role: 'org:admin',
      });
    }
    world.clerk.control.setFaults([{ match: '/v1', hang: true }]);
  }, 120_000);

  afterAll(() => world.close());

  /** With a token that tells more than the mirror: only Clerk could say that it is right. */
  const open = (email: string, path = 'invitations') => {
    const { jwt } = world.clerk.control.tokens({ email, organizationId: harbourAtClerk });
    return request(world.url)
      .get(`/api/v1/organizations/${world.harbour.id}/${path}`)
      .set('Authorization', `Bearer ${jwt}`);
  };
  const outcomes = async (): Promise<Record<string, number>> => {
    const metric = await register.getSingleMetric('tenantry_clerk_requests_total')!.get();
    const counts: Record<string, number> = {};
    for (const { labels, value } of metric.values) {
      const outcome = String(labels['outcome']);
      if (outcome !== 'ok') counts[outcome] = (counts[outcome] ?? 0) + value;
    }
    return counts;
  };

  story('is waited for by the first three only, and believed once it is back', 240_000, (step) => {
    step(
      'the first three wait for the deadline and get the lesser right, everybody after them gets it without a wait',
      async () => {
        const first = await Promise.all(PEOPLE.map((email) => open(email)));
        expect(first.map(({ status }) => status)).toEqual([403, 403, 403]);
        expect(await outcomes()).toEqual({ timeout: 3 });

        // Now and then one of them is the probe that looks whether Clerk is back; who comes meanwhile for the same person
        // shares its answer, so how many are spared a question of their own depends on the moment.
        const later = await Promise.all(Array.from({ length: 30 }, (_, turn) => open(PEOPLE[turn % 3]!)));
        expect(later.map(({ status }) => status)).toEqual(Array(30).fill(403));
        const { timeout, circuit_open: spared } = await outcomes();
        expect(timeout).toBeLessThan(10);
        expect(spared).toBeGreaterThan(0);
      },
    );

    step('what needs no answer of Clerk is served as ever', async () => {
      await open('sam@harbour.test', 'members').expect(200);
      await world.as('olivia@harbour.test').get('/api/v1/me').expect(200);
    });

    step('and once it is back, the next who asks after the rest is judged by its answer', async () => {
      world.clerk.control.clearFaults();
      const deadline = Date.now() + 10_000;
      let status = 403;
      while (status !== 200 && Date.now() < deadline) ({ status } = await open('vera@harbour.test'));
      expect(status).toBe(200);
    });
  });
});
