import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import type { AccountDetails, AccountState } from '../legacy/legacy-account.js';

/** A checked row as it goes into the table. */
export interface NewRow extends AccountDetails {
  readonly id: string;
  readonly legacyIdHash: string;
  readonly emailHash: string;
  readonly sealedDigest: string | null;
  readonly sealedTotpSecret: string | null;
  readonly sealedFurther: string | null;
  readonly line: number;
}

/** What stands in the way of a new row. */
export interface KnownRow {
  readonly id: string;
  readonly legacyId: string;
  readonly emailAddress: string;
  readonly state: AccountState;
  readonly loadId: string;
  readonly line: number;
}

const RECORD = `as row(id uuid, "legacyId" text, "legacyIdHash" text, "emailAddress" text, "emailHash" text,
  "emailVerified" boolean, "firstName" text, "lastName" text, username text, "createdAt" timestamptz, hasher text,
  "sealedDigest" text, "sealedTotpSecret" text, "sealedFurther" text, line integer)`;

/** Rows of `legacy_accounts` and `legacy_account_secrets` on their way in; all in the open transaction. */
@Injectable()
export class LoadingStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Adds what is not there yet, with its secrets. @returns the ids of the rows that were added */
  async insert(loadId: string, rows: readonly NewRow[], now: Date): Promise<Set<string>> {
    const added = await this.unitOfWork.manager().query<{ id: string }[]>(
      `with added as (
         insert into legacy_accounts (id, legacy_id, legacy_id_hash, email_address, email_hash, email_verified, first_name,
             last_name, username, legacy_created_at, hasher, has_totp, state, load_id, loaded_line, loaded_at, updated_at)
           select id, "legacyId", "legacyIdHash", "emailAddress", "emailHash", "emailVerified", "firstName", "lastName",
               username, "createdAt", hasher, "sealedTotpSecret" is not null, 'pending', $2, line, $3, $3
             from jsonb_to_recordset($1::jsonb) ${RECORD}
           on conflict do nothing returning id)
       select id from added`,
      [JSON.stringify(rows), loadId, now],
    );
    const ids = new Set(added.map(({ id }) => id));
    await this.keepSecrets(rows.filter(({ id }) => ids.has(id)));
    return ids;
  }

  /** Those that have one of the ids or one of the addresses. */
  async listKnown(legacyIds: readonly string[], addresses: readonly string[]): Promise<KnownRow[]> {
    if (legacyIds.length === 0) return [];
    return this.unitOfWork.manager().query<KnownRow[]>(
      `select id, legacy_id as "legacyId", email_address as "emailAddress", state, load_id as "loadId",
              loaded_line as line
         from legacy_accounts where legacy_id = any ($1) or email_address = any ($2)`,
      [legacyIds, addresses],
    );
  }

  /** Gives rows that failed or were taken back another try, with what the file says now. */
  async reopen(loadId: string, rows: readonly NewRow[], now: Date): Promise<void> {
    if (rows.length === 0) return;
    await this.unitOfWork.manager().query(
      `update legacy_accounts a
          set email_verified = row."emailVerified", first_name = row."firstName", last_name = row."lastName",
              username = row.username, legacy_created_at = row."createdAt", hasher = row.hasher,
              has_totp = row."sealedTotpSecret" is not null, state = 'pending', error = null, import_id = null,
              load_id = $2, loaded_line = row.line, updated_at = $3
         from jsonb_to_recordset($1::jsonb) ${RECORD}
        where a.id = row.id and a.state in ('failed', 'undone')`,
      [JSON.stringify(rows), loadId, now],
    );
    await this.keepSecrets(rows);
  }

  private async keepSecrets(rows: readonly NewRow[]): Promise<void> {
    const withSecrets = rows.filter(
      (row) => row.sealedDigest !== null || row.sealedTotpSecret !== null || row.sealedFurther !== null,
    );
    if (withSecrets.length === 0) return;
    await this.unitOfWork.manager().query(
      `insert into legacy_account_secrets (account_id, sealed_digest, sealed_totp_secret, sealed_further)
         select id, "sealedDigest", "sealedTotpSecret", "sealedFurther" from jsonb_to_recordset($1::jsonb) ${RECORD}
         on conflict (account_id) do update
           set sealed_digest = excluded.sealed_digest, sealed_totp_secret = excluded.sealed_totp_secret,
               sealed_further = excluded.sealed_further`,
      [JSON.stringify(withSecrets)],
    );
  }
}
