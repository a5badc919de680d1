import { Injectable } from '@nestjs/common';
import type { Actor } from '#auth';
import { type ClerkAccounts, ClerkDirectory, type ClerkAccount, ClerkTransport } from '#libs/clerk';
import { UnitOfWork } from '#libs/database';
import { accountsErrors } from '../accounts.errors.js';
import { ACCOUNTS } from '../accounts.scope.js';
import { AccountLinkerService } from '../import/account-linker.service.js';
import { ClerkAtRateService } from '../import/clerk-at-rate.service.js';
import { existingUserStandingOf } from '../import/existing-user.rule.js';
import { ImportLedgerStore } from '../import/import-ledger.store.js';
import { usersOfAccounts } from '../import/users-of-accounts.js';
import { ledgerPages } from '../legacy/ledger-pages.js';
import type { AccountState, LegacyAccount } from '../legacy/legacy-account.js';
import {
  isHeldAt,
  SweepPlanHash,
  SWEEP_KINDS,
  type SweepItem,
  type SweepKind,
  type SweepPlan,
} from './sweep-plan.js';

const OPEN: readonly AccountState[] = ['creating', 'pending', 'failed'];
const LINKED: readonly AccountState[] = ['created', 'matched'];

/** An item with what it is about. */
type Found = SweepItem & { readonly account: LegacyAccount; readonly user: ClerkAccount | null };

/** Finds what the import and sign-ins left, and mends it when somebody has seen the plan. */
@Injectable()
export class SweepService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: ImportLedgerStore,
    private readonly clerkAtRate: ClerkAtRateService,
    private readonly linker: AccountLinkerService,
    private readonly transport: ClerkTransport,
  ) {}

  /** Compares, and changes nothing. */
  async plan(rate?: number): Promise<SweepPlan> {
    return this.clerkAtRate.use(rate, (clerk) => this.planWith(clerk));
  }

  /**
   * Carries out the plan with this hash, if it is still the plan.
   *
   * @param force releases the safety threshold
   * @throws AppError `accounts_plan_changed`, `accounts_plan_held`
   */
  async apply(
    hash: string,
    { force, rate, signal }: { force: boolean; rate?: number | undefined; signal?: AbortSignal },
    actor: Actor,
  ): Promise<SweepPlan> {
    return this.clerkAtRate.use(rate, async (clerk) => {
      const plan = await this.planWith(clerk);
      if (plan.hash !== hash) throw accountsErrors.planChanged();
      if (plan.isHeld && !force) throw accountsErrors.planHeld();
      for await (const found of this.walk(clerk)) {
        signal?.throwIfAborted();
        await this.mend(found, clerk, actor);
      }
      return plan;
    });
  }

  /**
   * Writes back users whom Clerk made and whose answer nobody heard, as a process ended meanwhile: what is kept of their
   * passwords ends here. Takes nothing away, so it needs no plan.
   *
   * @param before when Clerk was asked at the latest
   * @returns how many
   */
  async writeBack(
    before: Date,
    { rate, signal }: { rate?: number | undefined; signal?: AbortSignal },
    actor: Actor,
  ): Promise<number> {
    return this.clerkAtRate.use(rate, async (clerk) => {
      let count = 0;
      const pages = ledgerPages(this.unitOfWork, (after, limit) =>
        this.ledger.listUnanswered(before, after, limit),
      );
      for await (const page of pages)
        for await (const { kind, account, user } of this.openIn(page, clerk)) {
          signal?.throwIfAborted();
          if (kind !== 'not_written_back' || user === null) continue;
          if (await this.linker.link(account, 'created', user, actor)) count += 1;
        }
      return count;
    });
  }

  private async planWith(clerk: ClerkAccounts): Promise<SweepPlan> {
    const counts = Object.fromEntries(SWEEP_KINDS.map((kind) => [kind, 0])) as Record<SweepKind, number>;
    const hash = new SweepPlanHash();
    for await (const found of this.walk(clerk)) {
      counts[found.kind] += 1;
      hash.add(found);
    }
    const rows = await this.unitOfWork.run(ACCOUNTS, () => this.ledger.counts());
    const linked = rows
      .filter(({ state }) => LINKED.includes(state))
      .reduce((sum, { count }) => sum + count, 0);
    const atClerk = await new ClerkDirectory(this.transport).countUsers();
    return {
      hash: hash.digest(),
      counts,
      atClerk,
      onlyAtClerk: Math.max(0, atClerk - (linked - counts.gone_at_clerk)),
      isHeld: isHeldAt(counts.gone_at_clerk, linked),
    };
  }

  private async *walk(clerk: ClerkAccounts): AsyncGenerator<Found> {
    // Those linked first: what is mended on the way is not looked at twice.
    for (const state of [...LINKED, ...OPEN]) {
      const pages = ledgerPages(this.unitOfWork, (after, limit) =>
        this.ledger.listByState(state, after, limit),
      );
      for await (const page of pages)
        yield* OPEN.includes(state) ? this.openIn(page, clerk) : this.linkedIn(page, clerk);
    }
  }

  private async *openIn(page: readonly LegacyAccount[], clerk: ClerkAccounts): AsyncGenerator<Found> {
    const users = await usersOfAccounts(page, clerk);
    for (const account of page) {
      const standing = existingUserStandingOf(account, users);
      if (standing === null || standing.is === 'in the way') continue;
      const kind = standing.is === 'created' ? 'not_written_back' : 'at_clerk_meanwhile';
      yield { kind, accountId: account.id, clerkId: standing.user.id, account, user: standing.user };
    }
  }

  private async *linkedIn(page: readonly LegacyAccount[], clerk: ClerkAccounts): AsyncGenerator<Found> {
    const users = await clerk.listByIds(page.flatMap(({ clerkId }) => clerkId ?? []));
    const byId = new Map(users.map((user) => [user.id, user]));
    for (const account of page) {
      const user = byId.get(account.clerkId ?? '') ?? null;
      const kind = user === null ? 'gone_at_clerk' : differenceOf(account, user);
      if (kind !== null) yield { kind, accountId: account.id, clerkId: account.clerkId ?? '', account, user };
    }
  }

  private async mend({ kind, account, user }: Found, clerk: ClerkAccounts, actor: Actor): Promise<void> {
    switch (kind) {
      case 'not_written_back':
        if (user !== null) await this.linker.link(account, 'created', user, actor);
        return;
      case 'at_clerk_meanwhile':
        if (user !== null) await this.linker.link(account, 'matched', user, actor);
        return;
      case 'gone_at_clerk':
        await this.linker.unlink(account, 'failed', 'deleted_at_clerk', actor);
        return;
      case 'without_external_id':
        if (user !== null) await clerk.setExternalId(user.id, account.legacyId);
        return;
      case 'different':
    }
  }
}

function differenceOf(account: LegacyAccount, user: ClerkAccount): SweepKind | null {
  if (user.externalId === null) return 'without_external_id';
  if (user.externalId !== account.legacyId) return 'different';
  const addresses = user.emailAddresses.map(({ emailAddress }) => emailAddress);
  return addresses.includes(account.emailAddress) ? null : 'different';
}
