import { Controller, Get, Post } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Edge, edgeSettings, startEdge } from './edge.fixture.js';

@Controller('rooms')
class RoomsController {
  @Get()
  list(): { rooms: number } {
    return { rooms: 3 };
  }

  @Post()
  add(): { rooms: number } {
    return { rooms: 4 };
  }
}

describe('a request', () => {
  let edge: Edge;
  let open: Edge;

  beforeAll(async () => {
    const settings = edgeSettings({ allowedHosts: ['api.example.com', 'localhost'] });
    edge = await startEdge({ controllers: [RoomsController] }, { settings });
    open = await startEdge({ controllers: [RoomsController] });
  });

  afterAll(async () => {
    await edge.close();
    await open.close();
  });

  const get = (to: Edge, target: string, host: string | null, version = '1.1') =>
    to.raw(
      `GET ${target} HTTP/${version}\r\n${host === null ? '' : `Host: ${host}\r\n`}Connection: close\r\n\r\n`,
    );
  const codeOf = (answer: string) =>
    `${/^HTTP\/1.1 (\d+)/.exec(answer)?.[1] ?? ''} ${/"code":"(\w+)"/.exec(answer)?.[1] ?? ''}`.trim();

  it.each([
    'api.example.com',
    'API.example.COM:443',
    'localhost:3000',
    '127.0.0.1',
    '10.1.2.3:80',
    '[::1]:3000',
  ])('for the host %s is taken', async (host) => {
    expect(codeOf(await get(edge, '/rooms', host))).toBe('200');
  });

  it.each([
    'evil.test',
    'api.example.com.evil.test',
    'example.com',
    'localhost.evil.test:3000',
    'xapi.example.com',
  ])('for the foreign host %s is refused with 421, wherever it leads', async (host) => {
    for (const target of ['/rooms', '/nothing']) {
      const answer = await get(edge, target, host);
      expect(codeOf(answer)).toBe('421 misdirected_request');
      expect(answer).toMatch(/content-type: application\/problem\+json/i);
    }
  });

  it.each(['', ' ', 'a/b', 'user@api.example.com', 'api.example.com:x', '[::1'])(
    'for the unreadable host %j is refused',
    async (host) => {
      expect(codeOf(await get(edge, '/rooms', host))).toBe('400 bad_request');
      expect(codeOf(await get(open, '/rooms', host))).toBe('400 bad_request');
    },
  );

  it('without a host is told so in problem JSON; HTTP/1.0 needs none', async () => {
    const answer = await get(open, '/rooms', null);
    expect(codeOf(answer)).toBe('400 bad_request');
    expect(answer).toMatch(/content-type: application\/problem\+json/i);
    expect(answer).toMatch(/x-request-id: /i);
    expect(codeOf(await get(edge, '/rooms', null, '1.0'))).toBe('200');
  });

  it('in absolute form counts by the host in its target, which the header has to repeat', async () => {
    expect(codeOf(await get(edge, 'http://api.example.com/rooms', 'api.example.com'))).toBe('200');
    const foreign: [Edge, string, string][] = [
      [edge, 'http://evil.test/rooms', 'api.example.com'],
      [edge, 'http://evil.test/rooms', 'evil.test'],
      [edge, 'HTTPS://evil.test', 'api.example.com'],
      [open, 'http://evil.test/rooms', 'api.example.com'],
      [open, 'http://api.example.com@evil.test/rooms', 'api.example.com'],
    ];
    for (const [to, target, host] of foreign)
      expect([target, codeOf(await get(to, target, host))]).toEqual([target, '421 misdirected_request']);
  });

  it('for any host is taken where none is set', async () => {
    expect(codeOf(await get(open, '/rooms', 'evil.test'))).toBe('200');
  });

  it('with an expectation that nobody knows is a 417 problem; 100-continue goes on', async () => {
    const post = (expectation: string) =>
      open.raw(
        `POST /rooms HTTP/1.1\r\nHost: a\r\nExpect: ${expectation}\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}`,
      );
    const answer = await post('the-unexpected');
    expect(codeOf(answer)).toBe('417 expectation_failed');
    expect(answer).toMatch(/content-type: application\/problem\+json/i);
    expect(await post('100-continue')).toMatch(/HTTP\/1.1 201/);
  });
});
