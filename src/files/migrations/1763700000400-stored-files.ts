import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rowSecurityFor, SYSTEM } from '../../../migrations/row-security.js';
import { runAll } from '../../../migrations/sql-migration.js';

/** Files that replicas share, in rows of a bounded size. */
export class StoredFiles1763700000400 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `create table stored_files (
         id uuid primary key,
         folder text not null,
         name text not null,
         size bigint not null default 0,
         -- Nobody opens it before.
         is_whole boolean not null default false,
         -- A file that is not whole and was not changed for long has lost its writer.
         changed_at timestamptz not null default now(),
         constraint uq_stored_files_name unique (folder, name)
       )`,
      `create index stored_files_changed on stored_files (folder, changed_at)`,
      ...rowSecurityFor('stored_files', { read: SYSTEM }),
      `create table stored_file_chunks (
         file_id uuid not null references stored_files,
         number integer not null,
         content bytea not null,
         primary key (file_id, number)
       )`,
      // Ciphertext does not get smaller by compressing it.
      `alter table stored_file_chunks alter column content set storage external`,
      ...rowSecurityFor('stored_file_chunks', { read: SYSTEM, privileges: ['SELECT', 'INSERT', 'DELETE'] }),
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [`drop table stored_file_chunks`, `drop table stored_files`]);
  }
}
