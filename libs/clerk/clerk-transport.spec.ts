import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ClerkCircuitOpenError,
  ClerkRefusedError,
  ClerkSchemaError,
  ClerkUnavailableError,
} from './clerk-errors.js';
import type { ClerkRequest } from './clerk-request.js';
import { type ClerkApiSettings, ClerkTransport } from './clerk-transport.js';

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

const READ: ClerkRequest = { method: 'GET', path: '/users', operation: 'GET /users' };
const CREATE: ClerkRequest = {
  method: 'POST',
  path: '/organizations',
  operation: 'POST /organizations',
  body: {},
};

/** For a server that never answers. For one that does, a busy machine may take longer than this. */
const STALLED: Partial<ClerkApiSettings> = { deadlineMs: 300 };

describe('the transport to Clerk', () => {
  let requests: string[];
  let answers: Answer[];
  let usually: Answer;
  const server = createServer((request, response) => {
    requests.push(`${request.method ?? ''} ${request.url ?? ''}`);
    (answers.shift() ?? usually)(response, request);
  });

  beforeEach(async () => {
    requests = [];
    answers = [];
    usually = json({ fine: true });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const make = (settings: Partial<ClerkApiSettings> = {}): ClerkTransport => {
    const { port } = server.address() as AddressInfo;
    return new ClerkTransport({
      apiUrl: `http://127.0.0.1:${String(port)}`,
      secretKey: 'sk_test_x',
      ...settings,
    });
  };
  const json =
    (body: unknown, status = 200, headers: Record<string, string> = {}): Answer =>
    (response) =>
      response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(body));
  const raw =
    (text: string): Answer =>
    (response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end(text);
  const never: Answer = () => undefined;
  const lost: Answer = (response) => response.destroy();
  const closedPort = async (): Promise<number> => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    await new Promise((resolve) => other.close(resolve));
    return port;
  };
  const failure = (promise: Promise<unknown>): Promise<unknown> =>
    promise.then(
      () => null,
      (error: unknown) => error,
    );

  it.each([
    ['HTML with status 200', raw('<!doctype html><title>Please wait</title>'), 'unreadable'],
    ['half a JSON', raw('{"data": [{"id": "user_'), 'unreadable'],
    ['an empty body', raw(''), 'unreadable'],
    ['a connection cut before the answer', lost, 'connection'],
    ['a redirect', json({}, 302, { location: 'http://127.0.0.1:1/' }), 'connection'],
    ['503', json({}, 503), 'server_error'],
    ['429', json({}, 429), 'rate_limited'],
  ])('does not believe %s, and tells it as unavailable after three tries', async (_, answer, reason) => {
    usually = answer;
    expect(await failure(make().send(READ))).toMatchObject({ reason, operation: 'GET /users' });
    expect(requests).toHaveLength(3);
    answers = [answer];
    usually = json({ fine: true });
    expect(await make().send(READ)).toEqual({ fine: true });
  });

  it('ends a stall at the deadline, also in the middle of an answer, and does not make who waits wait twice', async () => {
    usually = never;
    expect(await failure(make(STALLED).send(READ))).toMatchObject({ reason: 'timeout' });
    usually = (response) => response.writeHead(200).write('{"data": ');
    expect(await failure(make(STALLED).send(READ))).toMatchObject({ reason: 'timeout' });
    expect(requests).toHaveLength(2);
  });

  it('does not repeat a POST whose answer was lost, since it may have happened', async () => {
    usually = lost;
    expect(await failure(make().send(CREATE))).toMatchObject({ reason: 'connection' });
    expect(requests).toEqual(['POST /v1/organizations']);
    expect(await failure(make().send({ ...CREATE, repeatable: true }))).toBeInstanceOf(ClerkUnavailableError);
    expect(requests).toHaveLength(4);
  });

  it.each([
    ['a connection cut before the answer', lost, true],
    ['a stall', never, true],
    ['half a JSON', raw('{"id": "org_'), true],
    ['503', json({}, 503), true],
    ['429', json({}, 429), false],
  ])('says of a change after %s whether it may have been made', async (_, answer, mayHaveHappened) => {
    usually = answer;
    const settings = answer === never ? STALLED : {};
    expect(await failure(make(settings).send(CREATE))).toMatchObject({ mayHaveHappened });
    expect(await failure(make(settings).send(READ))).toMatchObject({ mayHaveHappened: false });
  });

  it('says that a change was not made when nobody was there to hear of it, and not so after an uncertain try', async () => {
    const apiUrl = `http://127.0.0.1:${await closedPort()}`;
    const error = await failure(make({ apiUrl }).send({ ...CREATE, repeatable: true }));
    expect(error).toMatchObject({ reason: 'connection', mayHaveHappened: false });
    answers = [lost, json({}, 429), json({}, 429)];
    const later = await failure(make().send({ ...CREATE, repeatable: true }));
    expect(later).toMatchObject({ reason: 'rate_limited', mayHaveHappened: true });
  });

  it('stops reading an answer that is too large', async () => {
    usually = raw(`"${'x'.repeat(11 * 1024 * 1024)}"`);
    expect(await failure(make().send(READ))).toBeInstanceOf(ClerkSchemaError);
    expect(requests).toHaveLength(1);
  });

  it('tells a refusal with its codes, at once', async () => {
    usually = json({ errors: [{ code: 'resource_not_found' }] }, 404);
    const error = await failure(make().send(READ));
    expect(error).toBeInstanceOf(ClerkRefusedError);
    expect(error).toMatchObject({ status: 404, codes: ['resource_not_found'] });
    usually = json({ errors: 'many' }, 422);
    expect(await failure(make().send(READ))).toMatchObject({ status: 422, codes: [] });
    expect(requests).toHaveLength(2);
  });

  it.each([
    ['seconds', '30', 30],
    ['a date', () => new Date(Date.now() + 30_000).toUTCString(), 30],
    ['an absurd value', '99999999999', 3_600],
    ['nonsense', 'soon', null],
  ])('tells somebody who waits how long Clerk asks to wait, given as %s', async (_, header, told) => {
    usually = json({}, 429, { 'retry-after': typeof header === 'string' ? header : header() });
    const error = (await failure(make().send(READ))) as ClerkUnavailableError;
    expect(error.reason).toBe('rate_limited');
    if (told === null) expect(error.retryAfterSeconds).toBeNull();
    else expect(Math.abs((error.retryAfterSeconds ?? 0) - told)).toBeLessThanOrEqual(1);
  });

  it('asks nothing more of that kind while Clerk has asked for a pause, and does not multiply requests', async () => {
    answers = [json({}, 429, { 'retry-after': '30' })];
    const transport = make();
    await failure(transport.send(READ));
    for (let count = 0; count < 20; count += 1) {
      expect(await failure(transport.send(READ))).toMatchObject({ reason: 'asked_to_wait' });
    }
    expect(requests).toHaveLength(1);
    const other: ClerkRequest = {
      method: 'GET',
      path: '/organization_roles',
      operation: 'GET /organization_roles',
    };
    expect(await transport.send(other)).toEqual({ fine: true });
  });

  it('waits in the batch priority as long as it was asked to, and goes on', async () => {
    answers = [json({}, 429, { 'retry-after': '3' })];
    const started = performance.now();
    expect(await make().send({ ...READ, priority: 'batch' })).toEqual({ fine: true });
    expect(performance.now() - started).toBeGreaterThanOrEqual(2_990);
    expect(requests).toHaveLength(2);
  });

  it('repeats about a tenth of the requests, and no more, while each other answer is 503', async () => {
    let even = false;
    usually = (response, request) => {
      even = !even;
      json({}, even && request.url?.includes('sessions') === true ? 503 : 200)(response, request);
    };
    const transport = make();
    const ask: ClerkRequest = { method: 'GET', path: '/sessions', operation: 'GET /sessions' };
    for (let sent = 0; sent < 8; sent += 1) expect(await transport.send(ask)).toEqual({});
    expect(requests).toHaveLength(16);
    usually = json({}, 503);
    for (let sent = 0; sent < 30; sent += 1) await failure(transport.send(ask));
    // What is left of the reserve, and no more: the breaker is open by then.
    expect(requests.length).toBeLessThanOrEqual(16 + 10);
  });

  it('sends nothing to a part of Clerk that fails again and again, and everything to the others', async () => {
    usually = json({}, 503);
    const transport = make();
    for (let count = 0; count < 3; count += 1) await failure(transport.send(READ));
    const sent = requests.length;
    expect(sent).toBeLessThanOrEqual(10);
    usually = json({ fine: true });
    const error = await failure(transport.send(READ));
    expect(error).toBeInstanceOf(ClerkCircuitOpenError);
    expect(error).toBeInstanceOf(ClerkUnavailableError);
    expect((error as ClerkCircuitOpenError).retryAfterSeconds).toBe(1);
    expect(requests).toHaveLength(sent);
    expect(await transport.send({ ...READ, path: '/sessions', operation: 'GET /sessions' })).toEqual({
      fine: true,
    });
  });

  it('tries a part that failed again after a rest with one request, and trusts it again when that succeeds', async () => {
    usually = json({}, 503);
    const transport = make();
    for (let count = 0; count < 3; count += 1) await failure(transport.send(READ));
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    requests = [];
    usually = (response, request) =>
      setTimeout(() => {
        json({ fine: true })(response, request);
      }, 100);
    const all = await Promise.all(Array.from({ length: 5 }, () => failure(transport.send(READ))));
    expect(requests).toHaveLength(1);
    expect(all.filter((error) => error === null)).toHaveLength(1);
    expect(all.filter((error) => error instanceof ClerkCircuitOpenError)).toHaveLength(4);
    expect(await failure(transport.send(READ))).toBeNull();
  });

  it('keeps the limits of single objects itself: the eleventh change of a person is not even sent', async () => {
    const transport = make({ rateLimit: 1_000 });
    const change = (id: string): ClerkRequest => ({
      method: 'PATCH',
      path: `/users/${id}`,
      operation: 'PATCH /users/{id}',
      body: {},
    });
    for (let count = 0; count < 10; count += 1) await transport.send(change('user_a'));
    const error = await failure(transport.send(change('user_a')));
    expect(error).toMatchObject({ reason: 'paced', isLimit: true, mayHaveHappened: false });
    expect((error as ClerkUnavailableError).retryAfterSeconds).toBeGreaterThan(8);
    expect(await transport.send(change('user_b'))).toEqual({ fine: true });
    expect(requests).toHaveLength(11);
  });
});
