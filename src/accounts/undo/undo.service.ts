import { Injectable } from '@nestjs/common';
import type { Actor } from '#auth';
import type { ClerkAccount } from '#libs/clerk';
import { UnitOfWork } from '#libs/database';
import { accountsErrors } from '../accounts.errors.js';
import { ACCOUNTS } from '../accounts.scope.js';
import { AccountLinkerService } from '../import/account-linker.service.js';
import { ClerkAtRateService } from '../import/clerk-at-rate.service.js';
import { ImportLedgerStore } from '../import/import-ledger.store.js';
import { ledgerPages } from '../legacy/ledger-pages.js';
import type { LegacyAccount } from '../legacy/legacy-account.js';
import { hasSignedIn } from './has-signed-in.js';
import { type RightsUndoReport, RightsUndoService } from './rights-undo.service.js';

export interface UndoReport {
  /** Deleted at Clerk; of a plan: that would be. */
  readonly undone: number;
  /** Nobody is there any more. */
  readonly gone: number;
  /** Stay: somebody has signed in since, or it is not the user that the import made. */
  readonly kept: readonly { readonly legacyId: string; readonly why: 'signed_in' | 'not_ours' }[];
  /** What it gave by a file of organizations. */
  readonly rights: RightsUndoReport;
}

/** Takes back what one import made and nobody has used since. */
@Injectable()
export class UndoService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: ImportLedgerStore,
    private readonly clerkAtRate: ClerkAtRateService,
    private readonly linker: AccountLinkerService,
    private readonly rights: RightsUndoService,
  ) {}

  /**
   * Their digests are gone from here: an account that was taken back waits again when its file is loaded again.
   *
   * @param applies false: says what would be done
   * @throws AppError `accounts_import_unknown`
   */
  async undo(
    importId: string,
    { applies, rate, signal }: { applies: boolean; rate?: number | undefined; signal?: AbortSignal },
    actor: Actor,
  ): Promise<UndoReport> {
    const run = await this.unitOfWork.run(ACCOUNTS, () => this.ledger.findRun(importId));
    if (run === null) throw accountsErrors.importUnknown();
    const report = { undone: 0, gone: 0, kept: [] as UndoReport['kept'][number][] };
    return this.clerkAtRate.use(rate, async (clerk, organizations) => {
      const rights = await this.rights.undo({ importId, applies, clerk, organizations, actor, signal });
      const pages = ledgerPages(this.unitOfWork, (after, limit) =>
        this.ledger.listMadeBy(importId, after, limit),
      );
      for await (const page of pages) {
        const users = await clerk.listByIds(page.flatMap(({ clerkId }) => clerkId ?? []));
        const byId = new Map(users.map((user) => [user.id, user]));
        for (const account of page) {
          signal?.throwIfAborted();
          const user = byId.get(account.clerkId ?? '');
          const why = user === undefined ? null : reasonToKeep(account, user);
          if (why !== null) {
            report.kept.push({ legacyId: account.legacyId, why });
            continue;
          }
          if (applies) {
            if (user !== undefined) await clerk.delete(user.id);
            await this.linker.unlink(account, 'undone', null, actor);
          }
          report[user === undefined ? 'gone' : 'undone'] += 1;
        }
      }
      return { ...report, rights };
    });
  }
}

function reasonToKeep(account: LegacyAccount, user: ClerkAccount): 'signed_in' | 'not_ours' | null {
  if (user.mark !== account.id) return 'not_ours';
  return hasSignedIn(user) ? 'signed_in' : null;
}
