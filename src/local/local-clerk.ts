import { join } from 'node:path';
import type { ClerkEmulator } from '@tenantry/clerk-emulator';
import type { ServiceProcess } from '../service-process.js';
import { portRefusal } from '../start-refused.error.js';
import type { Settings } from './settings.js';

const TIMEOUT_MS = 5_000;

export interface LocalClerkOptions {
  readonly directory: string;
  /** 0: any free one. */
  readonly port: number;
  /** Where the service will be. */
  readonly apiUrl: string;
  readonly authorizedParties: readonly string[];
  readonly webhookSecret: string;
}

/**
 * Starts the local Clerk, and has it stopped with this process. Webhooks that it sends before the service listens are
 * sent again a few seconds later, as Svix does.
 */
export async function startLocalClerk(
  service: ServiceProcess,
  options: LocalClerkOptions,
): Promise<ClerkEmulator> {
  const { startClerkEmulator } = await import('@tenantry/clerk-emulator');
  const clerk = await startClerkEmulator({
    port: options.port,
    dataDir: join(options.directory, 'clerk'),
    authorizedParties: [...options.authorizedParties],
    webhook: { url: `${options.apiUrl}/api/webhooks/clerk`, secret: options.webhookSecret },
    apiUrlForPage: options.apiUrl,
  }).catch((error: unknown) => {
    throw portRefusal('CLERK_EMULATOR_PORT', options.port, error);
  });
  service.started({ name: 'The local Clerk', stop: () => clerk.stop(), timeoutMs: TIMEOUT_MS });
  return clerk;
}

/** The settings that a local Clerk stands in for. */
export function localClerkSettings(clerk: ClerkEmulator): Settings {
  return {
    CLERK_SECRET_KEY: clerk.secretKey,
    CLERK_PUBLISHABLE_KEY: clerk.publishableKey,
    CLERK_JWT_KEY: clerk.jwtKey,
    CLERK_WEBHOOK_SIGNING_SECRET: clerk.webhookSecret,
    CLERK_INSTANCE_ID: clerk.instanceId,
    CLERK_API_URL: clerk.url,
  };
}
