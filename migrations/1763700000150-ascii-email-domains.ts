import type { MigrationInterface, QueryRunner } from 'typeorm';
import { mirroredEmail } from '#libs/email';

const TABLES = ['users', 'user_email_addresses', 'invitations'] as const;
/** What a domain that is not in its ASCII form has. */
const NOT_ASCII = `email_address ~ '[^\\x01-\\x7f]'`;
/** An address that would then be there twice stays where a unique index allows one only. */
const COLLISIONS: Readonly<Record<(typeof TABLES)[number], string>> = {
  users: 'true',
  user_email_addresses: `not exists (select from user_email_addresses other
    where other.user_id = t.user_id and other.email_address = $2)`,
  invitations: `(t.status <> 'pending' or not exists (select from invitations other
    where other.organization_id = t.organization_id and other.property_id is not distinct from t.property_id
      and other.email_address = $2 and other.status = 'pending'))`,
};

/**
 * Addresses are kept with their domain in ASCII from now on, however Clerk writes it. The punycode of what is there is
 * reckoned here: PostgreSQL has no function for it.
 */
export class AsciiEmailDomains1763700000150 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const table of TABLES) {
      // Under forced row-level security the owner of a table sees no row of it either.
      await queryRunner.query(`alter table ${table} no force row level security`);
      const found = (await queryRunner.query(
        `select distinct email_address as address from ${table} where ${NOT_ASCII}`,
      )) as { address: string }[];
      for (const { address } of found) {
        const ascii = mirroredEmail(address);
        if (ascii === address) continue;
        await queryRunner.query(
          `update ${table} t set email_address = $2 where t.email_address = $1 and ${COLLISIONS[table]}`,
          [address, ascii],
        );
      }
      await queryRunner.query(`alter table ${table} force row level security`);
    }
    // The same address of the same person, in its other spelling.
    await queryRunner.query(`alter table user_email_addresses no force row level security`);
    const left = (await queryRunner.query(
      `select user_id, email_address as address from user_email_addresses where ${NOT_ASCII}`,
    )) as { user_id: string; address: string }[];
    for (const { user_id: userId, address } of left) {
      if (mirroredEmail(address) === address) continue;
      await queryRunner.query('delete from user_email_addresses where user_id = $1 and email_address = $2', [
        userId,
        address,
      ]);
    }
    await queryRunner.query(`alter table user_email_addresses force row level security`);
  }

  /** The code of before reads ASCII domains as well; which of them were written otherwise is not known any more. */
  async down(): Promise<void> {
    // Nothing to put back.
  }
}
