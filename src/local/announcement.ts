import { relative } from 'node:path';
import type { ServiceProcess, StartedPart } from '../service-process.js';
import { printBanner, type BannerFacts } from './banner.js';
import { removeLocalFile, writeLocalFile } from './local-file.js';

/** Tells tools and people that everything runs, and where. */
export function announce(service: ServiceProcess, facts: BannerFacts): void {
  const { environment, directory, apiUrl } = facts;
  const { clerk } = environment;
  writeLocalFile(directory, {
    apiUrl,
    clerkUrl: clerk.apiUrl,
    databaseUrl: environment.databaseUrl,
    databaseAdminUrl: environment.databaseAdminUrl ?? null,
    clerkSecretKey: clerk.secretKey,
    clerkPublishableKey: clerk.publishableKey,
    clerkJwtKey: clerk.jwtKeys.join('\n'),
    clerkInstanceId: clerk.instanceId ?? null,
    webhookSecret: clerk.webhookSigningSecrets.join(','),
    authorizedParties: clerk.authorizedParties,
    pid: process.pid,
  });
  printBanner(facts);
  // The last to be started is the first to be stopped.
  service.started({
    name: 'The word to the terminal',
    stop: () => {
      console.error('\nStopping … (a second Ctrl-C stops at once)');
      return Promise.resolve();
    },
  });
}

/** What remains to be done when everything else is stopped, so it is registered first. A failed start has told why. */
export function farewell(directory: string): StartedPart {
  const folder = relative(process.cwd(), directory) || '.';
  return {
    name: 'local.json',
    stop: () => {
      if (removeLocalFile(directory)) console.error(`Stopped. The data is kept in ${folder}.`);
      return Promise.resolve();
    },
    stopSync: () => {
      if (removeLocalFile(directory))
        console.error(`Stopped at once. The data is kept in ${folder}; the next start checks it.`);
    },
  };
}
