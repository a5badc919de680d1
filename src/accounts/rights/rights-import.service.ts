import { Injectable } from '@nestjs/common';
import type { Actor } from '#auth';
import type { ClerkApi } from '#libs/clerk';
import { UnitOfWork } from '#libs/database';
import { ACCOUNTS } from '../accounts.scope.js';
import { isWaitingAccount } from '../legacy/legacy-account.js';
import { ledgerPages } from '../legacy/ledger-pages.js';
import type { LegacyRight } from './legacy-right.js';
import { type Given, RightMoverService } from './right-mover.service.js';
import { RIGHT_KINDS, type RightKind } from './right-record.js';
import { RightsStore } from './rights.store.js';

export interface RightsImportReport {
  readonly kinds: Readonly<Record<RightKind, Readonly<Record<Given, number>>>>;
  /** Rows that were not given, by line; the first thousand. */
  readonly failures: readonly { readonly line: number; readonly error: string }[];
}

export interface RightsImportOptions {
  readonly importId: string;
  readonly clerk: ClerkApi;
  readonly actor: Actor;
  /** How many rows are under way at once. */
  readonly workers: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (kind: RightKind, done: number) => void;
}

/** Gives what the files of organizations say, to those whose users are there: organizations first, grants last. */
@Injectable()
export class RightsImportService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly rights: RightsStore,
    private readonly mover: RightMoverService,
  ) {}

  /** Goes on where a run was killed. @throws as `RightMoverService.give` */
  async run(options: RightsImportOptions): Promise<RightsImportReport> {
    const kinds = {} as Record<RightKind, Record<Given, number>>;
    for (const kind of RIGHT_KINDS) {
      const counts = { created: 0, matched: 0, failed: 0, waiting: 0 };
      kinds[kind] = counts;
      for (const state of ['creating', 'pending'] as const)
        await this.runPages(
          (after, limit) => this.rights.listByState(kind, state, after, limit),
          (given) => {
            counts[given] += 1;
            options.onProgress?.(kind, counts.created + counts.matched + counts.failed);
          },
          options,
        );
    }
    const failures = await this.unitOfWork.run(ACCOUNTS, () => this.rights.failuresOf(options.importId));
    return { kinds, failures };
  }

  /** Gives what one person's coming has made ready, to them and to who waited for them. @throws as {@link run} */
  async runFor(accountId: string, options: RightsImportOptions): Promise<void> {
    for (const kind of RIGHT_KINDS)
      await this.runPages(
        (after, limit) => this.rights.listReadyFor(accountId, kind, after, limit),
        () => undefined,
        options,
      );
  }

  private async runPages(
    list: (after: string | null, limit: number) => Promise<LegacyRight[]>,
    tell: (given: Given) => void,
    options: RightsImportOptions,
  ): Promise<void> {
    for await (const page of ledgerPages(this.unitOfWork, list)) {
      const rest = [...page];
      const work = async (): Promise<void> => {
        for (let right = rest.shift(); right !== undefined; right = rest.shift()) {
          options.signal?.throwIfAborted();
          tell(await this.mover.give(right, options));
        }
      };
      const ends = await Promise.allSettled(Array.from({ length: options.workers }, work));
      for (const end of ends) if (end.status === 'rejected') throw end.reason;
    }
  }

  /** How many rows wait to be given. */
  async waiting(): Promise<number> {
    const rows = await this.unitOfWork.run(ACCOUNTS, () => this.rights.counts());
    return rows.filter(({ state }) => isWaitingAccount(state)).reduce((sum, { count }) => sum + count, 0);
  }
}
