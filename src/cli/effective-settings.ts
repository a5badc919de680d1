import { join } from 'node:path';
import { keysKeptIn, type LocalFile, readLocalFile } from '../local/index.js';
import { isProduction } from '../process-environment.js';
import { localDirectory } from './running-stack.js';
import type { RawSettings } from '../doctor/index.js';

/** The settings that a start would have: outside production a running `npm start` says what is unset. */
export function effectiveSettings(): RawSettings {
  const directory = localDirectory();
  const running = isProduction() ? undefined : readLocalFile(directory);
  if (running === undefined) return process.env;
  const local: RawSettings = {
    ...keysKeptIn(directory),
    DATABASE_URL: running.databaseUrl,
    DATABASE_ADMIN_URL: running.databaseAdminUrl ?? undefined,
    CLERK_AUTHORIZED_PARTIES: running.authorizedParties.join(','),
    TENANTRY_DATA_DIR: join(directory, 'data'),
  };
  const unset = Object.entries(local).filter(([name]) => !isSet(name));
  return {
    ...process.env,
    ...Object.fromEntries(unset),
    // As a whole: the address of one Clerk with the keys of another would be no setting at all.
    ...(isOfRunning(running) && {
      CLERK_SECRET_KEY: running.clerkSecretKey,
      CLERK_PUBLISHABLE_KEY: running.clerkPublishableKey,
      CLERK_JWT_KEY: running.clerkJwtKey,
      ...(running.clerkInstanceId !== null && { CLERK_INSTANCE_ID: running.clerkInstanceId }),
      CLERK_WEBHOOK_SIGNING_SECRET: running.webhookSecret,
      CLERK_API_URL: running.clerkUrl,
    }),
  };
}

/** What somebody left out beside the keys of the Clerk that runs is known to it. */
function isOfRunning({ clerkSecretKey }: LocalFile): boolean {
  const given = process.env['CLERK_SECRET_KEY']?.trim() ?? '';
  return given === '' || given === clerkSecretKey;
}

function isSet(name: string): boolean {
  return (process.env[name]?.trim() ?? '') !== '';
}
