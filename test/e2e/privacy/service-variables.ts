import type { TestApp } from '../../support/test-app.js';

/** The settings with which another process works on the same database and the same Clerk as the test's own service. */
export function variablesOf(world: TestApp, databaseUrl = world.database.url): Record<string, string> {
  const { environment, clerk } = world;
  return {
    NODE_ENV: 'test',
    DATABASE_URL: databaseUrl,
    CLERK_SECRET_KEY: clerk.secretKey,
    CLERK_PUBLISHABLE_KEY: clerk.publishableKey,
    CLERK_JWT_KEY: clerk.jwtKey,
    CLERK_AUTHORIZED_PARTIES: environment.clerk.authorizedParties.join(','),
    CLERK_WEBHOOK_SIGNING_SECRET: environment.clerk.webhookSigningSecrets.join(','),
    CLERK_INSTANCE_ID: clerk.instanceId,
    CLERK_API_URL: clerk.url,
    TENANTRY_MASTER_KEY: environment.masterKey.toString('base64'),
    TENANTRY_SIGNING_KEY: environment.signingKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    TENANTRY_DATA_DIR: environment.dataDir,
    LOG_LEVEL: 'silent',
    RATE_LIMIT_ENABLED: 'false',
    SCHEDULER_ENABLED: 'false',
  };
}
