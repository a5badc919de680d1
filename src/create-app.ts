import { Logger } from '@nestjs/common';
import { DiscoveryService, NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger as PinoLogger } from 'nestjs-pino';
import {
  admitPagePasses,
  answerVerifiedSessions,
  checkInventory,
  DocumentReaders,
  readInventory,
  refuseKeysInUrls,
} from '#auth';
import { answerMetricsToken, serveOperationsOnly } from '#health';
import type { Environment } from '#settings';
import type { Stopwatch } from '#libs/clerk';
import {
  checkDatabaseHardening,
  checkMigrationHistory,
  createDataSource,
  databaseTime,
  namedStatementsOf,
  WITHOUT_NAMES,
} from '#libs/database';
import { configureHttp, createFastifyAdapter, limitByAddress, RateLimits, setupOpenApi } from '#libs/http';
import { type Clock, DatabaseClock } from '#libs/time';
import { migrations, tablesWithoutRowSecurity } from '#migrations';
import { noteKeys } from './doctor/keys/key-sightings.js';
import { API_DESCRIPTION } from './api-description.js';
import { AppModule } from './app.module.js';
import { entities } from './entities.js';
import { serveAccountPages } from './serve-account-pages.js';
import { serveConsole } from './serve-console.js';
import { startServiceTelemetry } from './start-service-telemetry.js';

export interface AppOptions {
  /** Moves time in tests, in place of the database's clock. */
  clock?: Clock;
  /** Seconds between two looks at an empty job queue; default 1, 0.5 at the least. */
  jobPollSeconds?: number;
  /** What the pace towards Clerk is told by and waited on, in measurements. */
  stopwatch?: Stopwatch;
}

/**
 * Builds the service and everything it needs to answer; `listen` is the caller's, and `app.close()` ends all of it.
 * Refuses rather than run half-safe: a database of other migrations, a role with too many rights or a route without a policy is an error here.
 */
export async function createApp(
  environment: Environment,
  options: AppOptions = {},
): Promise<NestFastifyApplication> {
  const logger = new Logger('Database');
  const dataSource = createDataSource({
    url: environment.databaseUrl,
    entities,
    onConnectionError: (error) => {
      // The pool's end comes before its sockets are closed, and a database that stops then is no news.
      if (dataSource.isInitialized) logger.error({ msg: 'an idle connection broke', err: error });
    },
  });
  await dataSource.initialize();
  let built: NestFastifyApplication | undefined;
  const telemetry = await startServiceTelemetry(environment, () => built);
  try {
    await checkMigrationHistory(dataSource, migrations);
    await checkDatabaseHardening(dataSource, { withoutRowSecurity: tablesWithoutRowSecurity });
    if (!(await namedStatementsOf(dataSource).probe())) logger.warn(WITHOUT_NAMES);
    const clock = options.clock === undefined ? new DatabaseClock() : DatabaseClock.pinnedTo(options.clock);
    await clock.compare(() => databaseTime(dataSource));
    const adapter = createFastifyAdapter(environment);
    const served = collectRoutes(adapter.getInstance());
    const app = await NestFactory.create<NestFastifyApplication>(
      AppModule.forRoot(environment, dataSource, { ...options, clock, telemetry }),
      adapter,
      { bufferLogs: true, abortOnError: false },
    );
    built = app;
    app.useLogger(app.get(PinoLogger));
    configureHttp(app);
    limitByAddress(app, app.get(RateLimits));
    refuseKeysInUrls(app);
    if (environment.role === 'worker') serveOperationsOnly(app);
    answerVerifiedSessions(app);
    answerMetricsToken(app, environment.metricsToken);
    const isConsoleServed = serveConsole(app, environment);
    const areAccountsServed = serveAccountPages(app, environment);
    admitPagePasses(
      app,
      environment,
      isConsoleServed ? '/console/open' : areAccountsServed ? '/account/open' : null,
    );
    setupOpenApi(app, environment, {
      ...API_DESCRIPTION,
      mayRead: (request) => app.get(DocumentReaders, { strict: false }).mayRead(request),
    });
    await app.init();
    await noteKeys(environment, clock.now()).catch((error: unknown) => {
      new Logger('Keys').warn({ msg: 'the age of keys cannot be noted in the data folder', err: error });
    });
    checkInventory(readInventory(app.get(DiscoveryService, { strict: false })), served);
    return app;
  } catch (error) {
    // What has begun by then, such as the look into the queue of jobs, would go on with nobody to end it.
    await built?.close().catch(() => undefined);
    if (dataSource.isInitialized) await dataSource.destroy();
    await telemetry.stop();
    throw error;
  }
}

interface RouteSource {
  addHook(name: 'onRoute', hook: (route: { method: string | string[]; url: string }) => void): unknown;
}

/** What Fastify really serves, whoever registered it. */
function collectRoutes(fastify: RouteSource): { method: string; path: string }[] {
  const served: { method: string; path: string }[] = [];
  fastify.addHook('onRoute', ({ method, url }) => {
    for (const single of [method].flat()) served.push({ method: single, path: url });
  });
  return served;
}
