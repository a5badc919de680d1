import { Writable } from 'node:stream';
import { Body, Controller, Get, Logger as NestLogger, Param, Post } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Logger, LoggerModule } from 'nestjs-pino';
import request from 'supertest';
import { httpErrors } from '../errors/http-errors.js';
import { loggerOptions } from '../logging/logger-options.js';
import { edgeSettings, startEdge, type Edge } from './edge.fixture.js';

const CANARIES = {
  token: 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJjNG40cnkifQ.c4n4ry-signature',
  bearer: 'Bearer c4n4ry-opaque-token',
  secretKey: 'sk_live_c4n4ryc4n4ryc4n4ryc4n4ry',
  webhook: 'whsec_c4n4ryc4n4ryc4n4ryc4n4ryAA==',
  svix: 'v1,c4n4ryc4n4ryc4n4ryc4n4ryc4n4ryc4n4ryAAAA=',
  email: 'c4n4ry.person+tag@harbour.test',
  digest: '$argon2id$v=19$m=19456,t=2,p=1$c4n4ry$c4n4ry',
  url: 'postgres://c4n4ry:c4n4ry@db.internal/tenantry',
  query: 'https://api.example.test/callback?code=c4n4ry&state=c4n4ry',
  pem: '-----BEGIN PRIVATE KEY-----\nc4n4ryc4n4ry\n-----END PRIVATE KEY-----',
};
const everything = Object.values(CANARIES).join(' ');

function databaseError(): Error {
  return Object.assign(new Error(`invalid input syntax for type uuid: "c4n4ry"`), {
    severity: 'ERROR',
    code: '22P02',
    detail: 'Key (email)=(c4n4ry) already exists.',
    where: "unnamed portal parameter $1 = 'c4n4ry'",
    query: 'INSERT INTO users VALUES ($1)',
    parameters: ['c4n4ry'],
  });
}

const log = new NestLogger('Canary');

@Controller('things')
class ThingsController {
  @Post(':id')
  fail(@Body() body: object, @Param('id') id: string): never {
    log.log({
      msg: `handling ${everything}`,
      body,
      id,
      user: { firstName: 'c4n4ry', email_address: 'c4n4ry', name: 'c4n4ry' },
    });
    log.warn(everything);
    log.debug({
      nested: { deep: [{ accessToken: 'c4n4ry', password: 'c4n4ry', headers: { cookie: 'c4n4ry' } }] },
    });
    const cause = new Error(everything, { cause: databaseError() });
    throw new Error(`outer ${everything}`, { cause });
  }

  @Get('db')
  db(): never {
    throw Object.assign(new Error('insert failed: c4n4ry'), {
      driverError: databaseError(),
      parameters: ['c4n4ry'],
    });
  }

  @Get('denied')
  denied(): never {
    throw httpErrors.forbidden();
  }
}

@Controller('health')
class ProbeController {
  @Get('live')
  live(): object {
    return {};
  }
}

const lines: string[] = [];
let edge: Edge;

beforeAll(async () => {
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(
        ...chunk
          .toString()
          .split('\n')
          .filter((line) => line !== ''),
      );
      done();
    },
  });
  const settings = edgeSettings({ logLevel: 'trace' });
  edge = await startEdge(
    {
      imports: [LoggerModule.forRoot(loggerOptions(settings, destination))],
      controllers: [ThingsController, ProbeController],
    },
    {
      settings,
      prepare: (app) => {
        app.useLogger(app.get(Logger));
      },
    },
  );
});
afterAll(async () => {
  await edge.close();
  NestLogger.overrideLogger(false);
});

const entries = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);

describe('the log', () => {
  it('holds no secret and nothing personal, wherever it was put', async () => {
    await request(edge.url)
      .post(
        `/things/${encodeURIComponent(CANARIES.email)}?token=c4n4ry&email=${encodeURIComponent(CANARIES.email)}`,
      )
      .set({
        authorization: CANARIES.bearer,
        cookie: '__session=c4n4ry',
        'svix-signature': CANARIES.svix,
        'user-agent': 'c4n4ry',
        'x-forwarded-for': 'c4n4ry',
      })
      .send({ email: CANARIES.email, firstName: 'c4n4ry', note: everything })
      .expect(500);
    await request(edge.url).get('/things/db').expect(500);
    await request(edge.url).get(`/unknown/${CANARIES.token}?q=c4n4ry`).expect(404);
    await request(edge.url).post('/things/x').set('content-type', 'text/plain').send('c4n4ry').expect(415);
    await request(edge.url)
      .post('/things/x')
      .set('content-type', 'application/json')
      .send('{"c4n4ry":')
      .expect(400);
    expect(entries().filter(({ msg }) => msg === 'Answered 500 internal_error')).toHaveLength(2);
    expect(lines.filter((line) => line.includes('c4n4ry'))).toEqual([]);
  });

  it('tells of a fault its kind, stack and whole chain', () => {
    const fault = entries().find(({ msg }) => msg === 'Answered 500 internal_error') as {
      err: Record<string, unknown>;
    };
    expect(fault.err).toMatchObject({
      type: 'Error',
      message: expect.stringContaining('outer'),
      frames: expect.arrayContaining([expect.stringContaining('logging.spec')]),
      cause: {
        type: 'Error',
        cause: { code: '22P02', message: expect.stringContaining('invalid input syntax') },
      },
    });
  });

  it('tells each request in one line, with its id, pattern, status and code', async () => {
    const { headers } = await request(edge.url).get('/things/denied').expect(403);
    const told = entries().filter(
      ({ context, requestId }) => context === 'Request' && requestId === headers['x-request-id'],
    );
    expect(told).toEqual([
      expect.objectContaining({
        level: 'info',
        route: '/things/denied',
        status: 403,
        code: 'forbidden',
        method: 'GET',
      }),
    ]);
  });

  it('tells refused and unknown requests too', () => {
    const statuses = entries()
      .filter(({ context }) => context === 'Request')
      .map(({ status }) => status);
    expect(statuses).toEqual(expect.arrayContaining([400, 404, 415, 500]));
  });

  it('carries the request id on lines that a handler writes', () => {
    const written = entries().filter(({ context }) => context === 'Canary');
    expect(written.length).toBe(3);
    expect(written.every(({ requestId }) => typeof requestId === 'string')).toBe(true);
  });

  it('speaks of health probes at debug level only', async () => {
    await request(edge.url).get('/health/live').expect(200);
    const probes = entries().filter(({ route }) => route === '/health/live');
    expect(probes.map(({ level }) => level)).toEqual(['debug']);
  });

  it('stays one JSON line whatever is written', () => {
    const before = lines.length;
    log.warn('a\r\nb \u001b[31m "}{"level":"fatal"} \u0000 eyJhbGciOi.x.y" ?a=b"');
    expect(lines).toHaveLength(before + 1);
    expect(lines.at(-1)).not.toMatch(/\p{Cc}/u);
    expect(entries().at(-1)).toMatchObject({ level: 'warn' });
  });
});
