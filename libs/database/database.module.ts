import { type DynamicModule, Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import { DiscoveryModule, DiscoveryService } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { Partitions } from './partitions.js';
import { UnitOfWork } from './unit-of-work.js';
import { WriteBehind } from './write-behind.js';

/** Offers {@link UnitOfWork} to every module. Last of all it has written what waits in memory, and ends the pool. */
@Global()
@Module({})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(
    private readonly dataSource: DataSource,
    private readonly discovery: DiscoveryService,
  ) {}

  /** @param dataSource already initialised, see `createDataSource` */
  static forRoot(dataSource: DataSource): DynamicModule {
    return {
      module: DatabaseModule,
      imports: [DiscoveryModule],
      providers: [{ provide: DataSource, useValue: dataSource }, UnitOfWork, Partitions],
      exports: [UnitOfWork, Partitions, DataSource],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    // HTTP has ended by now, and so has every worker: nothing is added any more.
    const providers = new Set<unknown>(
      this.discovery.getProviders().map(({ instance }) => instance as unknown),
    );
    await Promise.all(
      [...providers].filter((each) => each instanceof WriteBehind).map((each) => each.finish()),
    );
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}
