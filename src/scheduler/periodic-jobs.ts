import { Injectable } from '@nestjs/common';
import { EndpointWatch, PayloadRetention, SilenceWatch } from '#webhooks';
import { CronSchedule } from './cron.rule.js';
import { CleanUpJob } from './jobs/clean-up.job.js';
import { ExpireInvitationsJob } from './jobs/expire-invitations.job.js';
import type { PeriodicJob } from './periodic-job.js';

/** Everything that is done again and again, in one list; times are UTC. */
@Injectable()
export class PeriodicJobs {
  readonly list: readonly PeriodicJob[];

  constructor(
    silence: SilenceWatch,
    endpoint: EndpointWatch,
    payloads: PayloadRetention,
    expireInvitations: ExpireInvitationsJob,
    cleanUp: CleanUpJob,
  ) {
    this.list = [
      {
        name: 'webhooks.silence',
        schedule: new CronSchedule('*/5 * * * *'),
        owner: 'webhooks',
        timeoutSeconds: 60,
        miss: 'Nobody would notice that Clerk stopped sending webhooks; reconciliation still repairs what is lost.',
        run: ({ lastSuccessAt }) => silence.check(lastSuccessAt),
      },
      {
        name: 'webhooks.endpoint',
        schedule: new CronSchedule('*/2 * * * *'),
        owner: 'webhooks',
        timeoutSeconds: 30,
        miss: 'Nobody would notice that this service refuses webhooks; Clerk gives an endpoint up after five days of it.',
        run: ({ commit }) => commit(() => endpoint.check()),
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
        name: 'invitations.expire',
        schedule: new CronSchedule('*/10 * * * *'),
        owner: 'tenants',
        timeoutSeconds: 120,
        miss: 'Invitations that ran out would still be listed as open in the audit log; they open nothing either way.',
        run: (context) => expireInvitations.run(context),
      },
      {
        name: 'tables.clean-up',
        schedule: new CronSchedule('25 * * * *'),
        owner: 'scheduler',
        timeoutSeconds: 300,
        miss: 'Tables of remembered requests and rate limits would grow; nothing else changes.',
        run: (context) => cleanUp.run(context),
      },
    ];
  }

  find(name: string): PeriodicJob | undefined {
    return this.list.find((job) => job.name === name);
  }
}
