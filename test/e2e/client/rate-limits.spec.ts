import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTenantry, TooManyRequestsError } from '@tenantry/client';
import { startTestApp, type TestApp } from '../../support/test-app.js';

describe('the typed client at a limit of the service', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({
      prepare: (clerk) => clerk.control.ensureUser({ email: 'sam@harbour.test' }),
      variables: () => ({ RATE_LIMIT_ENABLED: 'true', RATE_LIMIT_PER_ADDRESS: '10' }),
    });
  });
  afterAll(() => app.close());

  it('tells how long to wait, and waits by itself where that is not too long', async () => {
    const answers: { status: number; at: number; retryAfter: string | null }[] = [];
    const clientOf = (maxWaitSeconds: number) =>
      createTenantry({
        baseUrl: app.url,
        token: () => app.clerk.control.tokens({ email: 'sam@harbour.test' }).jwt,
        retries: { maxWaitSeconds },
        fetch: async (request) => {
          const answer = await fetch(request);
          const retryAfter = answer.headers.get('retry-after');
          answers.push({ status: answer.status, at: Date.now(), retryAfter });
          return answer;
        },
      });
    const impatient = clientOf(0);
    const ask = () =>
      impatient.get('/api/v1/session').then(
        () => null,
        (error: unknown) => error,
      );
    let refused: unknown = null;
    while (refused === null) refused = await ask();
    expect(refused).toBeInstanceOf(TooManyRequestsError);
    expect((refused as TooManyRequestsError).retryAfterSeconds).toBeGreaterThan(0);

    answers.length = 0;
    await clientOf(60).get('/api/v1/session');
    const [first, last] = [answers[0]!, answers.at(-1)!];
    expect([first.status, last.status]).toEqual([429, 200]);
    expect(last.at - first.at).toBeGreaterThanOrEqual(Number(first.retryAfter) * 1000 - 50);
  });
});
