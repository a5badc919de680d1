import type { MigrationInterface, QueryRunner } from 'typeorm';
import { SYSTEM, rowSecurityFor } from './row-security.js';
import { runAll } from './sql-migration.js';

/**
 * Places where an erased person may be meant and may not be: staff decide. Only where it is and a keyed hash of the
 * text are kept, never the text nor the name.
 */
export class ErasureFindings1763700000141 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `create table erasure_findings (
         id uuid primary key,
         erasure_id uuid not null references privacy_erasures (id) on delete cascade,
         -- schema.table.column, the key of the row, and the path inside of its JSON.
         place text not null,
         row_key text not null,
         path text[] not null default '{}',
         text_hash text not null,
         -- [[start, length], ...] in UTF-16 units.
         spans jsonb not null,
         kind text not null check (kind in ('full name', 'name', 'identifier', 'shared address')),
         status text not null check (status in ('open', 'kept', 'erased', 'gone')),
         found_at timestamptz not null,
         decided_at timestamptz,
         decided_by uuid,
         -- Under the key of who decided.
         sealed_reason text,
         constraint uq_erasure_findings_place unique (erasure_id, place, row_key, path, text_hash)
       )`,
      `create index erasure_findings_open on erasure_findings (id desc) where status = 'open'`,
      ...rowSecurityFor('erasure_findings', { read: SYSTEM }),
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [`drop table erasure_findings`]);
  }
}
