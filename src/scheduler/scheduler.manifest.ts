import { defineModule, EVERYBODY } from '#manifest';
import { Scheduler1763600000030 } from './migrations/1763600000030-scheduler.js';
import { JobQueue1763700000460 } from './migrations/1763700000460-job-queue.js';
import { jobQueueTables } from './job-queue.tables.js';
import { schedulerTables } from './scheduler.tables.js';

const QUEUE = { kept: '14 days', by: 'job queue' };

/** What the rest of the service knows about this module. */
export const schedulerManifest = defineModule({
  name: 'scheduler',
  auditActions: ['schedule.run_requested'],
  personalData: [...schedulerTables, ...jobQueueTables],
  activities: [
    {
      module: 'scheduler',
      name: 'Operating periodic jobs',
      dataSubjects: ['staff of the platform'],
      recipients: ['hosting'],
    },
    {
      module: 'jobs',
      name: 'Carrying out work that outlives a request',
      dataSubjects: EVERYBODY,
      recipients: ['hosting'],
    },
    {
      module: 'edge',
      name: 'Protection against overload',
      dataSubjects: EVERYBODY,
      recipients: ['hosting'],
    },
  ],
  migrations: [Scheduler1763600000030, JobQueue1763700000460],
  growth: {
    'public.migrations': { atMost: 'the migrations' },
    'public.rate_limits': { kept: 'one day', by: 'tables.clean-up' },
    'public.scheduled_runs': { kept: '90 days', by: 'tables.clean-up' },
    'jobs.*': QUEUE,
  },
  withoutRowSecurity: ['public.migrations', 'public.rate_limits', 'jobs.*'],
  periodicJobs: [
    {
      name: 'tables.clean-up',
      cron: '25 * * * *',
      timeoutSeconds: 300,
      miss: 'Tables of remembered requests and rate limits would grow; nothing else changes.',
    },
    {
      name: 'tables.partitions',
      cron: '35 2 * * *',
      timeoutSeconds: 300,
      miss: 'Partitions are there for the three months after its last success. What comes later is kept in the default one, from where it goes row by row.',
    },
  ],
  health: ['schedule'],
  load: () => import('./scheduler.runtime.js'),
});
