import { Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { AuditModule } from '#audit';
import { PrivacyModule } from '#privacy';
import { ReconciliationModule } from '#reconciliation';
import { UsageModule } from '#usage';
import { WebhooksModule } from '#webhooks';
import { Heartbeat } from './heartbeat.service.js';
import { JobRunner } from './job-runner.service.js';
import { CleanUpJob } from './jobs/clean-up.job.js';
import { ExpireInvitationsJob } from './jobs/expire-invitations.job.js';
import { PeriodicJobs } from './periodic-jobs.js';
import { RunsStore } from './runs.store.js';
import { ScheduleController } from './schedule.controller.js';
import { Schedule } from './schedule.service.js';
import { Scheduler } from './scheduler.service.js';

@Module({
  imports: [
    ScheduleModule.forRoot(),
    AuditModule,
    PrivacyModule,
    ReconciliationModule,
    UsageModule,
    WebhooksModule,
  ],
  controllers: [ScheduleController],
  providers: [
    CleanUpJob,
    ExpireInvitationsJob,
    Heartbeat,
    JobRunner,
    PeriodicJobs,
    RunsStore,
    Schedule,
    Scheduler,
  ],
  exports: [Schedule, Scheduler],
})
export class SchedulerModule {}
