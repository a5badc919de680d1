import type { PartitionedTable } from '../../../migrations/partitioned-table.js';
import { OWN_ORGANIZATION, PLATFORM, SYSTEM, rowSecurityFor } from '../../../migrations/row-security.js';

export const ACTIVITY_DAYS = [
  'platform_activity_days',
  'organization_activity_days',
  'property_activity_days',
] as const;

const OWN_OR_STAFF = `${SYSTEM} or ${PLATFORM} or ${OWN_ORGANIZATION}`;

/** The tables of usage that are partitioned, with the same rules as before. */
export const usagePartitions: readonly PartitionedTable[] = [
  ...ACTIVITY_DAYS.map((table): PartitionedTable => ({
    table,
    column: 'day',
    type: 'date',
    rules: rowSecurityFor(table, {
      read: table === 'platform_activity_days' ? `${SYSTEM} or ${PLATFORM}` : OWN_OR_STAFF,
      delete: `${SYSTEM} and day < (select (began_at at time zone 'UTC')::date from usage_ledger)`,
      privileges: ['SELECT', 'INSERT', 'DELETE'],
    }),
  })),
  {
    table: 'usage_records',
    column: 'period',
    type: 'date',
    rules: [
      ...rowSecurityFor('usage_records', {
        read: OWN_OR_STAFF,
        write: 'false',
        insert: SYSTEM,
        privileges: ['SELECT', 'INSERT'],
      }),
      `create trigger usage_records_insert_only before update or delete or truncate on usage_records
         for each statement execute function app.refuse_change()`,
    ],
  },
];
