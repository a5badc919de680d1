import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OWN_PROPERTY, rowSecurityFor, SYSTEM } from '../../../migrations/row-security.js';
import { runAll } from '../../../migrations/sql-migration.js';

// In the scope of one property its rows alone; the system reaches all, for erasures.
const OWN_OR_SYSTEM = `${SYSTEM} or (${OWN_PROPERTY})`;

/** Rooms of properties. */
export class Rooms1796000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `create table rooms (
         organization_id uuid not null,
         property_id uuid not null,
         id uuid not null,
         name text not null,
         floor integer,
         state text not null default 'clean',
         cleaning_requested_by uuid,
         cleaning_requested_at timestamptz,
         cleaning_due_at timestamptz,
         cleaned_by uuid,
         cleaned_at timestamptz,
         version integer not null,
         created_by uuid,
         created_at timestamptz not null,
         updated_at timestamptz not null,
         constraint pk_rooms primary key (organization_id, property_id, id),
         constraint uq_rooms_name unique (organization_id, property_id, name),
         constraint ck_rooms_state check (state in ('clean', 'dirty', 'out_of_order')),
         constraint ck_rooms_ticket check (
           (cleaning_requested_at is null) = (cleaning_due_at is null)
           and (cleaning_requested_at is null or state = 'dirty')),
         constraint fk_rooms_property foreign key (organization_id, property_id)
           references properties (organization_id, id) on delete cascade
       )`,
      // Erasures of people look by these.
      `create index rooms_creator on rooms (created_by) where created_by is not null`,
      `create index rooms_cleaning_requester on rooms (cleaning_requested_by) where cleaning_requested_by is not null`,
      `create index rooms_cleaner on rooms (cleaned_by) where cleaned_by is not null`,
      ...rowSecurityFor('rooms', { read: OWN_OR_SYSTEM, write: OWN_OR_SYSTEM }),
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [`drop table rooms`]);
  }
}
