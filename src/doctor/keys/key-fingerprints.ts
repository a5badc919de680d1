import { createPublicKey, hash } from 'node:crypto';
import { publicKeyId } from '#libs/audit-chain';
import { masterKeyId } from '#libs/personal-data';
import type { ReadableSettings } from '#settings';

/** How each key is changed for another without a refused request. */
export const ROTATIONS = {
  CLERK_SECRET_KEY:
    "Add a second secret key in Clerk's dashboard, set it here, restart, then delete the old one there.",
  CLERK_JWT_KEY:
    'Set both PEMs one after the other, restart, and take the old one out once Clerk signs with the new.',
  CLERK_WEBHOOK_SIGNING_SECRET:
    "Rotate it in Clerk's dashboard, set both comma-separated, restart, and take the old one out a day later.",
  TENANTRY_MASTER_KEY:
    'Move it to TENANTRY_PREVIOUS_MASTER_KEY beside the new one, restart, run tenantry keys rotate, then take it away.',
  TENANTRY_PREVIOUS_MASTER_KEY: 'Run tenantry keys rotate, then take it away.',
  TENANTRY_SIGNING_KEY:
    'Move it to TENANTRY_PREVIOUS_SIGNING_KEYS beside the new one, restart, hand out the new public key (tenantry certificate public-key), then keep the public part of the old one there.',
  TENANTRY_PREVIOUS_SIGNING_KEYS:
    'What it signed is verified with it: keep its public part as long as the audit log goes on.',
  AUDIT_PUSH_SECRET:
    'Set the new one here, restart, and give it to the receiver within a day: so long both sign.',
  BREAK_GLASS_PUBLIC_KEY:
    'Make another pair (tenantry break-glass keys), set its public key, restart; tokens of the old one end at once.',
  METRICS_TOKEN: 'Set another one here and at the scraper.',
  FILES_S3_SECRET_ACCESS_KEY:
    'Make a second key of the same user at the store, set both its parts here, restart, then delete the old one.',
} as const;

export type KeyName = keyof typeof ROTATIONS;

export interface KeyFingerprint {
  readonly name: KeyName;
  /** 16 hex digits that tell a key from others, and nothing of it. */
  readonly fingerprint: string;
}

/** Fingerprints of all keys that are set. That of the signing key is the one which certificates name. */
export function fingerprintsOf(settings: ReadableSettings): KeyFingerprint[] {
  const {
    clerk,
    masterKey,
    previousMasterKey,
    signingKey,
    previousSigningKeys,
    auditPush,
    metricsToken,
    breakGlassKey,
    filesBucket,
  } = settings;
  const found: [KeyName, string | undefined][] = [
    ['CLERK_SECRET_KEY', ofSecret(clerk?.secretKey)],
    ...(clerk?.jwtKeys ?? []).map((pem): [KeyName, string] => [
      'CLERK_JWT_KEY',
      publicKeyId(createPublicKey(pem)),
    ]),
    ...(clerk?.webhookSigningSecrets ?? []).map((secret): [KeyName, string | undefined] => [
      'CLERK_WEBHOOK_SIGNING_SECRET',
      ofSecret(secret),
    ]),
    ['TENANTRY_MASTER_KEY', masterKey && masterKeyId(masterKey)],
    ['TENANTRY_PREVIOUS_MASTER_KEY', previousMasterKey && masterKeyId(previousMasterKey)],
    ['TENANTRY_SIGNING_KEY', signingKey && publicKeyId(signingKey)],
    ...(previousSigningKeys ?? []).map((key): [KeyName, string] => [
      'TENANTRY_PREVIOUS_SIGNING_KEYS',
      publicKeyId(key),
    ]),
    ['AUDIT_PUSH_SECRET', ofSecret(auditPush?.secret)],
    ['BREAK_GLASS_PUBLIC_KEY', breakGlassKey && publicKeyId(breakGlassKey)],
    ['METRICS_TOKEN', ofSecret(metricsToken)],
    ['FILES_S3_SECRET_ACCESS_KEY', ofSecret(filesBucket?.credentials?.secretAccessKey)],
  ];
  return found.flatMap(([name, fingerprint]) => (fingerprint === undefined ? [] : [{ name, fingerprint }]));
}

/** All of them are random and of 24 bytes or more, so that nobody finds them by their hash. */
function ofSecret(secret: string | undefined): string | undefined {
  return secret === undefined ? undefined : fingerprintOfSecret(secret);
}

/** 16 hex digits that tell a secret from others. What is short could be found by it. */
export function fingerprintOfSecret(secret: string): string {
  return hash('sha256', `fingerprint of a key\0${secret}`, 'hex').slice(0, 16);
}
