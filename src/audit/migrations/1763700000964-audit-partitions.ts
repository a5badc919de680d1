import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropOfAccessRole, guardsOfPartitions } from '../../../migrations/access-role.js';
import { mergeTables, partitionTables } from '../../../migrations/partitioned-table.js';
import { runAll } from '../../../migrations/sql-migration.js';
import { auditPartitions } from './audit-partitions.js';

const GUARDS = ['app.may_drop_audit_events(date, date)', 'app.may_drop_audit_seals(date, date)'];

/** The audit log is partitioned by months, and goes by whole months. */
export class AuditPartitions1763700000964 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // What says whose positions may be read asks the log by name. The old one would go on asking the first partition
    // alone; that of the new table is made when the log is whole again.
    await partitionTables(queryRunner, auditPartitions);
    await runAll(queryRunner, [MAY_DROP_EVENTS, MAY_DROP_SEALS, ...guardsOfPartitions(...GUARDS)]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      ...dropOfAccessRole(...GUARDS),
      `drop policy audit_seals_read on audit_seals`,
    ]);
    await mergeTables(queryRunner, auditPartitions);
  }
}

const RANGE = `v_from uuid := coalesce(app.partition_bound('uuid', nullif(p_from, '-infinity')),
                               '00000000-0000-0000-0000-000000000000')::uuid;
         v_to uuid := app.partition_bound('uuid', p_to)::uuid;`;

/**
 * Rows may go once the chain says that it was pruned behind each of them: none has a later position, and none waits for
 * one. Both are the ends of indexes, whatever the partition holds.
 */
const MAY_DROP_EVENTS = `create function app.may_drop_audit_events(p_from date, p_to date) returns boolean
       language plpgsql stable security definer set search_path = pg_catalog, public as $$
       declare
         v_chain record;
         ${RANGE}
       begin
         select pruned_sequence, sealed_xid, sealed_id into strict v_chain from audit_chain;
         perform from audit_seals where event_id >= v_from and event_id < v_to and sequence > v_chain.pruned_sequence limit 1;
         if found then return false; end if;
         perform from audit_events where id >= v_from and id < v_to and (xid, id) > (v_chain.sealed_xid, v_chain.sealed_id)
           and not exists (select from audit_seals where event_id = audit_events.id) limit 1;
         return not found;
       end $$`;

/** Positions go with their rows. */
const MAY_DROP_SEALS = `create function app.may_drop_audit_seals(p_from date, p_to date) returns boolean
       language plpgsql stable security definer set search_path = pg_catalog, public as $$
       declare
         v_pruned bigint;
         ${RANGE}
       begin
         select pruned_sequence into strict v_pruned from audit_chain;
         perform from audit_events where id >= v_from and id < v_to limit 1;
         if found then return false; end if;
         perform from audit_seals where event_id >= v_from and event_id < v_to and sequence > v_pruned limit 1;
         return not found;
       end $$`;
