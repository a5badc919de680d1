import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { parseEnvironment, publishableKeyFor } from '#settings';
import { configureHttp, createFastifyAdapter } from '#libs/http';
import { Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import request from 'supertest';
import { HealthModule } from './health.module.js';
import { Readiness } from './readiness.js';

const spki = { type: 'spki', format: 'pem' } as const;
const pkcs8 = { type: 'pkcs8', format: 'pem' } as const;
const environment = parseEnvironment({
  NODE_ENV: 'test',
  DATABASE_URL: 'postgres://app:local@127.0.0.1:5433/edge',
  CLERK_SECRET_KEY: `sk_test_${randomBytes(16).toString('hex')}`,
  CLERK_PUBLISHABLE_KEY: publishableKeyFor('127.0.0.1:4100'),
  CLERK_JWT_KEY: generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: spki,
    privateKeyEncoding: pkcs8,
  }).publicKey,
  CLERK_AUTHORIZED_PARTIES: 'http://localhost:5173',
  CLERK_WEBHOOK_SIGNING_SECRET: `whsec_${randomBytes(24).toString('base64')}`,
  TENANTRY_MASTER_KEY: randomBytes(32).toString('base64'),
  TENANTRY_SIGNING_KEY: generateKeyPairSync('ed25519', { publicKeyEncoding: spki, privateKeyEncoding: pkcs8 })
    .privateKey,
  TENANTRY_DATA_DIR: '.local/data',
});

const healthy = () => Promise.resolve();
let ping: () => Promise<void> = healthy;
let app: NestFastifyApplication;
let url: string;

beforeAll(() => {
  Logger.overrideLogger(false);
});

beforeEach(async () => {
  ping = healthy;
  const module = HealthModule.forRoot({
    environment,
    checks: [
      { name: 'database', check: () => ping() },
      { name: 'migrations', check: healthy },
    ],
  });
  app = await NestFactory.create<NestFastifyApplication>(module, createFastifyAdapter(environment));
  configureHttp(app);
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
});
afterEach(() => app.close());

describe('the probes', () => {
  it('say ok and nothing else', async () => {
    for (const path of ['/health/live', '/health/ready']) {
      expect((await request(url).get(path).expect(200)).text).toBe('{"status":"ok"}');
    }
  });

  it('turn red without a reason when the database fails, and green again after it', async () => {
    ping = () => Promise.reject(new Error('c4n4ry at db.internal'));
    const answer = await request(url).get('/health/ready').expect(503);
    expect(answer.text).toBe('{"status":"unavailable"}');
    expect(answer.headers['retry-after']).toBe('5');
    await request(url).get('/health/live').expect(200);
    ping = healthy;
    await request(url).get('/health/ready').expect(200);
  });

  it('do not wait for a database that hangs or throws', async () => {
    ping = () => new Promise(() => undefined);
    await request(url).get('/health/ready').timeout(30_000).expect(503);
    ping = () => {
      throw new Error('at once');
    };
    await request(url).get('/health/ready').expect(503);
  });

  it('stay red until all that belongs to the start is there, and live is green before', async () => {
    const readiness = app.get(Readiness);
    const releases = [readiness.hold('demo data'), readiness.hold('local.json')];
    for (const release of releases) {
      await request(url).get('/health/ready').expect(503);
      await request(url).get('/health/live').expect(200);
      release();
    }
    await request(url).get('/health/ready').expect(200);
  });

  it('turn red while draining, and live stays green', async () => {
    app.get(Readiness).drain();
    await request(url).get('/health/ready').expect(503);
    await request(url).get('/health/live').expect(200);
  });
});
