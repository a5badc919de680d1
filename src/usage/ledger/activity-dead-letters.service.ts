import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { ActivityStore } from './activity.store.js';
import { type DeadLetter, UsageDeadLettersStore } from './usage-dead-letters.store.js';
import { UsageLedgerStore } from './usage-ledger.store.js';
import { USAGE } from '../usage.scope.js';

const AT_ONCE = 200;
/** Every month is closed by then, and takes nothing more. */
const KEPT_DAYS = 62;
const DAY_MS = 24 * 3_600_000;

/** Another try for what the ledger did not take. */
@Injectable()
export class ActivityDeadLettersService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store: UsageDeadLettersStore,
    private readonly activity: ActivityStore,
    private readonly ledger: UsageLedgerStore,
  ) {}

  /** Tries each once, and drops what no month takes any more; for the scheduler. */
  async retry(signal: AbortSignal): Promise<{ written: number; left: number; dropped: number }> {
    const result = { written: 0, left: 0, dropped: 0 };
    let after: string | null = null;
    do {
      const batch: DeadLetter[] = await this.unitOfWork.run(USAGE, () => this.store.list(after, AT_ONCE));
      const written = await this.writeSome(batch);
      result.written += written;
      result.left += batch.length - written;
      after = batch.length === AT_ONCE ? (batch.at(-1)?.id ?? null) : null;
    } while (after !== null && !signal.aborted);
    result.dropped = await this.unitOfWork.run(USAGE, async () => {
      const { now } = await this.ledger.moment();
      return this.store.removeRecordedBefore(new Date(now.getTime() - KEPT_DAYS * DAY_MS));
    });
    result.left -= result.dropped;
    return result;
  }

  /** All together, and each alone where that fails. @returns how many were written */
  private async writeSome(letters: readonly DeadLetter[]): Promise<number> {
    if (letters.length === 0) return 0;
    try {
      await this.writeOnce(letters);
      return letters.length;
    } catch {
      if (letters.length === 1) return 0;
    }
    let written = 0;
    for (const letter of letters) written += await this.writeSome([letter]);
    return written;
  }

  private async writeOnce(letters: readonly DeadLetter[]): Promise<void> {
    await this.unitOfWork.run(USAGE, async () => {
      await this.activity.add(
        letters.flatMap(({ userId, organizationId, propertyId, firstAt, lastAt }) =>
          [...new Set([firstAt.getTime(), lastAt.getTime()])].map((ms) => ({
            userId,
            organizationId,
            propertyId,
            at: new Date(ms),
          })),
        ),
      );
      await this.store.remove(letters.map(({ id }) => id));
    });
  }
}
