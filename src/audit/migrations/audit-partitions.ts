import type { PartitionedTable } from '../../../migrations/partitioned-table.js';
import { OWN_ORGANIZATION, PLATFORM, SYSTEM, rowSecurityFor } from '../../../migrations/row-security.js';

/** The log and the positions of its rows are partitioned by the time that the ids of rows begin with. */
export const auditPartitions: readonly PartitionedTable[] = [
  {
    table: 'audit_events',
    column: 'id',
    type: 'uuid',
    rules: [
      ...rowSecurityFor('audit_events', {
        read: `${SYSTEM} or ${PLATFORM} or ${OWN_ORGANIZATION}`,
        insert: `${SYSTEM} or ${OWN_ORGANIZATION} or (organization_id is null and (select app.scope_kind()) is not null)`,
        write: 'false',
        privileges: ['SELECT', 'INSERT'],
      }),
      `create trigger audit_events_insert_only before update or truncate on audit_events
         for each statement execute function app.refuse_change()`,
      `create trigger audit_events_prune_only before delete on audit_events
         for each row execute function app.allow_pruning_only()`,
      `grant select, delete on audit_events to tenantry_access`,
      `create policy audit_events_keeper on audit_events for all to tenantry_access using (true) with check (true)`,
    ],
  },
  {
    table: 'audit_seals',
    column: 'event_id',
    type: 'uuid',
    rules: [
      ...rowSecurityFor('audit_seals', {
        read: `${SYSTEM} or ${PLATFORM} or exists (select from audit_events e where e.id = event_id)`,
        write: 'false',
        privileges: ['SELECT'],
      }),
      `create trigger audit_seals_insert_only before update or truncate on audit_seals
         for each statement execute function app.refuse_change()`,
      `create trigger audit_seals_prune_only before delete on audit_seals
         for each row execute function app.allow_seal_pruning_only()`,
      `grant select, insert, delete on audit_seals to tenantry_access`,
      `create policy audit_seals_keeper on audit_seals for all to tenantry_access using (true) with check (true)`,
    ],
  },
];
