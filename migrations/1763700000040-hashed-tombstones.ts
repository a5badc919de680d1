import type { MigrationInterface, QueryRunner } from 'typeorm';
import { IN_ANY_SCOPE, SYSTEM, rowSecurityFor } from './row-security.js';
import { runAll } from './sql-migration.js';

/**
 * Graves name what is gone by a keyed hash: Clerk's id of an erased person is personal data itself. The key stands in
 * `tombstone_keys`, sealed like a personal value. Rows of before keep their id until the service, which alone has the
 * key, starts for the first time and replaces it; `hashed` tells which are done.
 */
export class HashedTombstones1763700000040 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `alter table tombstones rename column clerk_id to object_hash`,
      `alter table tombstones add column hashed boolean not null default false`,
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
    await runAll(queryRunner, [
      `drop table tombstone_keys`,
      // A hash cannot be turned back; these graves close nothing for the code of before.
      `delete from tombstones where hashed`,
      `alter table tombstones drop column hashed`,
      `alter table tombstones rename column object_hash to clerk_id`,
    ]);
  }
}
