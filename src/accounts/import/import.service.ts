import { Injectable } from '@nestjs/common';
import type { Actor } from '#auth';
import type { ClerkAccounts } from '#libs/clerk';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { accountsErrors } from '../accounts.errors.js';
import { ACCOUNTS } from '../accounts.scope.js';
import { isWaitingAccount } from '../legacy/legacy-account.js';
import { ledgerPages } from '../legacy/ledger-pages.js';
import { AccountLinkerService } from './account-linker.service.js';
import { AccountMoverService, type Moved } from './account-mover.service.js';
import { ClerkAtRateService } from './clerk-at-rate.service.js';
import { WaitingAccounts } from './waiting-accounts.js';
import { existingUserStandingOf } from './existing-user.rule.js';
import { ImportLedgerStore } from './import-ledger.store.js';
import { usersOfAccounts } from './users-of-accounts.js';

export interface ImportOptions {
  /** Accounts at the most; undefined: all that wait. */
  readonly limit: number | undefined;
  /** Requests to Clerk in ten seconds; undefined: half of what Clerk documents for the key's kind. */
  readonly rate: number | undefined;
  /** A person whose password somebody knows: their digest is proved before any other is sent. */
  readonly canary: { readonly emailAddress: string; readonly password: string } | null;
  readonly withoutCanary: boolean;
  readonly bypassClientTrust: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number, perSecond: number) => void;
}

export type ImportReport = Readonly<Record<Moved, number>> & {
  readonly seconds: number;
  /** Wait still: beyond the limit, or loaded meanwhile. */
  readonly left: number;
};

/** What an import would do. */
export interface ImportPreview {
  readonly waiting: number;
  readonly wouldCreate: number;
  readonly wouldMatch: number;
  readonly wouldFail: number;
  readonly hashers: Readonly<Record<string, number>>;
  /** At the rate that holds. */
  readonly seconds: number;
}

/** From so many digests on one has to be proved, or somebody has to go without. */
const UNPROVED = 1_000;
/** The part of its rate that an import uses; the rest is for what is late on the way. */
const USED_SHARE = 0.93;

/** Moves all accounts that wait, at a rate. */
@Injectable()
export class ImportService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: ImportLedgerStore,
    private readonly mover: AccountMoverService,
    private readonly linker: AccountLinkerService,
    private readonly clerkAtRate: ClerkAtRateService,
    private readonly clock: Clock,
  ) {}

  /**
   * Goes on where an import was killed: accounts that it had begun are looked for at Clerk before anything is made. The only
   * one that runs: its caller holds the lease.
   *
   * @param id of the import
   * @throws AppError `accounts_canary_missing`, `accounts_canary_unknown`, `accounts_canary_refused`,
   *   `clerk_user_quota_exceeded`; ClerkUnavailableError when Clerk does not answer for longer than tries last
   */
  async run(id: string, options: ImportOptions, actor: Actor): Promise<ImportReport> {
    const { waiting, digests } = await this.waiting();
    if (digests > UNPROVED && options.canary === null && !options.withoutCanary)
      throw accountsErrors.canaryMissing();
    const started = performance.now();
    const counts: Record<Moved, number> = { created: 0, matched: 0, failed: 0, gone: 0 };
    await this.clerkAtRate.use(options.rate, async (clerk) => {
      await this.unitOfWork.run(ACCOUNTS, () => this.ledger.begin(id, this.clock.now()));
      if (options.canary !== null) {
        await this.prove(id, clerk, options, options.canary, actor);
        counts.created += 1;
      }
      const total = Math.min(waiting, options.limit ?? Infinity);
      const tell = (): void => {
        const done = Object.values(counts).reduce((sum, count) => sum + count, 0);
        options.onProgress?.(done, total, (1_000 * done) / (performance.now() - started));
      };
      const accounts = new WaitingAccounts(this.unitOfWork, this.ledger, this.clock, id, total);
      await this.moveAll(accounts, counts, { clerk, actor, ...options }, tell);
      await this.unitOfWork.run(ACCOUNTS, () => this.ledger.forgetSettledSecrets());
    });
    const { waiting: left } = await this.waiting();
    return { ...counts, left, seconds: (performance.now() - started) / 1_000 };
  }

  /** Asks Clerk whom it knows already, and changes nothing, neither here nor there. */
  async preview({ rate }: Pick<ImportOptions, 'rate'>): Promise<ImportPreview> {
    const { waiting } = await this.waiting();
    const hashers: Record<string, number> = {};
    const would = { create: 0, match: 0, fail: 0 };
    await this.clerkAtRate.use(rate, async (clerk) => {
      for (const state of ['creating', 'pending'] as const) {
        const pages = ledgerPages(this.unitOfWork, (after, limit) =>
          this.ledger.listByState(state, after, limit),
        );
        for await (const page of pages) {
          const users = await usersOfAccounts(page, clerk);
          for (const account of page) {
            const name = account.hasher ?? 'none';
            hashers[name] = (hashers[name] ?? 0) + 1;
            const standing = existingUserStandingOf(account, users);
            if (standing === null) would.create += 1;
            else if (standing.is === 'in the way') would.fail += 1;
            else would.match += 1;
          }
        }
      }
    });
    const perSecond = (this.clerkAtRate.rateOf(rate) / 10) * USED_SHARE;
    return {
      waiting,
      wouldCreate: would.create,
      wouldMatch: would.match,
      wouldFail: would.fail,
      hashers,
      seconds: would.create / perSecond,
    };
  }

  private async moveAll(
    accounts: WaitingAccounts,
    counts: Record<Moved, number>,
    options: ImportOptions & { clerk: ClerkAccounts; actor: Actor },
    tell: () => void,
  ): Promise<void> {
    const stopping = new AbortController();
    const signals = [stopping.signal, ...(options.signal === undefined ? [] : [options.signal])];
    const signal = AbortSignal.any(signals);
    const workers = Array.from({ length: this.clerkAtRate.connectionsAt(options.rate) }, async () => {
      try {
        for (;;) {
          signal.throwIfAborted();
          const next = await accounts.next();
          if (next === null) return;
          const { account, isUncertain } = next;
          counts[await this.mover.move(account, { ...options, isUncertain, signal })] += 1;
          tell();
        }
      } catch (error) {
        // What ends one ends all; those under way come to their end first.
        stopping.abort(error);
        throw error;
      }
    });
    const ends = await Promise.allSettled(workers);
    if (signal.aborted) throw signal.reason;
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  }

  /** Moves one account, and takes it back unless Clerk takes its password. */
  private async prove(
    importId: string,
    clerk: ClerkAccounts,
    { bypassClientTrust, signal }: ImportOptions,
    { emailAddress, password }: { readonly emailAddress: string; readonly password: string },
    actor: Actor,
  ): Promise<void> {
    const find = () => this.unitOfWork.run(ACCOUNTS, () => this.ledger.findWaitingByEmail(emailAddress));
    const found = await find();
    if (found === null) throw accountsErrors.canaryUnknown();
    if (found.state !== 'created') {
      const claimed = { ...found, importId };
      await this.unitOfWork.run(ACCOUNTS, () => this.ledger.claimOne(found.id, importId, this.clock.now()));
      const moved = await this.mover.move(claimed, {
        clerk,
        actor,
        bypassClientTrust,
        isUncertain: found.state === 'creating',
        keepsSecrets: true,
        signal,
      });
      if (moved !== 'created') throw accountsErrors.canaryUnknown();
    }
    const canary = await find();
    if (canary?.clerkId == null) throw accountsErrors.canaryUnknown();
    if (await clerk.isPassword(canary.clerkId, password)) {
      await this.linker.forgetSecrets(canary);
      return;
    }
    await clerk.delete(canary.clerkId);
    await this.linker.unlink(canary, 'pending', null, actor);
    throw accountsErrors.canaryRefused();
  }

  /** How many wait, and how many of them with a digest. */
  private async waiting(): Promise<{ waiting: number; digests: number }> {
    const rows = await this.unitOfWork.run(ACCOUNTS, () => this.ledger.counts());
    const open = rows.filter(({ state }) => isWaitingAccount(state));
    return {
      waiting: open.reduce((sum, { count }) => sum + count, 0),
      digests: open.reduce((sum, row) => sum + row.digests, 0),
    };
  }
}
