import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiClient } from '../../support/api-client.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';

const TOKEN = 'a-fixed-token-of-forty-characters-0123456';

describe('the fixed token for metrics', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp({ variables: () => ({ METRICS_TOKEN: TOKEN }) });
  });

  afterAll(() => app.close());

  const call = (token: string) => new ApiClient(app.url, () => token);

  it('reads the metrics', async () => {
    const { text, headers } = await call(TOKEN).get('/metrics').expect(200);
    expect(text).toContain('tenantry_');
    expect(headers['content-type']).toContain('text/plain');
    expect(headers['cache-control']).toBe('no-store');
    const lower = await fetch(`${app.url}/metrics`, { headers: { authorization: `bearer ${TOKEN}` } });
    await lower.text();
    expect(lower.status).toBe(200);
  });

  it('opens nothing else', async () => {
    for (const path of ['/health', '/api/v1/me', '/api/v1/session', '/api/v1/events'])
      await call(TOKEN).get(path).expect(401);
    await call(TOKEN).post('/metrics', {}).expect(405);
  });

  it('is needed whole', async () => {
    for (const token of [TOKEN.slice(1), `${TOKEN}x`, TOKEN.toUpperCase(), 'undefined'])
      await call(token).get('/metrics').expect(401);
    await app.anonymous().get('/metrics').expect(401);
  });
});
