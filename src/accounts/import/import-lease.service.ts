import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { LEASE_END, whileLeased } from '#libs/lease';
import { accountsErrors } from '../accounts.errors.js';
import { ACCOUNTS } from '../accounts.scope.js';

/** After so long an import that was killed has lost its lease. */
const LEASE_MS = 6_000;
const MAX_IMPORT_MS = 7 * 24 * 3_600_000;
const PAUSE_MS = 500;

/** One import at a time over all processes: two would spend the rate of one each. */
@Injectable()
export class ImportLeaseService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Waits no longer than a killed import keeps its lease.
   *
   * @param work is told by the signal when the lease is lost
   * @throws AppError 409 `accounts_import_running`
   */
  async holding<T>(importId: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    await this.take(importId);
    const lease = {
      lengthMs: LEASE_MS,
      transaction: <R>(step: () => Promise<R>) => this.unitOfWork.run(ACCOUNTS, step),
      renew: () => this.touch(importId, LEASE_END),
      isHeld: () => this.touch(importId, 'held_until'),
      lost: () => accountsErrors.importRunning(),
      // The next renewal may succeed; if none does, the lease runs out and another import may begin.
      onFailedRenewal: () => undefined,
    };
    const limit = { afterMs: MAX_IMPORT_MS, error: () => accountsErrors.importRunning() };
    try {
      return await whileLeased(lease, limit, ({ signal }) => work(signal));
    } finally {
      await this.unitOfWork.run(ACCOUNTS, () =>
        this.unitOfWork
          .manager()
          .query('update account_import_lease set import_id = null, held_until = null where import_id = $1', [
            importId,
          ]),
      );
    }
  }

  private async take(importId: string): Promise<void> {
    const end = performance.now() + LEASE_MS + PAUSE_MS;
    for (;;) {
      const [rows] = await this.unitOfWork.run(ACCOUNTS, () =>
        this.unitOfWork.manager().query<[unknown[], number]>(
          `update account_import_lease set import_id = $2, held_until = ${LEASE_END}
            where held_until is null or held_until <= clock_timestamp() returning import_id`,
          [LEASE_MS, importId],
        ),
      );
      if (rows.length === 1) return;
      if (performance.now() > end) throw accountsErrors.importRunning();
      await sleep(PAUSE_MS);
    }
  }

  private async touch(importId: string, until: string): Promise<boolean> {
    const [rows] = await this.unitOfWork.manager().query<[unknown[], number]>(
      `update account_import_lease set held_until = ${until}
        where import_id = $2 and held_until > clock_timestamp() and $1::double precision > 0 returning import_id`,
      [LEASE_MS, importId],
    );
    return rows.length === 1;
  }
}
