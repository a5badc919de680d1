import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';

describe('a change of an organization from a version that was read', () => {
  let world: DemoWorld;

  beforeAll(async () => {
    world = await startDemoWorld();
  }, 120_000);

  afterAll(() => world.close());
  afterEach(() => {
    world.clerk.control.clearFaults();
  });

  const path = () => `/api/v1/organizations/${world.harbour.id}`;
  const olivia = () => world.as('olivia@harbour.test');
  const etag = async (): Promise<string> => (await olivia().get(path()).expect(200)).headers['etag']!;
  const atClerk = () =>
    world.clerk.control.state().organizations.find(({ slug }) => slug === 'harbour')!['name'];

  it('is made once of two at once, however long Clerk takes; the other is refused and never reaches Clerk', async () => {
    world.clerk.control.setFaults([{ match: 'PATCH /v1/organizations/*', latencyMs: 300 }]);
    for (let race = 0; race < 5; race += 1) {
      const version = await etag();
      const answers = await Promise.all(
        ['left', 'right'].map((name) =>
          olivia()
            .patch(path(), { name: `${name} ${race}` })
            .set('If-Match', version),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
      const winner = answers.find(({ status }) => status === 200)!;
      expect(answers.find(({ status }) => status === 412)!.body.code).toBe('stale_version');
      expect(atClerk()).toBe(winner.body.name);
      expect((await olivia().get(path())).body.name).toBe(winner.body.name);
      expect((await etag()).startsWith(`${winner.headers['etag']!.slice(0, -1)}-`)).toBe(true);
    }
  });

  it('is still made when the one before it failed', async () => {
    const version = await etag();
    world.clerk.control.setFaults([
      { match: 'PATCH /v1/organizations/*', latencyMs: 300, status: 422, times: 1 },
    ]);
    const [first, second] = await Promise.all([
      olivia().patch(path(), { name: 'refused' }).set('If-Match', version),
      new Promise((resolve) => setTimeout(resolve, 100)).then(() =>
        olivia().patch(path(), { name: 'made' }).set('If-Match', version),
      ),
    ]);
    expect(first.status).toBeGreaterThanOrEqual(400);
    expect(second.status).toBe(200);
    expect(atClerk()).toBe('made');
  });
});
