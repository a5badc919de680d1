import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { outlinesOf } from './error-outline.js';
import { parseSentryDsn } from './sentry-dsn.js';
import { SentryErrorTracker } from './sentry-error-tracker.js';

const SOURCE = { version: '1.2.3', environment: 'production', role: 'api' };

describe('a DSN', () => {
  it.each([
    ['https://abcdef0123456789@sentry.example.com/7', 'https://sentry.example.com/api/7/envelope/'],
    ['http://abcdef0123456789@127.0.0.1:9000/in/side/7', 'http://127.0.0.1:9000/in/side/api/7/envelope/'],
  ])('%s leads to %s', (dsn, url) => {
    expect(parseSentryDsn(dsn)).toEqual({ url, publicKey: 'abcdef0123456789' });
  });

  it.each([
    '',
    'sentry',
    'https://sentry.example.com/7',
    'https://abcdef0123456789@sentry.example.com/',
    'ftp://abcdef0123456789@a/7',
    'https://abcdef0123456789:secret00@a/7',
    'https://abcdef0123456789@a/7?x=1',
  ])('%j is none', (dsn) => {
    expect(parseSentryDsn(dsn)).toBeUndefined();
  });
});

describe('the outline of an error', () => {
  it('is class, code and own frames of it and its causes, and nothing of a message that looks like a stack', () => {
    const cause = Object.assign(
      new TypeError('mark@harbour.test\n    at mark (file:///x/src/harbour.test.ts:1:1)'),
      { code: 'E_CAUSE' },
    );
    const error = new Error('no such person: mark@harbour.test', { cause });
    const outlines = outlinesOf(error);
    expect(outlines.map(({ type, code }) => [type, code])).toEqual([
      ['Error', undefined],
      ['TypeError', 'E_CAUSE'],
    ]);
    expect(outlines[0]!.frames.at(-1)).toMatchObject({
      filename: 'libs/telemetry/errors/sentry-error-tracker.spec.ts',
    });
    expect(JSON.stringify(outlines)).not.toContain('harbour');
  });

  it('has no code that is a sentence, no frames of a message that was changed, and an end', () => {
    const error = Object.assign(new Error('one'), { code: 'mark@harbour.test left' });
    // It is written when it is read first.
    expect(error.stack).toContain('one');
    error.message = 'another';
    error.cause = error;
    const outlines = outlinesOf(error);
    expect(outlines).toHaveLength(5);
    expect(outlines[0]).toEqual({ type: 'Error', code: undefined, frames: [] });
    expect(outlinesOf('mark@harbour.test')).toEqual([{ type: 'string', code: undefined, frames: [] }]);
  });
});

describe('a tracker', () => {
  let server: Server;
  let status = 200;
  let answers = true;
  let bodies: string[] = [];
  const failures: unknown[] = [];

  beforeEach(async () => {
    [status, answers, bodies] = [200, true, []];
    failures.length = 0;
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        bodies.push(body);
        if (answers) response.writeHead(status, { 'retry-after': '30' }).end();
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  function tracker(): SentryErrorTracker {
    const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/api/1/envelope/`;
    return new SentryErrorTracker({ url, publicKey: 'abcdef0123456789' }, SOURCE, (error) =>
      failures.push(error),
    );
  }

  it('tells the same error once, and another one as well', async () => {
    const sender = tracker();
    for (let count = 0; count < 5; count += 1)
      sender.report(new RangeError('one'), { name: 'job a' }, undefined);
    sender.report(
      new RangeError('one'),
      { name: 'job b' },
      { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) },
    );
    await sender.stop();
    expect(bodies).toHaveLength(2);
    expect(JSON.parse(bodies[1]!.split('\n')[2]!)).toMatchObject({
      transaction: 'job b',
      release: '1.2.3',
      contexts: { trace: { trace_id: 'a'.repeat(32) } },
      exception: { values: [{ type: 'RangeError', value: '' }] },
    });
  });

  it('keeps silent as long as it is told to', async () => {
    status = 429;
    const sender = tracker();
    sender.report(new Error('one'), { name: 'job a' }, undefined);
    await sender.stop();
    sender.report(new Error('one'), { name: 'job b' }, undefined);
    await sender.stop();
    expect([bodies.length, failures.length]).toEqual([1, 1]);
  });

  it('drops what is too much, and ends in time, when nobody answers', async () => {
    answers = false;
    const sender = tracker();
    for (let count = 0; count < 500; count += 1)
      sender.report(new Error('one'), { name: `job ${String(count)}` }, undefined);
    const began = performance.now();
    await sender.stop();
    expect(performance.now() - began).toBeLessThan(3_000);
    expect(bodies.length).toBeLessThanOrEqual(1);
  });
});
