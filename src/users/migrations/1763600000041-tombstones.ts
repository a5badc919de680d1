import type { MigrationInterface, QueryRunner } from 'typeorm';
import { IN_ANY_SCOPE, SYSTEM, rowSecurityFor } from '../../../migrations/row-security.js';
import { runAll } from '../../../migrations/sql-migration.js';

/**
 * What is gone and must not come back. A tombstone names it by a keyed hash, since Clerk's id of an erased person is
 * personal data itself; the key is sealed like a personal value.
 */
export class Tombstones1763600000041 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `create table tombstones (
         kind text not null,
         object_hash text not null,
         -- False: Clerk's id as it is, until the service, which alone has the key, replaces it at a start.
         hashed boolean not null default false,
         deleted_at timestamptz not null,
         primary key (kind, object_hash)
       )`,
      `create index tombstones_plain on tombstones (kind) where not hashed`,
      // Whoever removes something adds its tombstone in the same transaction.
      ...rowSecurityFor('tombstones', { read: IN_ANY_SCOPE, insert: IN_ANY_SCOPE, write: SYSTEM }),

      `create table tombstone_keys (
         only_row boolean primary key default true check (only_row),
         sealed_key text not null
       )`,
      ...rowSecurityFor('tombstone_keys', {
        read: IN_ANY_SCOPE,
        write: SYSTEM,
        privileges: ['SELECT', 'INSERT'],
      }),
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [`drop table tombstone_keys`, `drop table tombstones`]);
  }
}
