import type { MigrationInterface, QueryRunner } from 'typeorm';
import { IN_ANY_SCOPE, SYSTEM, rowSecurityFor } from './row-security.js';
import { runAll } from './sql-migration.js';

/**
 * The wrapped data key of each person. Any scope may read and add one, since whoever writes a personal value needs the
 * key of its subject; without the master key, which is not here, a row opens nothing. A shredded row stays without
 * subject and key, so that a late write does not give the person a new one.
 */
export class SubjectKeys1763700000030 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `create table subject_keys (
         user_id uuid primary key,
         subject_id uuid unique,
         wrapped_key bytea,
         master_key_id text,
         created_at timestamptz not null default now(),
         shredded_at timestamptz,
         constraint subject_keys_whole_or_gone check (
           (shredded_at is null) = (subject_id is not null)
           and (shredded_at is null) = (wrapped_key is not null)
           and (shredded_at is null) = (master_key_id is not null))
       )`,
      `create index subject_keys_master_key on subject_keys (master_key_id, user_id)`,
      ...rowSecurityFor('subject_keys', {
        read: IN_ANY_SCOPE,
        insert: IN_ANY_SCOPE,
        write: SYSTEM,
        privileges: ['SELECT', 'INSERT', 'UPDATE'],
      }),
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [`drop table subject_keys`]);
  }
}
