import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createPrivateFile, readIfThere } from './private-file.js';
import type { Settings } from './settings.js';

/** Files with the keys of this clone, by the variable that they stand in for. */
const KEYS = {
  CLERK_WEBHOOK_SIGNING_SECRET: {
    file: 'webhook.key',
    make: () => `whsec_${randomBytes(32).toString('base64')}\n`,
  },
  TENANTRY_MASTER_KEY: { file: 'master.key', make: () => `${randomBytes(32).toString('base64')}\n` },
  TENANTRY_SIGNING_KEY: {
    file: 'signing.key',
    make: () => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  },
} as const;

/** The keys kept in the folder, as settings; what is not there yet is left out. */
export function keysKeptIn(directory: string): Settings {
  return Object.fromEntries(
    Object.entries(KEYS).map(([variable, { file }]) => [variable, readIfThere(join(directory, file))]),
  );
}

/** The keys kept in the folder, made on the first start. Losing the master key loses what it wrapped. */
export function ensureLocalKeys(directory: string): Settings {
  for (const { file, make } of Object.values(KEYS)) {
    const path = join(directory, file);
    if (readIfThere(path) === undefined) createPrivateFile(path, make());
  }
  return keysKeptIn(directory);
}
