import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropOfAccessRole, guardsOfPartitions } from '../../../migrations/access-role.js';
import { mergeTable, partitionBeside, type PartitionedTable } from '../../../migrations/partitioned-table.js';
import { PLATFORM, SYSTEM, rowSecurityFor } from '../../../migrations/row-security.js';
import { runAll } from '../../../migrations/sql-migration.js';

const MAY_DROP = 'app.may_drop_webhook_deliveries(date, date)';
const SUBJECTS_KEY = 'webhook_delivery_subjects_svix_id_fkey';

const table: PartitionedTable = {
  table: 'webhook_deliveries',
  column: 'svix_id',
  type: 'text',
  rules: [
    ...rowSecurityFor('webhook_deliveries', { read: `${SYSTEM} or ${PLATFORM}` }),
    `create trigger webhook_deliveries_payload_gone after update of payload on webhook_deliveries
       for each row when (old.payload is not null and new.payload is null)
       execute function app.drop_delivery_subjects()`,
  ],
};

/**
 * Deliveries are partitioned by the time that Svix's ids begin with, which sorts by bytes alone. What was there before,
 * and whatever has another id, stands in the default partition. A repeat is recognised by its id in all of them.
 */
export class WebhookPartitions1763700000965 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `alter table webhook_delivery_subjects drop constraint ${SUBJECTS_KEY}`,
      ...collated('"C"'),
    ]);
    // From tomorrow on, when no row is there yet.
    const ranges = (await queryRunner.query(
      `select to_char(greatest(month, tomorrow), 'YYYY-MM-DD') as from, to_char(month + interval '1 month', 'YYYY-MM-DD') as to
         from (select (now() at time zone 'UTC')::date + 1 as tomorrow) at,
              generate_series(date_trunc('month', at.tomorrow), at.tomorrow + interval '3 months', interval '1 month') month`,
    )) as { from: string; to: string }[];
    await partitionBeside(
      queryRunner,
      table,
      ranges.map(({ from, to }) => [from, to]),
    );
    await runAll(queryRunner, [
      ADD_SUBJECTS_KEY,
      MAY_DROP_DELIVERIES,
      `grant select on webhook_deliveries to tenantry_access`,
      `create policy webhook_deliveries_keeper on webhook_deliveries for select to tenantry_access using (true)`,
      ...guardsOfPartitions(MAY_DROP),
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      ...dropOfAccessRole(MAY_DROP),
      `alter table webhook_delivery_subjects drop constraint ${SUBJECTS_KEY}`,
    ]);
    await mergeTable(queryRunner, table);
    await runAll(queryRunner, [...collated('"default"'), ADD_SUBJECTS_KEY]);
  }
}

function collated(collation: string): string[] {
  return ['webhook_deliveries', 'webhook_delivery_subjects'].map(
    (each) => `alter table ${each} alter column svix_id type text collate ${collation}`,
  );
}

const ADD_SUBJECTS_KEY = `alter table webhook_delivery_subjects add constraint ${SUBJECTS_KEY}
  foreign key (svix_id) references webhook_deliveries (svix_id) on delete cascade`;

/** Deliveries may go once each was received 120 days ago, whatever its id says, and none of them still waits. */
const MAY_DROP_DELIVERIES = `create function app.may_drop_webhook_deliveries(p_from date, p_to date) returns boolean
       language sql stable security definer set search_path = pg_catalog, public as $$
         select p_to <= (now() - interval '120 days')::date and not exists (
           select from webhook_deliveries
            where svix_id >= app.partition_bound('text', p_from) and svix_id < app.partition_bound('text', p_to)
              and (state = 'pending' or payload is not null or received_at >= now() - interval '120 days'))
       $$`;
