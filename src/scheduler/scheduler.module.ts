import { type DynamicModule, Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { AuditModule } from '#audit';
import type { LoadedModule } from '#manifest';
import { CleanUpService } from './clean-up.service.js';
import { HeartbeatService } from './heartbeat.service.js';
import { JobRunnerService } from './job-runner.service.js';
import { LOADED_MODULES, PeriodicJobs } from './periodic-jobs.js';
import { RunsStore } from './runs.store.js';
import { ScheduleController } from './schedule.controller.js';
import { ScheduleService } from './schedule.service.js';
import { SchedulerService } from './scheduler.service.js';

@Module({
  imports: [ScheduleModule.forRoot(), AuditModule],
  controllers: [ScheduleController],
  providers: [
    CleanUpService,
    HeartbeatService,
    JobRunnerService,
    PeriodicJobs,
    RunsStore,
    ScheduleService,
    SchedulerService,
  ],
  exports: [ScheduleService, SchedulerService],
})
export class SchedulerModule {
  static forRoot(modules: readonly LoadedModule[]): DynamicModule {
    return { module: SchedulerModule, providers: [{ provide: LOADED_MODULES, useValue: modules }] };
  }
}
