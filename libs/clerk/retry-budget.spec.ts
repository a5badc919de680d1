import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ClerkUnavailableError } from './clerk-errors.js';
import { ClerkTransport } from './clerk-transport.js';

describe('the retry budget', () => {
  let requests = 0;
  const server = createServer((_, response) => {
    requests += 1;
    response.writeHead(503).end();
  });

  beforeEach(async () => {
    requests = 0;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    await new Promise((resolve) => server.close(resolve));
  });

  it('repeats about a tenth of the requests, and no more, while Clerk answers 503', async () => {
    const { port } = server.address() as AddressInfo;
    const transport = new ClerkTransport({
      apiUrl: `http://127.0.0.1:${String(port)}`,
      secretKey: 'sk_test_x',
    });
    const ask = () => transport.send({ method: 'GET', path: '/users', operation: 'GET /users' });
    for (let sent = 0; sent < 100; sent += 1) await expect(ask()).rejects.toThrow(ClerkUnavailableError);
    // 10 from the reserve and one for every ten first tries.
    expect(requests).toBeGreaterThanOrEqual(115);
    expect(requests).toBeLessThanOrEqual(120);
  });
});
