import { Injectable } from '@nestjs/common';
import { Clock } from '#libs/time';
import { inBites, type RunContext } from '#manifest';
import { AuditLog } from '#audit';
import { BulkRunService } from './bulk/bulk-run.service.js';
import { HoldsService } from './holds/holds.service.js';
import { plusMonths } from './deadline/civil-day.rule.js';
import { EndedAccountsService } from './cases/ended-accounts.service.js';
import { RequestQueueService } from './cases/request-queue.service.js';
import { PRIVACY_ACTOR } from './privacy.actor.js';
import {
  CLOSED_RECORDS,
  ClosedRecordsStore,
  type ClosedRecordsTable,
} from './records/closed-records.store.js';

const KEPT_MONTHS = 36;
const AT_ONCE = 1_000;

/** What is done for privacy cases again and again; the scheduler calls it, and a repeat does no harm. */
@Injectable()
export class PrivacyCaseMaintenanceService {
  constructor(
    private readonly records: ClosedRecordsStore,
    private readonly queue: RequestQueueService,
    private readonly holds: HoldsService,
    private readonly bulks: BulkRunService,
    private readonly endedAccounts: EndedAccountsService,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  watchDeadlines(): Promise<{ alarms: number; overdue: number }> {
    return this.queue.watchDeadlines();
  }

  async tidy(): Promise<{ holdsEnded: number; bulksResumed: number }> {
    return { holdsEnded: await this.holds.releaseEnded(), bulksResumed: await this.bulks.resumeAll() };
  }

  /** Keeps the time limits that the record of processing promises. */
  async keepTimeLimits(context: RunContext): Promise<{ dropped: number; accountsErased: number }> {
    const dropped = await this.dropOldRecords(context);
    return { dropped, accountsErased: await this.endedAccounts.erase(context.signal) };
  }

  /** Drops what is kept for 36 months as proof once that time is over (CCPA § 7101 asks for 24 months at least). */
  private async dropOldRecords(context: RunContext): Promise<number> {
    const now = this.clock.now();
    const today = { year: now.getUTCFullYear(), month: now.getUTCMonth() + 1, day: now.getUTCDate() };
    const { year, month, day } = plusMonths(today, -KEPT_MONTHS);
    const before = new Date(Date.UTC(year, month - 1, day));
    let total = 0;
    for (const table of Object.keys(CLOSED_RECORDS) as ClosedRecordsTable[])
      total += await inBites(context, AT_ONCE, () => this.dropSome(table, before));
    return total;
  }

  private async dropSome(table: ClosedRecordsTable, before: Date): Promise<number> {
    const count = await this.records.deleteSome(table, before, AT_ONCE);
    if (count > 0) {
      await this.audit.record({
        actor: PRIVACY_ACTOR,
        action: 'privacy.records_dropped',
        change: { table, count, before: before.toISOString() },
      });
    }
    return count;
  }
}
