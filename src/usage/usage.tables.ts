import { byUserId, DELETE, impersonal, INTEREST, type TableDeclaration } from '#manifest';

/** Who was active; of most of it, only that somebody was. */
export const usageTables: readonly TableDeclaration[] = [
  {
    table: 'public.usage_people',
    module: 'usage',
    purpose: 'To count active people as Clerk bills them',
    basis: INTEREST,
    retention: 'as long as the account',
    personal: { user_id: 'identifier' },
    // A random number; the days of activity stand under it, and without this row it is nobody's.
    other: ['usage_id'],
    subjects: [byUserId('user_id', DELETE)],
  },
  {
    table: 'public.usage_dead_letters',
    module: 'usage',
    purpose: 'Signs of activity that could not be counted yet',
    basis: INTEREST,
    retention: 'until they are counted, 62 days at most',
    enforcedBy: { job: 'usage.dead-letters', how: 'counted or given up each hour, after 62 days at most' },
    personal: { user_id: 'identifier', seen_first_at: 'activity', seen_last_at: 'activity' },
    other: ['id', 'organization_id', 'property_id', 'error_code', 'recorded_at'],
    subjects: [byUserId('user_id', DELETE)],
  },
  impersonal('public.usage_ledger', 'usage', 'Since when activity is recorded', 'id began_at'),
  impersonal(
    'public.platform_activity_days',
    'usage',
    'Days of activity, of numbers',
    'day usage_id is_first_day',
  ),
  impersonal(
    'public.organization_activity_days',
    'usage',
    'Days of activity, of numbers',
    'organization_id day local_day usage_id is_first_day is_first_local_day',
  ),
  impersonal(
    'public.property_activity_days',
    'usage',
    'Days of activity, of numbers',
    'organization_id property_id day local_day usage_id is_first_day is_first_local_day',
  ),
  impersonal(
    'public.property_zone_versions',
    'usage',
    'Whether time zones of properties have changed',
    'organization_id version',
  ),
  impersonal('public.usage_months', 'usage', 'Closed months', 'month members_day members_taken_at frozen_at'),
  impersonal(
    'public.usage_members',
    'usage',
    'Counted members, as numbers',
    'organization_id month usage_id',
  ),
  impersonal(
    'public.usage_records',
    'usage',
    'Closed reports',
    'kind period organization_id property_id variant body sha256 made_at',
  ),
];
