import { type DynamicModule, Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { AuditModule } from '#audit';
import type { LoadedModule } from '#manifest';
import { CleanUp } from './clean-up.service.js';
import { Heartbeat } from './heartbeat.service.js';
import { JobRunner } from './job-runner.service.js';
import { LOADED_MODULES, PeriodicJobs } from './periodic-jobs.js';
import { RunsStore } from './runs.store.js';
import { ScheduleController } from './schedule.controller.js';
import { Schedule } from './schedule.service.js';
import { Scheduler } from './scheduler.service.js';

@Module({
  imports: [ScheduleModule.forRoot(), AuditModule],
  controllers: [ScheduleController],
  providers: [CleanUp, Heartbeat, JobRunner, PeriodicJobs, RunsStore, Schedule, Scheduler],
  exports: [Schedule, Scheduler],
})
export class SchedulerModule {
  static forRoot(modules: readonly LoadedModule[]): DynamicModule {
    return { module: SchedulerModule, providers: [{ provide: LOADED_MODULES, useValue: modules }] };
  }
}
