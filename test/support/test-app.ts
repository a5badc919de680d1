import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type ClerkEmulator, generateSigningKeys, startClerkEmulator } from '@tenantry/clerk-emulator';
import { type Environment, parseEnvironment } from '#settings';
import { Clock } from '#libs/time';
import { createApp } from '../../src/create-app.js';
import { ApiClient } from './api-client.js';
import { type NewerVersion, upgradeBeside } from './newer-version.js';
import { newSigningKey, newWebhookSecret, ORIGIN, serviceVariables } from './service-variables.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

/** The service on a real database, with a real local Clerk that sends it real webhooks, over real HTTP. */
export interface TestApp {
  readonly app: NestFastifyApplication;
  readonly url: string;
  readonly clerk: ClerkEmulator;
  readonly database: TestDatabase;
  readonly environment: Environment;
  /** The other replica, where there is one: `ROLE=worker`, in a folder of its own. */
  readonly worker: Replica | undefined;
  /** The newer version that runs beside, where there is one. */
  readonly newer: NewerVersion | undefined;
  /** A client that signs in as this person before each request. */
  as(email: string, claims?: Record<string, unknown>): ApiClient;
  /** A client without credentials. */
  anonymous(): ApiClient;
  /** Waits until all that Clerk has sent is applied. */
  settled(): Promise<void>;
  /** Waits until no job is left. */
  jobsDone(): Promise<void>;
  close(): Promise<void>;
}

/** One process of several on the same database. */
export interface Replica {
  readonly app: NestFastifyApplication;
  readonly url: string;
  readonly environment: Environment;
}

const WEBHOOK_SECRET = newWebhookSecret();
const keys = generateSigningKeys();
const signingKey = newSigningKey();

export interface TestAppOptions {
  /** Runs before the service starts, on a Clerk that sends no webhooks yet. */
  prepare?: (clerk: ClerkEmulator) => void;
  variables?: (clerk: ClerkEmulator, database: TestDatabase) => Record<string, string>;
  /** false: the service finds a mirror that nobody has filled yet. */
  isSeeded?: boolean;
  clock?: Clock;
  /** true: requests and jobs are two replicas, `ROLE=api` and `ROLE=worker`, which share nothing but the database. */
  isSplit?: boolean;
  /** A built working copy: its version migrates the database under this service, and works beside it. */
  newer?: string | undefined;
  /** Seconds between two looks into a queue of jobs that nothing woke. */
  jobPollSeconds?: number;
  /** Of the first process, where something has to know it before; default: any. */
  port?: number;
  /** Origin under which browsers reach the local Clerk; default: where it listens. */
  clerkUrl?: string;
  /** Origins beside the usual one that Clerk gives tokens to. */
  origins?: readonly string[];
}

export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const database = await createTestDatabase({ isSeeded: options.isSeeded ?? true });
  const clerk = await startClerkEmulator({
    port: 0,
    keys,
    authorizedParties: [ORIGIN, ...(options.origins ?? [])],
    enforceRateLimits: false,
    ...(options.clerkUrl !== undefined && { publicUrl: options.clerkUrl }),
  });
  options.prepare?.(clerk);
  const dataDir = mkdtempSync(join(tmpdir(), 'tenantry-data-'));
  const variables = {
    ...serviceVariables({
      databaseUrl: database.url,
      clerk,
      directory: dataDir,
      webhookSecrets: [WEBHOOK_SECRET],
      signingKey,
    }),
    // This Clerk enforces no limits, so nothing has to wait for them.
    CLERK_RATE_LIMIT: '100000',
    // Tests break Clerk and mend it from one line to the next.
    CLERK_BREAKER_COOLDOWN_SECONDS: '0',
    LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'silent',
    RATE_LIMIT_ENABLED: 'false',
    // Specs ask for much at once; those about the limit set it themselves.
    HEAVY_REQUESTS_AT_ONCE: '10',
    ...options.variables?.(clerk, database),
  };
  const isSplit = options.isSplit ?? (process.env['TEST_SPLIT'] === '1' && !('ROLE' in variables));
  const environment = parseEnvironment({ ...variables, ...(isSplit && { ROLE: 'api' }) });
  const workerDir = mkdtempSync(join(tmpdir(), 'tenantry-worker-'));
  const end = async () => {
    await clerk.stop();
    await database.drop();
    for (const folder of [dataDir, workerDir]) rmSync(folder, { recursive: true, force: true });
  };
  const replicas: Replica[] = [];
  const start = async (settings: Environment): Promise<Replica> => {
    const app = await startedInTime(settings, {
      jobPollSeconds: options.jobPollSeconds ?? 0.5,
      ...(options.clock && { clock: options.clock }),
    });
    await app.listen(replicas.length === 0 ? (options.port ?? 0) : 0, '127.0.0.1');
    const { port } = app.getHttpServer().address() as AddressInfo;
    return { app, url: `http://127.0.0.1:${port}`, environment: settings };
  };
  const folder = options.newer ?? process.env['TEST_NEWER'];
  let newer: NewerVersion | undefined;
  const closeAll = async () => {
    await newer?.stop();
    for (const replica of replicas.toReversed()) await replica.app.close();
    await end();
  };
  try {
    replicas.push(await start(environment));
    if (isSplit)
      replicas.push(
        await start(parseEnvironment({ ...variables, ROLE: 'worker', TENANTRY_DATA_DIR: workerDir })),
      );
    if (folder !== undefined) newer = await upgradeBeside(folder, database, variables);
  } catch (error) {
    // Nobody else knows of them yet, and an open server keeps the spec from ending.
    await closeAll();
    throw error;
  }
  const [{ app, url }, worker] = replicas as [Replica, Replica?];
  clerk.control.setWebhooks({ enabled: true, url: `${url}/api/webhooks/clerk`, secret: WEBHOOK_SECRET });

  return {
    app,
    url,
    clerk,
    database,
    environment,
    worker,
    newer,
    as: (email, claims) =>
      new ApiClient(url, () => clerk.control.tokens({ email, ...(claims && { claims }) }).jwt),
    anonymous: () => new ApiClient(url, null),
    settled: async () => {
      await deliverAll(clerk);
      await until('the webhook ledger is applied', async () => {
        const [row] = await database.query<{ open: string }>(
          `select count(*) as open from webhook_deliveries where state = 'pending'`,
        );
        return row?.open === '0';
      });
    },
    jobsDone: () =>
      until('all jobs are done', async () => {
        const [row] = await database.query<{ open: string }>(
          `select count(*) as open from jobs.job where state < 'completed'`,
        );
        return row?.open === '0';
      }),
    close: closeAll,
  };
}

const MAX_RESENDS = 5;

/** Delivers what is due, and again what a slow machine refused: that would come by itself minutes later. */
async function deliverAll({ control }: ClerkEmulator): Promise<void> {
  for (let resends = 0; ; resends += 1) {
    await control.flushWebhooks();
    const refused = control
      .deliveries()
      .filter(({ status, attempts }) => status === 'pending' && attempts > 0);
    if (refused.length === 0 || resends === MAX_RESENDS) return;
    for (const { id } of refused) control.resend(id);
  }
}

const MAX_STARTS = 3;

/** The service waits a second for a connection; where many specs begin at once the machine may stand still for longer. */
async function startedInTime(
  settings: Environment,
  options: Parameters<typeof createApp>[1],
): Promise<Awaited<ReturnType<typeof createApp>>> {
  for (let start = 1; ; start += 1) {
    try {
      return await createApp(settings, options);
    } catch (error) {
      const isLate = error instanceof Error && error.message === 'timeout exceeded when trying to connect';
      if (!isLate || start === MAX_STARTS) throw error;
    }
  }
}

/** Polls until `reached` is true; fails after 40 s with what was waited for. */
export async function until(what: string, reached: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 40_000;
  while (!(await reached())) {
    if (Date.now() > deadline) throw new Error(`waited 40 s in vain until ${what}`);
    await sleep(20);
  }
}
