import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { inBites, type RunContext } from '#manifest';
import { AuditLog } from '#audit';
import { BulkRunService } from './bulk/bulk-run.service.js';
import { HoldsService } from './holds/holds.service.js';
import { plusMonths } from './deadline/civil-day.rule.js';
import { EndedAccountsService } from './cases/ended-accounts.service.js';
import { RequestQueueService } from './cases/request-queue.service.js';
import { PRIVACY_ACTOR } from './privacy.actor.js';

const KEPT_MONTHS = 36;
const AT_ONCE = 1_000;

/** Records that show how requests were answered, by table and the column that says when that was over. */
const RECORDS = [
  ['privacy_requests', 'closed_at'],
  ['privacy_exports', 'finished_at'],
  ['privacy_erasures', 'finished_at'],
  ['privacy_holds', 'released_at'],
  ['privacy_bulks', 'finished_at'],
  ['organization_erasures', 'finished_at'],
  ['organization_holds', 'released_at'],
] as const;
type Table = (typeof RECORDS)[number][0];

/** What the desk has done again and again; the scheduler calls it, and a repeat does no harm. */
@Injectable()
export class PrivacyCaseMaintenanceService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
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
    for (const [table, column] of RECORDS)
      total += await inBites(context, AT_ONCE, () => this.dropSome(table, column, before));
    return total;
  }

  private async dropSome(table: Table, column: string, before: Date): Promise<number> {
    const [, count] = await this.unitOfWork
      .manager()
      .query<[unknown[], number]>(
        `delete from ${table} where id = any (array(select id from ${table} where ${column} < $1 limit ${AT_ONCE}))`,
        [before],
      );
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
