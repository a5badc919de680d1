import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { ClerkEmulator } from '@tenantry/clerk-emulator';
import { parseEnvironment, parseLocalSettings, type Environment } from '#settings';
import { migrate, MigrationHistoryError } from '#libs/database';
import { migrations } from '#migrations';
import type { ServiceProcess } from '../service-process.js';
import { folderRefusal, StartRefusedError } from '../start-refused.error.js';
import { localUrl } from '../local-url.js';
import { announce, farewell } from './announcement.js';
import { chosenServices } from './chosen-services.js';
import { DemoSeed } from './demo/demo-seed.js';
import { startEmbeddedDatabase } from './embedded-database.js';
import { checkGivenSettings } from './given-settings.js';
import { reservePort } from './reserve-port.js';
import { localClerkSettings, startLocalClerk } from './local-clerk.js';
import { completeOwnClerk } from './own-clerk.js';
import { prepareLocalDirectory } from './local-directory.js';
import { ensureLocalKeys } from './local-keys.js';
import { refuseSecondStart } from './refuse-second-start.js';
import { fillIn, type Settings } from './settings.js';

/** What runs beside the service. */
export interface LocalStack {
  /** The settings with everything filled in. */
  readonly environment: Environment;
  /** To be called when the service listens: adds the demo data, tells tools and people where everything is. */
  complete(): Promise<void>;
}

/**
 * Origins that a front end on this machine usually has; the first is what tokens of the local Clerk are for. Next.js takes
 * 3001 where 3000 is taken, by this service for example.
 */
const AUTHORIZED_PARTIES = ['http://localhost:3000', 'http://localhost:3001', 'http://localhost:5173'];

/**
 * Starts every service that nobody set: PostgreSQL with all migrations, and Clerk. What is started is stopped with the
 * process.
 *
 * @param args the command line; `--no-demo` leaves the demo data out
 * @throws StartRefusedError, EnvironmentError or LocalPostgresError, each with a sentence that says what to do
 */
export async function startLocalStack(service: ServiceProcess, args: readonly string[]): Promise<LocalStack> {
  const wantsDemo = readArguments(args);
  const given: Settings = process.env;
  const chosen = chosenServices(given);
  const { host, port: wantedPort } = checkGivenSettings(given);
  const local = parseLocalSettings(given);
  const directory = prepareLocalDirectory(local.directory);
  await refuseSecondStart(directory);
  const port = await reservePort(host, wantedPort);
  const apiUrl = localUrl(host, port);
  service.started(farewell(directory));
  console.error('Starting …');

  let settings: Settings = fillIn(
    { ...given, PORT: String(port) },
    {
      ...keysFor(directory, chosen.hasOwnClerk),
      CLERK_AUTHORIZED_PARTIES: [...new Set([...AUTHORIZED_PARTIES, ...originsOf(apiUrl)])].join(','),
      TENANTRY_DATA_DIR: join(directory, 'data'),
      // A page of another origin can have its own name lead to this machine.
      ALLOWED_HOSTS: 'localhost',
      // The lines of single requests would drown what is told at the start.
      LOG_LEVEL: 'warn',
    },
  );
  if (!chosen.hasOwnDatabase) {
    const database = await startEmbeddedDatabase(service, directory, local.postgresPort);
    settings = { ...settings, ...database };
  }
  const adminUrl = settings['DATABASE_ADMIN_URL']?.trim() ?? '';
  if (adminUrl !== '') await applyMigrations(adminUrl, chosen.hasOwnDatabase ? undefined : directory);

  let clerk: ClerkEmulator | undefined;
  let demo: DemoSeed | undefined;
  if (!chosen.hasOwnClerk) {
    clerk = await startLocalClerk(service, {
      directory,
      port: local.clerkEmulatorPort,
      apiUrl,
      authorizedParties: String(settings['CLERK_AUTHORIZED_PARTIES'])
        .split(',')
        .map((party) => party.trim()),
      webhookSecret: String(settings['CLERK_WEBHOOK_SIGNING_SECRET']).trim(),
    });
    settings = { ...settings, ...localClerkSettings(clerk) };
    // A part of the service alone does not apply webhooks, and the demo data waits for them.
    const isWhole = (given['ROLE']?.trim() || 'all') === 'all';
    demo = wantsDemo && isWhole ? new DemoSeed(service, clerk.control, apiUrl) : undefined;
    await demo?.open(directory, String(settings['DATABASE_URL']), clerk.instanceId);
    settings = fillIn(settings, { TENANTRY_PLATFORM_OWNERS: demo?.platformOwner() });
  }
  if (chosen.hasOwnClerk) settings = await completeOwnClerk(settings);
  const environment = parseEnvironment(settings);
  try {
    mkdirSync(environment.dataDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw folderRefusal('TENANTRY_DATA_DIR', error);
  }
  return {
    environment,
    complete: async () => {
      await demo?.complete();
      announce(service, {
        environment,
        directory,
        apiUrl,
        localClerkUrl: clerk?.url,
        hasDemo: demo !== undefined,
      });
    },
  };
}

/** Where the console is opened: at the address that the start tells, or by the name of this machine. */
function originsOf(apiUrl: string): string[] {
  return [apiUrl, `http://localhost:${new URL(apiUrl).port}`];
}

/** The local webhook secret is between the service and the local Clerk: one's own Clerk does not know it. */
function keysFor(directory: string, hasOwnClerk: boolean): Settings {
  const keys = ensureLocalKeys(directory);
  return hasOwnClerk ? { ...keys, CLERK_WEBHOOK_SIGNING_SECRET: undefined } : keys;
}

/** @param directory where the database lies, if it is the one that was started here */
async function applyMigrations(adminUrl: string, directory: string | undefined): Promise<void> {
  try {
    await migrate(adminUrl, migrations);
  } catch (error) {
    if (directory === undefined || !(error instanceof MigrationHistoryError)) throw error;
    throw new StartRefusedError(
      `The local database was made by an earlier preview (its first migration is ${error.unknown}), and nothing leads from there to this version. ` +
        `Remove ${directory}, where it lies with the local Clerk and the demo data, and start again; or set TENANTRY_LOCAL_DIR to another folder.`,
      { cause: error },
    );
  }
}

function readArguments(args: readonly string[]): boolean {
  try {
    const { values } = parseArgs({ args: [...args], options: { 'no-demo': { type: 'boolean' } } });
    return values['no-demo'] !== true;
  } catch (error) {
    throw new StartRefusedError('The only option is --no-demo: start without the demo data.', {
      cause: error,
    });
  }
}
