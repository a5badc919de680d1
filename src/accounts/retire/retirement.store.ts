import { Injectable } from '@nestjs/common';
import type { SignedDocument } from '#libs/audit-chain';
import { UnitOfWork } from '#libs/database';
import { accountsErrors } from '../accounts.errors.js';
import { ACCOUNTS } from '../accounts.scope.js';

/** What was removed for good, without anybody's name. */
export interface RetirementReport {
  readonly retiredAt: string;
  readonly accounts: Readonly<Record<string, number>>;
  readonly removed: {
    readonly digests: number;
    readonly totpSecrets: number;
    /** Accounts with numbers, further addresses or backup codes. */
    readonly furtherIdentifiers: number;
  };
  /** Accounts that Clerk does not have: their people have no way to sign in any more. */
  readonly withoutUser: number;
  readonly lastSignInWithoutClerkId: string | null;
  readonly wasForced: boolean;
}

/** The one row that says the old path is gone. */
@Injectable()
export class RetirementStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Null: the old path is open. */
  async find(): Promise<SignedDocument<RetirementReport> | null> {
    const [row] = await this.unitOfWork.run(ACCOUNTS, () =>
      this.unitOfWork
        .manager()
        .query<{ report: SignedDocument<RetirementReport> }[]>('select report from account_retirement'),
    );
    return row?.report ?? null;
  }

  /** @throws AppError 409 `accounts_retired` */
  async demandOpen(): Promise<void> {
    if ((await this.find()) !== null) throw accountsErrors.retired();
  }

  /** How much of what is secret is here. */
  async secrets(): Promise<RetirementReport['removed']> {
    const [row] = await this.unitOfWork.run(ACCOUNTS, () =>
      this.unitOfWork.manager().query<RetirementReport['removed'][]>(
        `select count(sealed_digest)::int as digests, count(sealed_totp_secret)::int as "totpSecrets",
                count(sealed_further)::int as "furtherIdentifiers" from legacy_account_secrets`,
      ),
    );
    return row ?? { digests: 0, totpSecrets: 0, furtherIdentifiers: 0 };
  }

  /** Ends the old path: in the open transaction. */
  async retire(report: SignedDocument<RetirementReport>, now: Date): Promise<void> {
    const manager = this.unitOfWork.manager();
    await manager.query('insert into account_retirement (retired_at, report) values ($1, $2)', [
      now,
      JSON.stringify(report),
    ]);
    await manager.query('delete from legacy_account_secrets');
    await manager.query('delete from account_sign_in_days');
  }
}
