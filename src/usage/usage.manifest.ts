import { defineModule, PER_ORGANIZATION, PER_PERSON } from '#manifest';
import { UsageLedger1763600000110 } from './migrations/1763600000110-usage-ledger.js';
import { UsageRecords1763600000111 } from './migrations/1763600000111-usage-records.js';
import { UsageIsolation1763600000112 } from './migrations/1763600000112-usage-isolation.js';
import { UsageBounds1763700000961 } from './migrations/1763700000961-usage-bounds.js';
import { UsagePartitions1763700000962 } from './migrations/1763700000962-usage-partitions.js';
import { usageTables } from './usage.tables.js';
import { usageTenancy } from './usage.tenancy.js';

const ACTIVE_DAYS = { kept: 'USAGE_RETENTION_MONTHS, once their month is closed', by: 'usage.retention' };

/** What the rest of the service knows about this module. */
export const usageManifest = defineModule({
  name: 'usage',
  apiGroups: [{ name: 'usage', description: 'Active and retained people, forecast and cost.' }],
  permissions: {
    'platform:usage:read': 'See usage and cost of the whole platform',
    'org:usage:read': "See the organization's usage",
    'property:usage:read': "See the property's usage",
  },
  roles: {
    operator: ['platform:usage:read', 'org:usage:read', 'property:usage:read'],
  },
  auditActions: ['usage.day_rolled_up', 'usage.month_closed', 'usage.alert_raised'],
  personalData: usageTables,
  activities: [
    {
      module: 'usage',
      name: 'Counting active people',
      dataSubjects: ['people who sign in'],
      recipients: ['hosting', 'organizations'],
    },
  ],
  tenancy: usageTenancy,
  migrations: [
    UsageLedger1763600000110,
    UsageRecords1763600000111,
    UsageIsolation1763600000112,
    UsageBounds1763700000961,
    UsagePartitions1763700000962,
  ],
  partitions: {
    'public.organization_activity_days': { months: 1 },
    'public.platform_activity_days': { months: 1 },
    'public.property_activity_days': { months: 1 },
    'public.usage_records': { months: 12 },
  },
  growth: {
    'public.organization_activity_days': ACTIVE_DAYS,
    'public.platform_activity_days': ACTIVE_DAYS,
    'public.property_activity_days': ACTIVE_DAYS,
    'public.property_zone_versions': PER_ORGANIZATION,
    'public.usage_dead_letters': { kept: 'until it is counted, 62 days at most', by: 'usage.dead-letters' },
    'public.usage_ledger': { atMost: 'one row' },
    'public.usage_members': ACTIVE_DAYS,
    'public.usage_months': { forGood: 'one row of a month', why: 'closed months do not change' },
    'public.usage_people': PER_PERSON,
    'public.usage_records': {
      forGood: 'a few rows of a place and month',
      why: 'closed months do not change',
    },
  },
  periodicJobs: [
    {
      name: 'usage.days',
      cron: '5 * * * *',
      timeoutSeconds: 600,
      miss: 'Members at the end of a day are not recorded, so a month counts those of its closing; nobody is told of a plan that is outgrown.',
    },
    {
      name: 'usage.dead-letters',
      cron: '2 * * * *',
      timeoutSeconds: 300,
      miss: 'Activity that could not be written when it was seen is not counted before its month is closed.',
    },
    {
      name: 'usage.months',
      cron: '15 * * * *',
      timeoutSeconds: 3_600,
      miss: 'The report of the last month is not stored; it is still reckoned from the ledger and may be closed later.',
    },
    {
      name: 'usage.retention',
      cron: '30 4 * * *',
      timeoutSeconds: 3_600,
      miss: 'Days of activity would be kept for longer than USAGE_RETENTION_MONTHS; no figure changes by it.',
    },
  ],
  health: ['usage'],
  load: () => import('./usage.runtime.js'),
});
