import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runAll } from '../../../migrations/sql-migration.js';

const SECRETS = 'legacy_account_secrets_check';

/** Phone numbers, further addresses and backup codes of an account, sealed until Clerk has them. */
export class FurtherIdentifiers1763700000710 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `alter table legacy_account_secrets add column sealed_further text`,
      `alter table legacy_account_secrets drop constraint ${SECRETS}`,
      `alter table legacy_account_secrets add constraint ${SECRETS}
         check (sealed_digest is not null or sealed_totp_secret is not null or sealed_further is not null)`,
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `alter table legacy_account_secrets drop constraint ${SECRETS}`,
      `alter table legacy_account_secrets drop column sealed_further`,
      `alter table legacy_account_secrets add constraint ${SECRETS}
         check (sealed_digest is not null or sealed_totp_secret is not null) not valid`,
    ]);
  }
}
