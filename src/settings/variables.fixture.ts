import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { publishableKeyFor } from './publishable-key.js';

const spki = { type: 'spki', format: 'pem' } as const;
const pkcs8 = { type: 'pkcs8', format: 'pem' } as const;

/** A PEM public key as Clerk hands it out. */
export function rsaPublicPem(modulusLength = 2048, publicExponent = 65_537): string {
  const keys = generateKeyPairSync('rsa', {
    modulusLength,
    publicExponent,
    publicKeyEncoding: spki,
    privateKeyEncoding: pkcs8,
  });
  return keys.publicKey;
}

/** A PEM Ed25519 private key. */
export function ed25519PrivatePem(): string {
  return generateKeyPairSync('ed25519', { publicKeyEncoding: spki, privateKeyEncoding: pkcs8 }).privateKey;
}

const jwtKey = rsaPublicPem();

/** Variables that production accepts, with fresh keys. */
export function productionVariables(): Record<string, string> {
  return {
    NODE_ENV: 'production',
    DATABASE_URL: 'postgres://tenantry_app:fe7Jq2@db.internal:5432/tenantry',
    CLERK_SECRET_KEY: `sk_live_${randomBytes(32).toString('hex')}`,
    CLERK_PUBLISHABLE_KEY: publishableKeyFor('clerk.tenantry.example', 'live'),
    CLERK_JWT_KEY: jwtKey,
    CLERK_AUTHORIZED_PARTIES: 'https://app.tenantry.example,https://admin.tenantry.example',
    CLERK_WEBHOOK_SIGNING_SECRET: `whsec_${randomBytes(32).toString('base64')}`,
    TENANTRY_MASTER_KEY: randomBytes(32).toString('base64'),
    TENANTRY_SIGNING_KEY: ed25519PrivatePem(),
    TENANTRY_DATA_DIR: '/var/lib/tenantry',
  };
}

/** Variables as the local stack fills them in. */
export function localVariables(): Record<string, string> {
  return {
    ...productionVariables(),
    NODE_ENV: 'test',
    DATABASE_URL: 'postgres://tenantry_app:local@127.0.0.1:5433/tenantry',
    CLERK_SECRET_KEY: `sk_test_${randomBytes(24).toString('hex')}`,
    CLERK_PUBLISHABLE_KEY: publishableKeyFor('127.0.0.1:4100'),
    CLERK_AUTHORIZED_PARTIES: 'http://localhost:5173',
    CLERK_API_URL: 'http://127.0.0.1:4100',
    TENANTRY_DATA_DIR: '.local/data',
  };
}
