import { connect } from 'node:net';
import { Controller, Get, Headers, HttpException, Post, Body } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import request from 'supertest';
import { constraintErrors } from '../errors/constraint-errors.js';
import { defineErrors } from '../errors/define-errors.js';
import { httpErrors } from '../errors/http-errors.js';
import { requestContext } from '../request/request-context.js';
import { edgeSettings, startEdge, type Edge } from './edge.fixture.js';

const errors = defineErrors({ slugTaken: { code: 'slug_taken', status: 409, detail: 'The slug is taken.' } });
constraintErrors({ uq_edge_slug: errors.slugTaken });

const faults: Record<string, () => Error> = {
  app: () => errors.slugTaken({ headers: { 'x-hint': 'other' } }),
  unknown: () => new Error('c4n4ry at /srv/secret.ts', { cause: new Error('SELECT c4n4ry') }),
  teapot: () => new HttpException({ secret: 'c4n4ry' }, 418),
  'foreign-status': () => Object.assign(new Error('c4n4ry'), { statusCode: 404, status: 404 }),
  listed: () =>
    Object.assign(new Error('c4n4ry'), { driverError: { code: '23505', constraint: 'uq_edge_slug' } }),
  unlisted: () => Object.assign(new Error('c4n4ry'), { code: '23505', constraint: 'uq_other' }),
  lost: () =>
    Object.assign(new Error('c4n4ry'), { driverError: Object.assign(new Error('x'), { code: '57P01' }) }),
  refused: () => Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }),
  exhausted: () => new Error('timeout exceeded when trying to connect'),
  statement: () => Object.assign(new Error('canceling statement'), { code: '57014' }),
  syntax: () => Object.assign(new Error('c4n4ry'), { code: '42601' }),
  'no-token': () => httpErrors.unauthenticated(),
};

/** What an answer says of its request's context. */
function told(): object {
  const { requestId, address, userAgent, method, route, params } = requestContext()!;
  return { requestId, address, userAgent, method, route, params };
}

@Controller()
class EdgeController {
  @Get('faults/:kind')
  fail(@Headers('x-kind') kind: string): never {
    throw faults[kind]?.() ?? new Error('unknown kind');
  }

  @Get('context')
  context() {
    return told();
  }

  @Post('context')
  async contextAfterBody(@Body() body: object) {
    await new Promise(setImmediate);
    return { ...told(), body };
  }
}

let edge: Edge;
beforeAll(async () => {
  edge = await startEdge({ controllers: [EdgeController] });
});
afterAll(() => edge.close());

const fail = (kind: string) => request(edge.url).get('/faults/x').set('x-kind', kind);

describe('a fault', () => {
  it('from a catalogue is told with its code, status and headers', async () => {
    const answer = await fail('app').expect(409);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'x-hint': 'other',
    });
    expect(answer.body).toEqual({
      type: 'urn:problem-type:slug_taken',
      title: 'Slug taken',
      status: 409,
      code: 'slug_taken',
      detail: 'The slug is taken.',
      requestId: answer.headers['x-request-id'],
    });
  });

  it.each<[string, number, string]>([
    ['unknown', 500, 'internal_error'],
    ['foreign-status', 500, 'internal_error'],
    ['unlisted', 500, 'internal_error'],
    ['syntax', 500, 'internal_error'],
    ['teapot', 400, 'bad_request'],
    ['listed', 409, 'slug_taken'],
    ['lost', 503, 'unavailable'],
    ['refused', 503, 'unavailable'],
    ['exhausted', 503, 'unavailable'],
    ['statement', 503, 'unavailable'],
  ])('of kind %s is a %i %s without a word of what happened', async (kind, status, code) => {
    const answer = await fail(kind).expect(status);
    expect(answer.body.code).toBe(code);
    expect(answer.text).not.toMatch(/c4n4ry|SELECT|\.ts|connect/);
    expect(answer.headers['retry-after']).toBe(status === 503 ? '2' : undefined);
  });

  it('of authentication challenges, and says that a token is invalid only when one was sent', async () => {
    expect((await fail('no-token').expect(401)).headers['www-authenticate']).toBe('Bearer');
    const withToken = await fail('no-token').set('authorization', 'Bearer x').expect(401);
    expect(withToken.headers['www-authenticate']).toBe('Bearer error="invalid_token"');
  });
});

describe('a route', () => {
  it('that does not exist is a 404 problem', async () => {
    const answer = await request(edge.url).get('/%61dmin?x=c4n4ry').expect(404);
    expect(answer.body).toMatchObject({ code: 'not_found' });
    expect(answer.text).not.toContain('c4n4ry');
  });

  it.each(['put', 'delete', 'patch'] as const)('that exists is a 405 for %s', async (method) => {
    const answer = await request(edge.url)[method]('/context').expect(405);
    expect(answer.body.code).toBe('method_not_allowed');
    expect(answer.headers.allow).toBe('GET, HEAD, POST');
  });

  it('answers TRACE with 405 and never echoes', async () => {
    const answer = await edge.raw(
      'TRACE /context HTTP/1.1\r\nHost: a\r\nX-Canary: c4n4ry\r\nConnection: close\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1.1 405/);
    expect(answer).not.toContain('c4n4ry');
  });

  it('does not listen to X-HTTP-Method-Override', async () => {
    const answer = await request(edge.url)
      .get('/context')
      .set('x-http-method-override', 'DELETE')
      .expect(200);
    expect(answer.body.method).toBe('GET');
  });

  it.each(['/CONTEXT', '//context', '/context/', '/./context/..;/context'])(
    'is not found as %s',
    async (path) => {
      expect(await edge.raw(`GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`)).toMatch(
        /^HTTP\/1.1 404/,
      );
    },
  );
});

describe('a request', () => {
  it('keeps a sane request id and gets a new one for any other', async () => {
    const id = '0190a3c0-7f00-7000-8000-000000000001';
    expect((await request(edge.url).get('/context').set('x-request-id', id)).headers['x-request-id']).toBe(
      id,
    );
    for (const bad of [
      'short',
      'x'.repeat(65),
      'a b c d e f g h',
      '"}{"level":"fatal"',
      '<script>alert(1)</script>',
    ]) {
      const { headers } = await request(edge.url).get('/context').set('x-request-id', bad);
      expect(headers['x-request-id']).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    }
  });

  it('has its context in the handler, also behind a body', async () => {
    const expected = { route: '/context', address: '127.0.0.1', requestId: expect.any(String) };
    expect((await request(edge.url).get('/context')).body).toMatchObject(expected);
    expect((await request(edge.url).post('/context').send({})).body).toMatchObject({
      ...expected,
      method: 'POST',
    });
  });

  it.each<[string, number, string]>([
    ['two Host headers', 400, 'Host: a\r\nHost: b\r\n'],
    ['no Host header', 400, ''],
    ['two Authorization headers', 401, 'Host: a\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b\r\n'],
    ['two lengths', 400, 'Host: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n'],
    ['length and chunks', 400, 'Host: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n'],
    ['headers without end', 431, `Host: a\r\nX-Long: ${'x'.repeat(20_000)}\r\n`],
  ])('with %s is a %i', async (_, status, headers) => {
    const answer = await edge.raw(`GET /context HTTP/1.1\r\n${headers}Connection: close\r\n\r\n`);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${String(status)} `));
  });

  it('that is no HTTP is a 400 problem', async () => {
    const answer = await edge.raw('HELO edge\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(answer).toContain('"code":"bad_request"');
  });

  it('believes X-Forwarded-For only from a trusted proxy', async () => {
    const spoof = { 'x-forwarded-for': '203.0.113.9, 198.51.100.7', forwarded: 'for=203.0.113.9' };
    expect((await request(edge.url).get('/context').set(spoof)).body.address).toBe('127.0.0.1');
    const proxied = await startEdge(
      { controllers: [EdgeController] },
      { settings: edgeSettings({ trustedProxies: ['127.0.0.0/8'] }) },
    );
    try {
      expect((await request(proxied.url).get('/context').set(spoof)).body.address).toBe('198.51.100.7');
    } finally {
      await proxied.close();
    }
  });
});

describe('a slow caller', () => {
  it('meets time-outs that are all set', () => {
    const server = edge.app.getHttpServer();
    expect(server).toMatchObject({ requestTimeout: 15_000, headersTimeout: 10_000, timeout: 30_000 });
  });

  it('is cut off when a body never ends, while others are served', async () => {
    const server = edge.app.getHttpServer() as unknown as Record<'requestTimeout' | 'headersTimeout', number>;
    Object.assign(server, { requestTimeout: 300, headersTimeout: 300 });
    try {
      const head =
        'POST /context HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{';
      const slow = edge.raw(head, 60_000);
      await request(edge.url).get('/context').expect(200);
      expect(await slow).toMatch(/^HTTP\/1.1 408 /);
    } finally {
      Object.assign(server, { requestTimeout: 15_000, headersTimeout: 10_000 });
    }
  });

  it('that hangs up in the middle of a body breaks nothing', async () => {
    const socket = connect(edge.port, '127.0.0.1');
    socket.write(
      'POST /context HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{',
    );
    await new Promise((resolve) => setTimeout(resolve, 30));
    socket.destroy();
    await request(edge.url).get('/context').expect(200);
  });
});

describe('a browser', () => {
  const preflight = (origin: string) =>
    request(edge.url).options('/context').set({ origin, 'access-control-request-method': 'POST' });

  it('of an authorized party may call and read what it needs', async () => {
    const answer = await preflight('https://app.example.com').expect(204);
    expect(answer.headers['access-control-allow-origin']).toBe('https://app.example.com');
    expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
    const { headers } = await request(edge.url).get('/context').set('origin', 'https://app.example.com');
    expect(headers['access-control-expose-headers']).toContain('X-Request-Id');
    expect(headers.vary).toContain('Origin');
  });

  it.each([
    'null',
    'https://evil.example.com',
    'https://app.example.com.evil.com',
    'http://app.example.com',
    'https://APP.example.com',
  ])('of %s may not', async (origin) => {
    expect((await preflight(origin)).headers['access-control-allow-origin']).toBeUndefined();
    const answer = await request(edge.url).get('/context').set('origin', origin);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });

  it.each(['/context', '/nothing', '/faults/x'])(
    'is told by %s to load, frame and guess nothing',
    async (path) => {
      expect((await request(edge.url).get(path)).headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'content-security-policy': expect.stringContaining("default-src 'none'"),
        'x-frame-options': 'DENY',
      });
    },
  );

  it('is told so as well by an answer to a refused body', async () => {
    const answer = await request(edge.url)
      .post('/context')
      .set('content-type', 'text/plain')
      .send('x')
      .expect(415);
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-request-id': expect.any(String),
    });
  });
});
