import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { parseEnvironment } from '#settings';
import { createDataSource } from '#libs/database';
import { AppError } from '#libs/http';
import { CommandFailure } from './command-failure.js';
import { effectiveSettings } from './effective-settings.js';

/** Who acts when a command changes something; stands in the audit log. */
export const CLI_ACTOR = { kind: 'system', name: 'cli' } as const;

/**
 * Runs work with the service's own parts, beside a running service or without one: it takes no request and no job, and
 * everything ends when the work does.
 */
export async function withService<T>(work: (service: INestApplicationContext) => Promise<T>): Promise<T> {
  const environment = parseEnvironment({
    ...effectiveSettings(),
    ROLE: 'api',
    SCHEDULER_ENABLED: 'false',
    LOG_LEVEL: 'error',
  });
  const [{ AppModule }, { entities }] = await Promise.all([
    import('../app.module.js'),
    import('../entities.js'),
  ]);
  const dataSource = createDataSource({
    url: environment.databaseUrl,
    entities,
    poolSize: 10,
    // Nobody waits for an answer, and a command on a busy machine had better be slow than over.
    longestWaitMs: 30_000,
    applicationName: 'tenantry-cli',
    onConnectionError: (error) => {
      console.error(error instanceof Error ? error.message : 'a connection broke');
    },
  });
  await dataSource.initialize();
  const service = await NestFactory.createApplicationContext(AppModule.forRoot(environment, dataSource), {
    logger: false,
    abortOnError: false,
  }).catch(async (error: unknown) => {
    // An open pool would keep the command alive for half a minute.
    if (dataSource.isInitialized) await dataSource.destroy();
    throw error;
  });
  try {
    return await work(service);
  } catch (error) {
    // What a caller over HTTP would read is what a person at the terminal reads too.
    if (error instanceof AppError) throw new CommandFailure(error.message, { cause: error });
    throw error;
  } finally {
    await service.close();
  }
}
