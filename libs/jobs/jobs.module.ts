import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Global,
  Module,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { JobQueue, type JobQueueSettings } from './job-queue.js';

/** Offers {@link JobQueue}; modules register their handlers in `onModuleInit`, work begins after all of them. */
@Global()
@Module({})
export class JobsModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(private readonly queue: JobQueue) {}

  static forRoot(settings: JobQueueSettings): DynamicModule {
    return {
      module: JobsModule,
      providers: [
        {
          provide: JobQueue,
          inject: [UnitOfWork],
          useFactory: (unitOfWork: UnitOfWork) => new JobQueue(settings, unitOfWork),
        },
      ],
      exports: [JobQueue],
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.queue.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.queue.stop();
  }
}
