import { defineModule, EVERYBODY } from '#manifest';
import { Webhooks1763600000070 } from './migrations/1763600000070-webhooks.js';
import { WebhookPartitions1763700000965 } from './migrations/1763700000965-webhook-partitions.js';
import { webhooksTables } from './webhooks.tables.js';
import { webhooksTenancy } from './webhooks.tenancy.js';

/** What the rest of the service knows about this module. */
export const webhooksManifest = defineModule({
  name: 'webhooks',
  apiGroups: [{ name: 'sync', description: 'News from Clerk, comparisons with Clerk, and periodic jobs.' }],
  permissions: {
    'platform:sync:read': 'See webhook deliveries and drift',
    'platform:sync:manage': 'Replay deliveries and repair drift',
  },
  roles: {
    operator: ['platform:sync:read'],
    admin: ['platform:sync:manage'],
  },
  auditActions: [
    'webhook.rejected_body_change',
    'webhook.replayed',
    'sync.alarm_raised',
    'sync.alarm_cleared',
  ],
  personalData: webhooksTables,
  activities: [
    {
      module: 'webhooks',
      name: 'Keeping the mirror of Clerk up to date',
      dataSubjects: [...EVERYBODY, 'invited people'],
      recipients: ['clerk', 'hosting'],
    },
  ],
  tenancy: webhooksTenancy,
  migrations: [Webhooks1763600000070, WebhookPartitions1763700000965],
  partitions: { 'public.webhook_deliveries': { months: 1 } },
  growth: {
    'public.sync_alarms': { kept: '90 days after they were cleared', by: 'tables.clean-up' },
    'public.webhook_deliveries': {
      kept: '120 days, and until all of its month are that old',
      by: 'webhooks.payloads',
    },
    'public.webhook_delivery_subjects': { kept: 'as long as its delivery', by: 'webhooks.payloads' },
    'public.webhook_endpoint_minutes': { kept: '90 days', by: 'webhooks.endpoint' },
  },
  periodicJobs: [
    {
      name: 'webhooks.silence',
      cron: '*/5 * * * *',
      timeoutSeconds: 60,
      miss: 'Nobody would notice that Clerk stopped sending webhooks; reconciliation repairs what was lost, a quarter of an hour late.',
    },
    {
      name: 'webhooks.endpoint',
      cron: '*/2 * * * *',
      timeoutSeconds: 30,
      miss: 'Nobody would notice that this service refuses webhooks; Clerk gives an endpoint up after five days of it.',
    },
    {
      name: 'webhooks.payloads',
      cron: '40 * * * *',
      timeoutSeconds: 300,
      miss: 'Payloads with personal data would be kept for longer than the seven days that the data map promises.',
    },
  ],
  health: ['webhooks'],
  load: () => import('./webhooks.runtime.js'),
});
