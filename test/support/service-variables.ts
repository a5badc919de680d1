import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { ClerkEmulator } from '@tenantry/clerk-emulator';
import type { TestApp } from './test-app.js';

/** The front end that tokens are made for. */
export const ORIGIN = 'http://localhost:5173';

interface ServiceParts {
  readonly databaseUrl: string;
  readonly clerk: ClerkEmulator;
  /** Where it keeps its files. */
  readonly directory: string;
  /** With those of the following that are left out it is a service of its own. */
  readonly webhookSecrets?: readonly string[];
  readonly masterKey?: Uint8Array;
  /** PKCS#8, PEM. */
  readonly signingKey?: string;
}

/** All settings of a service but its port. A job that is due by the clock on the wall would meddle with the test. */
export function serviceVariables({
  databaseUrl,
  clerk,
  directory,
  webhookSecrets = [newWebhookSecret()],
  masterKey = randomBytes(32),
  signingKey = newSigningKey(),
}: ServiceParts): Record<string, string> {
  return {
    NODE_ENV: 'test',
    DATABASE_URL: databaseUrl,
    CLERK_SECRET_KEY: clerk.secretKey,
    CLERK_PUBLISHABLE_KEY: clerk.publishableKey,
    CLERK_JWT_KEY: clerk.jwtKey,
    CLERK_AUTHORIZED_PARTIES: ORIGIN,
    CLERK_WEBHOOK_SIGNING_SECRET: webhookSecrets.join(','),
    CLERK_INSTANCE_ID: clerk.instanceId,
    CLERK_API_URL: clerk.url,
    TENANTRY_MASTER_KEY: Buffer.from(masterKey).toString('base64'),
    TENANTRY_SIGNING_KEY: signingKey,
    TENANTRY_DATA_DIR: directory,
    TENANTRY_LOCAL_DIR: join(directory, 'local'),
    LOG_LEVEL: 'silent',
    SCHEDULER_ENABLED: 'false',
  };
}

/** The settings with which another process works on the same database and the same Clerk as the test's own service. */
export function variablesOf(
  { environment, clerk, database }: TestApp,
  databaseUrl = database.url,
): Record<string, string> {
  return {
    ...serviceVariables({
      databaseUrl,
      clerk,
      directory: environment.dataDir,
      webhookSecrets: environment.clerk.webhookSigningSecrets,
      masterKey: environment.masterKey,
      signingKey: environment.signingKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    }),
    RATE_LIMIT_ENABLED: 'false',
  };
}

export function newWebhookSecret(): string {
  return `whsec_${randomBytes(24).toString('base64')}`;
}

export function newSigningKey(): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
