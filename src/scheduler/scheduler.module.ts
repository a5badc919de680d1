import { type DynamicModule, Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { AuditModule } from '#audit';
import { LOADED_MODULES, type LoadedModule } from '#manifest';
import { CleanUpService } from './clean-up.service.js';
import { HeartbeatService } from './heartbeat.service.js';
import { JobRunnerService } from './job-runner.service.js';
import { PeriodicJobs } from './periodic-jobs.js';
import { PartitionsService } from './partitions.service.js';
import { RunsStore } from './runs.store.js';
import { ScheduleHealthService } from './schedule-health.service.js';
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
    PartitionsService,
    PeriodicJobs,
    RunsStore,
    ScheduleHealthService,
    ScheduleService,
    SchedulerService,
  ],
  exports: [ScheduleHealthService, SchedulerService],
})
export class SchedulerModule {
  static forRoot(modules: readonly LoadedModule[]): DynamicModule {
    return { module: SchedulerModule, providers: [{ provide: LOADED_MODULES, useValue: modules }] };
  }
}
