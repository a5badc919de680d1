import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { ACCOUNT_COLUMNS, type AccountState, type LegacyAccount } from '../legacy/legacy-account.js';

export interface ImportRun {
  readonly id: string;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
}

/** How the row of an account changes; all in the open transaction. */
@Injectable()
export class ImportLedgerStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async begin(id: string, now: Date): Promise<void> {
    await this.unitOfWork
      .manager()
      .query('insert into account_imports (id, started_at) values ($1, $2)', [id, now]);
  }

  async finish(id: string, now: Date): Promise<void> {
    await this.unitOfWork
      .manager()
      .query('update account_imports set finished_at = $2 where id = $1', [id, now]);
  }

  /** Newest first. */
  async listRuns(limit: number): Promise<ImportRun[]> {
    return this.unitOfWork.manager().query<ImportRun[]>(
      `select id, started_at as "startedAt", finished_at as "finishedAt" from account_imports
        order by id desc limit $1`,
      [limit],
    );
  }

  async findRun(id: string): Promise<ImportRun | null> {
    const [run] = await this.unitOfWork
      .manager()
      .query<ImportRun[]>(
        `select id, started_at as "startedAt", finished_at as "finishedAt" from account_imports where id = $1`,
        [id],
      );
    return run ?? null;
  }

  /** Takes accounts that wait, for one run: committed before Clerk is asked to make anything. */
  async claim(importId: string, limit: number, now: Date): Promise<LegacyAccount[]> {
    const ids = await this.unitOfWork.manager().query<[{ id: string }[], number]>(
      `update legacy_accounts set state = 'creating', error = null, import_id = $1, updated_at = $3
        where id = any (array(select id from legacy_accounts where state = 'pending'
                               order by id limit $2 for update skip locked))
        returning id`,
      [importId, limit, now],
    );
    return this.listByIds(ids[0].map(({ id }) => id));
  }

  /** Accounts in one state behind an id, in order of their ids. */
  async listByState(state: AccountState, after: string | null, limit: number): Promise<LegacyAccount[]> {
    return this.unitOfWork.manager().query<LegacyAccount[]>(
      `select ${ACCOUNT_COLUMNS} from legacy_accounts a left join legacy_account_secrets s on s.account_id = a.id
        where a.state = $1 and ($2::uuid is null or a.id > $2) order by a.id limit $3`,
      [state, after, limit],
    );
  }

  /** Those that Clerk was asked to make before a moment, and of which nobody has heard since. */
  async listUnanswered(before: Date, after: string | null, limit: number): Promise<LegacyAccount[]> {
    return this.unitOfWork.manager().query<LegacyAccount[]>(
      `select ${ACCOUNT_COLUMNS} from legacy_accounts a left join legacy_account_secrets s on s.account_id = a.id
        where a.state = 'creating' and a.updated_at < $1 and ($2::uuid is null or a.id > $2) order by a.id limit $3`,
      [before, after, limit],
    );
  }

  /** Those that one run made, behind an id. */
  async listMadeBy(importId: string, after: string | null, limit: number): Promise<LegacyAccount[]> {
    return this.unitOfWork.manager().query<LegacyAccount[]>(
      `select ${ACCOUNT_COLUMNS} from legacy_accounts a left join legacy_account_secrets s on s.account_id = a.id
        where a.import_id = $1 and a.state = 'created' and ($2::uuid is null or a.id > $2) order by a.id limit $3`,
      [importId, after, limit],
    );
  }

  async findWaitingByEmail(emailAddress: string): Promise<LegacyAccount | null> {
    const [found] = await this.unitOfWork.manager().query<LegacyAccount[]>(
      `select ${ACCOUNT_COLUMNS} from legacy_accounts a join legacy_account_secrets s on s.account_id = a.id
        where a.email_address = $1 and a.state in ('pending', 'creating', 'created') and s.sealed_digest is not null`,
      [emailAddress],
    );
    return found ?? null;
  }

  /** Takes one account for a run. @returns false when it does not wait */
  async claimOne(id: string, importId: string, now: Date): Promise<boolean> {
    const [rows] = await this.unitOfWork.manager().query<[unknown[], number]>(
      `update legacy_accounts set state = 'creating', error = null, import_id = $2, updated_at = $3
        where id = $1 and state in ('pending', 'creating') returning id`,
      [id, importId, now],
    );
    return rows.length === 1;
  }

  /** Whatever its state. */
  async findByEmail(emailAddress: string): Promise<LegacyAccount | null> {
    const [found] = await this.unitOfWork.manager().query<LegacyAccount[]>(
      `select ${ACCOUNT_COLUMNS} from legacy_accounts a left join legacy_account_secrets s on s.account_id = a.id
        where a.email_address = $1`,
      [emailAddress],
    );
    return found ?? null;
  }

  /**
   * Takes one account for a sign-in whose password was proved; an import that had begun it keeps it on its list.
   *
   * @returns the state before; null when it has a user by now, or is gone
   */
  async claimForSignIn(id: string, now: Date): Promise<AccountState | null> {
    const [rows] = await this.unitOfWork.manager().query<[{ before: AccountState }[], number]>(
      `with found as (select id, state from legacy_accounts
                       where id = $1 and state in ('pending', 'creating', 'failed') for update)
       update legacy_accounts a set state = 'creating', error = null, updated_at = $2
         from found where a.id = found.id returning found.state as before`,
      [id, now],
    );
    return rows[0]?.before ?? null;
  }

  /** Notes which user an account is now. @returns false when the row is gone or went another way */
  async link(
    id: string,
    state: 'created' | 'matched',
    { clerkId, userId }: { clerkId: string; userId: string | null },
    now: Date,
  ): Promise<boolean> {
    const [rows] = await this.unitOfWork.manager().query<[unknown[], number]>(
      `update legacy_accounts set state = $2, error = null, clerk_id = $3, user_id = $4, updated_at = $5
        where id = $1 and state in ('pending', 'creating', 'failed') returning id`,
      [id, state, clerkId, userId, now],
    );
    return rows.length === 1;
  }

  /**
   * Notes that an account has no user, unless another hand has found one since it was read.
   *
   * @param known the user that it had then
   * @param error a word, such as Clerk's code
   */
  async unlink(
    { id, clerkId: known }: Pick<LegacyAccount, 'id' | 'clerkId'>,
    state: 'pending' | 'failed' | 'undone',
    error: string | null,
    now: Date,
  ): Promise<boolean> {
    const [rows] = await this.unitOfWork.manager().query<[unknown[], number]>(
      `update legacy_accounts set state = $2, error = $3, clerk_id = null, user_id = null, updated_at = $4
        where id = $1 and clerk_id is not distinct from $5 returning id`,
      [id, state, error, now, known],
    );
    return rows.length === 1;
  }

  async isLinkedTo(id: string, clerkId: string): Promise<boolean> {
    const found = await this.unitOfWork
      .manager()
      .query<unknown[]>('select from legacy_accounts where id = $1 and clerk_id = $2', [id, clerkId]);
    return found.length > 0;
  }

  /** Nothing secret is kept of an account that Clerk has. */
  async forgetSecrets(accountId: string): Promise<void> {
    await this.unitOfWork
      .manager()
      .query('delete from legacy_account_secrets where account_id = $1', [accountId]);
  }

  /** The same for all of them: a process that was killed may have left some. */
  async forgetSettledSecrets(): Promise<void> {
    await this.unitOfWork.manager().query(
      `delete from legacy_account_secrets s using legacy_accounts a
        where a.id = s.account_id and a.state in ('created', 'matched')`,
    );
  }

  /** How many accounts are where; with digests: those whose digest is still here. */
  async counts(): Promise<{ state: AccountState; hasher: string | null; count: number; digests: number }[]> {
    return this.unitOfWork.manager().query(
      `select a.state, a.hasher, count(*)::int as count, count(s.sealed_digest)::int as digests
         from legacy_accounts a left join legacy_account_secrets s on s.account_id = a.id
        group by a.state, a.hasher order by a.state, a.hasher`,
    );
  }

  /** Why accounts failed. */
  async failures(): Promise<{ error: string | null; count: number }[]> {
    return this.unitOfWork.manager().query(
      `select error, count(*)::int as count from legacy_accounts where state = 'failed'
        group by error order by count desc, error`,
    );
  }

  private async listByIds(ids: readonly string[]): Promise<LegacyAccount[]> {
    return this.unitOfWork.manager().query<LegacyAccount[]>(
      `select ${ACCOUNT_COLUMNS} from legacy_accounts a left join legacy_account_secrets s on s.account_id = a.id
        where a.id = any ($1) order by a.id`,
      [ids],
    );
  }
}
