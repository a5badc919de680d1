import { Injectable } from '@nestjs/common';
import { AuditCheck, RefusalFolds } from '#audit';
import { DeskRounds, PrivacyRounds } from '#privacy';
import { ReconciliationRounds } from '#reconciliation';
import { ActivityDeadLetters, RollUps, UsageMonths } from '#usage';
import { EndpointWatch, PayloadRetention, SilenceWatch } from '#webhooks';
import { CronSchedule } from './cron.rule.js';
import { ArchiveOrganizationsJob } from './jobs/archive-organizations.job.js';
import { CleanUpJob } from './jobs/clean-up.job.js';
import { ExpireInvitationsJob } from './jobs/expire-invitations.job.js';
import type { PeriodicJob } from './periodic-job.js';

const ACTOR = { kind: 'system', name: 'scheduler' } as const;

/** Everything that is done again and again, in one list; times are UTC. */
@Injectable()
export class PeriodicJobs {
  readonly list: readonly PeriodicJob[];

  constructor(
    silence: SilenceWatch,
    endpoint: EndpointWatch,
    payloads: PayloadRetention,
    expireInvitations: ExpireInvitationsJob,
    archiveOrganizations: ArchiveOrganizationsJob,
    cleanUp: CleanUpJob,
    rollUps: RollUps,
    months: UsageMonths,
    deadLetters: ActivityDeadLetters,
    privacy: PrivacyRounds,
    reconciliation: ReconciliationRounds,
    desk: DeskRounds,
    audit: AuditCheck,
    refusals: RefusalFolds,
  ) {
    this.list = [
      {
        name: 'webhooks.silence',
        schedule: new CronSchedule('*/5 * * * *'),
        owner: 'webhooks',
        timeoutSeconds: 60,
        miss: 'Nobody would notice that Clerk stopped sending webhooks; reconciliation repairs what was lost, a quarter of an hour late.',
        run: ({ lastSuccessAt }) => silence.check(lastSuccessAt),
      },
      {
        name: 'webhooks.endpoint',
        schedule: new CronSchedule('*/2 * * * *'),
        owner: 'webhooks',
        timeoutSeconds: 30,
        miss: 'Nobody would notice that this service refuses webhooks; Clerk gives an endpoint up after five days of it.',
        run: ({ conclude }) => conclude(() => endpoint.check()),
      },
      {
        name: 'webhooks.payloads',
        schedule: new CronSchedule('40 * * * *'),
        owner: 'webhooks',
        timeoutSeconds: 300,
        miss: 'Payloads with personal data would be kept for longer than the seven days that the data map promises.',
        run: ({ commit, signal }) => payloads.drop((work) => commit(work), signal),
      },
      {
        name: 'reconciliation.incremental',
        schedule: new CronSchedule('*/15 * * * *'),
        owner: 'reconciliation',
        timeoutSeconds: 3_000,
        miss: 'What a lost webhook told is missing here for longer than a quarter of an hour; the nightly run repairs it.',
        run: ({ signal }) => reconciliation.round('incremental', signal),
      },
      {
        name: 'reconciliation.full',
        schedule: new CronSchedule('20 2 * * *'),
        owner: 'reconciliation',
        timeoutSeconds: 4 * 3_600,
        miss: 'Nobody compares the whole mirror with Clerk: a lost change of an organization or an invitation in a large instance would stay unnoticed.',
        run: ({ signal }) => reconciliation.round('full', signal),
      },
      {
        name: 'reconciliation.resume',
        schedule: new CronSchedule('* * * * *'),
        owner: 'reconciliation',
        timeoutSeconds: 4 * 3_600,
        miss: 'A reconciliation whose process died waits until the next one begins.',
        run: ({ signal }) => reconciliation.resume(signal),
      },
      {
        name: 'invitations.expire',
        schedule: new CronSchedule('*/10 * * * *'),
        owner: 'tenants',
        timeoutSeconds: 120,
        miss: 'Invitations that ran out would still be listed as open in the audit log; they open nothing either way.',
        run: (context) => expireInvitations.run(context),
      },
      {
        name: 'organizations.archive',
        schedule: new CronSchedule('8,38 * * * *'),
        owner: 'tenants',
        timeoutSeconds: 300,
        miss: 'Organizations whose last owner was deleted stay open after their holding period; nobody gains a right by it.',
        run: (context) => archiveOrganizations.run(context),
      },
      {
        name: 'tables.clean-up',
        schedule: new CronSchedule('25 * * * *'),
        owner: 'scheduler',
        timeoutSeconds: 300,
        miss: 'Tables of remembered requests and rate limits would grow; nothing else changes.',
        run: (context) => cleanUp.run(context),
      },
      {
        name: 'audit.refusals',
        schedule: new CronSchedule('*/10 * * * *'),
        owner: 'audit',
        timeoutSeconds: 120,
        miss: 'Refusals that were repeated stay counted beside the audit log; their rows come late.',
        run: ({ commit, signal }) => refusals.close(commit, signal),
      },
      {
        name: 'audit.verify',
        schedule: new CronSchedule('50 3 * * *'),
        owner: 'audit',
        timeoutSeconds: 3_600,
        miss: 'A change of the audit log behind its back would be found only by whoever runs `audit verify`.',
        run: ({ signal }) => audit.run(signal),
      },
      {
        name: 'usage.days',
        schedule: new CronSchedule('5 * * * *'),
        owner: 'usage',
        timeoutSeconds: 600,
        miss: 'Members at the end of a day are not recorded, so a month counts those of its closing; nobody is told of a plan that is outgrown.',
        run: async () => ({ days: (await rollUps.rollUpDueDays(ACTOR)).join(' ') }),
      },
      {
        name: 'usage.dead-letters',
        schedule: new CronSchedule('2 * * * *'),
        owner: 'usage',
        timeoutSeconds: 300,
        miss: 'Activity that could not be written when it was seen is not counted before its month is closed.',
        run: ({ signal }) => deadLetters.retry(signal),
      },
      {
        name: 'usage.months',
        schedule: new CronSchedule('15 * * * *'),
        owner: 'usage',
        timeoutSeconds: 3_600,
        miss: 'The report of the last month is not stored; it is still reckoned from the ledger and may be closed later.',
        run: async ({ signal }) => ({ months: (await months.closeDueMonths(ACTOR, signal)).join(' ') }),
      },
      {
        name: 'privacy.deadlines',
        schedule: new CronSchedule('35 * * * *'),
        owner: 'privacy',
        timeoutSeconds: 120,
        miss: 'Nobody would be told that a request about somebody’s data comes near its deadline.',
        run: () => desk.watchDeadlines(),
      },
      {
        name: 'privacy.desk',
        schedule: new CronSchedule('*/5 * * * *'),
        owner: 'privacy',
        timeoutSeconds: 120,
        miss: 'Holds whose time is over would go on blocking erasures, and a bulk whose job was lost would stand still.',
        run: () => desk.tidy(),
      },
      {
        name: 'privacy.retention',
        schedule: new CronSchedule('50 3 * * *'),
        owner: 'privacy',
        timeoutSeconds: 600,
        miss: 'Records of privacy requests, and data of people whose account has ended, would be kept for longer than the data map promises.',
        run: ({ commit, signal }) => desk.keepTimeLimits((work) => commit(work), signal),
      },
      {
        name: 'privacy.tidy',
        schedule: new CronSchedule('*/5 * * * *'),
        owner: 'privacy',
        timeoutSeconds: 280,
        miss: 'Export files would lie longer than their seven days (nobody can fetch them), and an erasure that stopped would wait.',
        run: ({ signal }) => privacy.tidy(signal),
      },
    ];
  }

  find(name: string): PeriodicJob | undefined {
    return this.list.find((job) => job.name === name);
  }
}
