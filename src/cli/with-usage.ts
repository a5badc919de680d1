import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { LoggerModule } from 'nestjs-pino';
import { parseEnvironment } from '#settings';
import { createDataSource, DatabaseModule } from '#libs/database';
import { loggerOptions } from '#libs/http';
import { DatabaseClock } from '#libs/time';
import { UsageModule } from '#usage';
import { entities } from '../entities.js';
import { FoundationModule } from '../foundation.module.js';
import { effectiveSettings } from './effective-settings.js';

@Module({})
class UsageCommandModule {}

/** Runs work with the usage module alone: no port is opened, no job is taken, nothing is scheduled. */
export async function withUsage<T>(
  work: (get: <Service>(type: abstract new (...dependencies: never[]) => Service) => Service) => Promise<T>,
): Promise<T> {
  const environment = parseEnvironment(effectiveSettings());
  const dataSource = createDataSource({
    url: environment.databaseUrl,
    entities,
    poolSize: 2,
    applicationName: 'tenantry-usage',
    onConnectionError: () => undefined,
  });
  await dataSource.initialize();
  const context = await NestFactory.createApplicationContext(
    {
      module: UsageCommandModule,
      imports: [
        FoundationModule.forRoot(environment, dataSource, new DatabaseClock()),
        LoggerModule.forRoot(loggerOptions(environment)),
        DatabaseModule.forRoot(dataSource),
        UsageModule,
      ],
    },
    { logger: false, abortOnError: false },
  );
  try {
    return await work((type) => context.get(type, { strict: false }));
  } finally {
    await context.close();
  }
}
