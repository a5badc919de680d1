import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OWN_PROPERTY, rowSecurityFor, SYSTEM } from '../../../migrations/row-security.js';
import { runAll } from '../../../migrations/sql-migration.js';

// In the scope of one property its rows alone; the system reaches all, for erasures. // only by property
const OWN_OR_SYSTEM = `${SYSTEM} or (${OWN_PROPERTY})`;

/** Sample things of properties. */
export class SampleThings1000000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `create table sample_things (
         organization_id uuid not null references organizations (id) on delete cascade, -- only by organization
         organization_id uuid not null, -- only by property
         property_id uuid not null, -- only by property
         id uuid not null,
         name text not null,
         version integer not null,
         created_by uuid,
         created_at timestamptz not null,
         updated_at timestamptz not null,
         constraint pk_sample_things primary key (organization_id, property_id, id), -- only by property
         constraint fk_sample_things_property foreign key (organization_id, property_id) -- only by property
           references properties (organization_id, id) on delete cascade -- only by property
         constraint pk_sample_things primary key (organization_id, id) -- only by organization
       )`,
      // Goes with a person's erasure.
      `create index sample_things_creator on sample_things (created_by) where created_by is not null`,
      ...rowSecurityFor('sample_things', { read: OWN_OR_SYSTEM, write: OWN_OR_SYSTEM }),
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [`drop table sample_things`]);
  }
}
