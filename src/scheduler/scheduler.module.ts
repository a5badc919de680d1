import { Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { AuditModule } from '#audit';
import { PrivacyModule } from '#privacy';
import { ReconciliationModule } from '#reconciliation';
import { TenantsModule } from '#tenants';
import { UsageModule } from '#usage';
import { WebhooksModule } from '#webhooks';
import { Heartbeat } from './heartbeat.service.js';
import { JobRunner } from './job-runner.service.js';
import { ArchiveOrganizationsJob } from './jobs/archive-organizations.job.js';
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
    TenantsModule,
    UsageModule,
    WebhooksModule,
  ],
  controllers: [ScheduleController],
  providers: [
    ArchiveOrganizationsJob,
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
