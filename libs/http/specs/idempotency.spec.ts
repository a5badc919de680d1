import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FastifyReply, FastifyRequest } from 'fastify';
import request from 'supertest';
import { Idempotent } from '../idempotency/idempotency.interceptor.js';
import {
  type EffectMark,
  IdempotencyStore,
  type IdempotencyResult,
  type IdempotentOutcome,
  type IdempotentRequest,
} from '../idempotency/idempotency-store.js';
import { CallerIdentity } from '../request/caller-identity.js';
import { TextField } from '../validation/fields.js';
import { HttpSettings } from '../http-settings.js';
import { edgeSettings, startEdge, type Edge } from './edge.fixture.js';

class MemoryStore extends IdempotencyStore {
  mark(): EffectMark {
    throw new Error('nothing is done outside here');
  }

  readonly finished = new Map<string, { fingerprint: string; outcome: IdempotentOutcome }>();
  readonly running = new Set<string>();

  async run<T>(
    { fingerprint, ...identity }: IdempotentRequest,
    work: () => Promise<{ value: T; outcome: IdempotentOutcome }>,
  ): Promise<IdempotencyResult<T>> {
    const id = JSON.stringify(identity);
    const known = this.finished.get(id);
    if (known)
      return known.fingerprint === fingerprint
        ? { kind: 'replayed', outcome: known.outcome }
        : { kind: 'reused' };
    if (this.running.has(id)) return { kind: 'in_progress', retryAfterSeconds: 1 };
    this.running.add(id);
    try {
      const { value, outcome } = await work();
      this.finished.set(id, { fingerprint, outcome });
      return { kind: 'done', value };
    } finally {
      this.running.delete(id);
    }
  }
}

class HeaderCaller extends CallerIdentity {
  idOf(incoming: FastifyRequest): string | undefined {
    const user = incoming.headers['x-user'];
    return typeof user === 'string' ? user : undefined;
  }
}

class Thing {
  @TextField()
  title!: string;
}

let made = 0;
let gate: Promise<void> = Promise.resolve();

@Controller('shelves/:shelf/things')
class ThingsController {
  @Post()
  @Idempotent()
  async create(@Body() thing: Thing, @Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    await gate;
    made += 1;
    void reply.header('location', `/things/${made}`);
    return { id: `thing-${made}`, title: thing.title };
  }

  @Post('check')
  @HttpCode(200)
  check(): object {
    return { made: (made += 1) };
  }
}

const store = new MemoryStore();
let edge: Edge;
beforeAll(async () => {
  const settings = edgeSettings();
  edge = await startEdge(
    {
      controllers: [ThingsController],
      providers: [
        { provide: HttpSettings, useValue: settings },
        { provide: IdempotencyStore, useValue: store },
        { provide: CallerIdentity, useClass: HeaderCaller },
      ],
    },
    { settings },
  );
});
afterAll(() => edge.close());
beforeEach(() => {
  made = 0;
  store.finished.clear();
});

const post = (key: string, body: object, { user = 'ann', shelf = 'a' } = {}) =>
  request(edge.url)
    .post(`/shelves/${shelf}/things`)
    .set({ 'idempotency-key': key, 'x-user': user })
    .send(body);

describe('a POST with an Idempotency-Key', () => {
  it('has one effect and repeats status, id and location', async () => {
    const first = await post('k1', { title: 'x' }).expect(201);
    expect(first.body).toEqual({ id: 'thing-1', title: 'x' });
    expect(first.headers['idempotent-replayed']).toBeUndefined();
    const again = await post('k1', { title: 'x' }).expect(201);
    expect(again.body).toEqual({ id: 'thing-1' });
    expect(again.headers).toMatchObject({ 'idempotent-replayed': 'true', location: '/things/1' });
    expect(made).toBe(1);
  });

  it('remembers no word of the body', async () => {
    await post('k1', { title: 'c4n4ry' }).expect(201);
    expect(JSON.stringify([...store.finished])).not.toContain('c4n4ry');
  });

  it('is refused with another body', async () => {
    await post('k1', { title: 'x' }).expect(201);
    expect((await post('k1', { title: 'y' }).expect(422)).body.code).toBe('idempotency_key_reused');
    expect(made).toBe(1);
  });

  it('is another one for another user or path', async () => {
    await post('k1', { title: 'x' }).expect(201);
    await post('k1', { title: 'x' }, { user: 'ben' }).expect(201);
    await post('k1', { title: 'x' }, { shelf: 'b' }).expect(201);
    expect(made).toBe(3);
  });

  it('is told to wait while the first is running', async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    gate = promise.then(() => undefined);
    const first = post('k1', { title: 'x' }).then((answer) => answer);
    while (store.running.size === 0) await new Promise(setImmediate);
    const second = await post('k1', { title: 'x' }).expect(409);
    expect(second.body.code).toBe('idempotency_in_progress');
    expect(second.headers['retry-after']).toBe('1');
    resolve(undefined);
    expect((await first).status).toBe(201);
    expect(made).toBe(1);
  });

  it('may be sent again after a refusal', async () => {
    await post('k1', { title: '' }).expect(400);
    await post('k1', { title: 'x' }).expect(201);
  });

  it.each(['x'.repeat(256), 'a b', 'ä'])('is refused with a malformed key', async (key) => {
    const head = `POST /shelves/a/things HTTP/1.1\r\nHost: a\r\nX-User: ann\r\nIdempotency-Key: ${key}\r\n`;
    const answer = await edge.raw(
      Buffer.from(
        `${head}Connection: close\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{"title":"x"}`,
        'latin1',
      ),
    );
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(answer).toContain('invalid_idempotency_key');
  });

  it('changes nothing on a route that does not take one', async () => {
    const check = () =>
      request(edge.url).post('/shelves/a/things/check').set({ 'idempotency-key': 'k', 'x-user': 'ann' });
    expect((await check()).body).toEqual({ made: 1 });
    expect((await check()).body).toEqual({ made: 2 });
  });
});
