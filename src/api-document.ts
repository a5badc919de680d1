import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { NestFactory } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { DataSource } from 'typeorm';
import { createFastifyAdapter, describeApi } from '#libs/http';
import { parseEnvironment } from '#settings';
import { API_DESCRIPTION } from './api-description.js';
import { AppModule } from './app.module.js';

/** The OpenAPI document as the service serves it, without a database, a Clerk or settings: no provider is made for it. */
export async function apiDocument(): Promise<OpenAPIObject> {
  const environment = parseEnvironment(madeUpSettings());
  const unconnected = { driver: { master: {} } } as unknown as DataSource;
  const app = await NestFactory.create(
    AppModule.forRoot(environment, unconnected),
    createFastifyAdapter(environment),
    { preview: true, logger: false, abortOnError: false },
  );
  return describeApi(app, API_DESCRIPTION);
}

/** Settings that are well formed and open nothing. */
function madeUpSettings(): Record<string, string> {
  const clerk = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const signing = generateKeyPairSync('ed25519');
  return {
    NODE_ENV: 'test',
    DATABASE_URL: 'postgres://nobody@localhost/nothing',
    CLERK_SECRET_KEY: `sk_test_${'x'.repeat(40)}`,
    CLERK_PUBLISHABLE_KEY: `pk_test_${Buffer.from('clerk.example$').toString('base64')}`,
    CLERK_JWT_KEY: clerk.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    CLERK_AUTHORIZED_PARTIES: 'http://localhost:5173',
    CLERK_WEBHOOK_SIGNING_SECRET: `whsec_${randomBytes(24).toString('base64')}`,
    CLERK_INSTANCE_ID: `ins_${'x'.repeat(27)}`,
    TENANTRY_MASTER_KEY: randomBytes(32).toString('base64'),
    TENANTRY_SIGNING_KEY: signing.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    TENANTRY_DATA_DIR: tmpdir(),
    LOG_LEVEL: 'silent',
    // What is switched on by a setting is described, and marked by `x-switched-on-by`.
    ACCOUNT_SIGN_IN_ENABLED: 'true',
  };
}
