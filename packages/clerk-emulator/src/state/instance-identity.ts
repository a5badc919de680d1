import {
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  type KeyObject,
  createPrivateKey,
} from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { IdGenerator, randomText } from './id-generator.js';

/** A pair of RSA keys in PEM, 2048 bits and e=65537: the only kind that the SDK's `jwtKey` accepts. */
export interface SigningKeys {
  privateKey: string;
  publicKey: string;
}

/** What makes this Clerk instance itself. Made once and kept. */
export interface InstanceIdentity {
  instanceId: string;
  secretKey: string;
  webhookSecret: string;
  keys: SigningKeys;
}

/** Makes a pair of signing keys; slow (about a tenth of a second), so tests share one. */
export function generateSigningKeys(): SigningKeys {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicExponent: 65537,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
}

/** Reads the identity kept in the folder, or makes one and keeps it (mode 600). Without a folder it lives in memory. */
export function loadIdentity(folder: string | undefined, given: Partial<InstanceIdentity>): InstanceIdentity {
  const path = folder === undefined ? undefined : join(folder, 'instance.json');
  const kept: Partial<InstanceIdentity> =
    path !== undefined && existsSync(path)
      ? (JSON.parse(readFileSync(path, 'utf8')) as Partial<InstanceIdentity>)
      : {};
  const identity: InstanceIdentity = {
    instanceId: given.instanceId ?? kept.instanceId ?? new IdGenerator().next('ins', Date.now()),
    secretKey: given.secretKey ?? kept.secretKey ?? `sk_test_${randomText(42)}`,
    webhookSecret: given.webhookSecret ?? kept.webhookSecret ?? `whsec_${randomBytes(24).toString('base64')}`,
    keys: given.keys ?? kept.keys ?? generateSigningKeys(),
  };
  if (folder !== undefined && path !== undefined) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(`${path}.next`, JSON.stringify(identity), { mode: 0o600 });
    renameSync(`${path}.next`, path);
  }
  return identity;
}

/** The public key as it appears in the JWKS. */
export function jsonWebKey(identity: InstanceIdentity): Record<string, unknown> {
  const { n, e } = createPublicKey(identity.keys.publicKey).export({ format: 'jwk' });
  return { use: 'sig', kty: 'RSA', kid: identity.instanceId, alg: 'RS256', n, e };
}

/** The private key, parsed once. */
export function signingKey(identity: InstanceIdentity): KeyObject {
  return createPrivateKey(identity.keys.privateKey);
}
