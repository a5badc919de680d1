import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import type { Actor } from '#auth';
import { UnitOfWork } from '#libs/database';
import { UsageLedgerStore } from '../ledger/usage-ledger.store.js';
import { UsageReportsService } from '../report/usage-reports.service.js';
import {
  addDays,
  addMonths,
  firstDayOf,
  lastDayOf,
  type Month,
  monthOf,
  nextMonth,
} from '../rules/calendar.rule.js';
import { usageErrors } from '../usage.errors.js';
import { MembersStore } from './members.store.js';
import { RecordsStore, type StoredRecord } from '../ledger/records.store.js';
import { TenantReportsService } from './tenant-reports.service.js';
import { USAGE } from '../usage.scope.js';

/** The month ends 12 h later in the last time zone, and Clerk repeats a delivery for about 28 h. */
const LATE_NEWS_MS = 36 * 3_600_000;

/** Closes months: from then on each report of them is stored bytes. */
@Injectable()
export class UsageMonthsService {
  /** Organizations and properties whose reports are stored in one transaction. */
  readonly placesAtOnce: number = 100;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: UsageLedgerStore,
    private readonly members: MembersStore,
    private readonly records: RecordsStore,
    private readonly reports: UsageReportsService,
    private readonly tenants: TenantReportsService,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Closes every month that can be and is not; for the scheduler.
   *
   * @param signal ends it between two transactions; the next run goes on
   * @returns the months that were closed now
   */
  async closeDueMonths(actor: Actor, signal?: AbortSignal): Promise<Month[]> {
    const { now, today, beganOn } = await this.unitOfWork.run(USAGE, () => this.ledger.moment());
    const closed: Month[] = [];
    for (let month = monthOf(beganOn); month < monthOf(today); month = nextMonth(month)) {
      if (now < closableFrom(month)) break;
      if ((await this.find(month)) !== null) continue;
      await this.closeMonth(month, actor, signal);
      closed.push(month);
    }
    return closed;
  }

  /**
   * Stores the reports of the platform, every organization and every property. Runs in short transactions and may be
   * killed at any time: the ledger takes nothing for the month once it is frozen, so a second run stores what is missing
   * with the same bytes. The platform's report comes last and says that all is done.
   *
   * @returns the platform's report
   * @throws AppError 422 for a month that is not over or lies before the ledger
   */
  async closeMonth(month: Month, actor: Actor, signal?: AbortSignal): Promise<StoredRecord> {
    const done = await this.find(month);
    if (done !== null) return done;
    await this.unitOfWork.run(USAGE, async () => {
      const { now, beganOn } = await this.ledger.moment();
      if (month < monthOf(beganOn)) throw usageErrors.beforeLedger(beganOn);
      if (now < closableFrom(month)) throw usageErrors.monthNotClosable(month, closableFrom(month));
      await this.ledger.lock();
      const state = await this.ledger.month(month);
      if (state.frozenAt === null && state.membersDay !== lastDayOf(month))
        await this.members.take(month, null);
      await this.ledger.freeze(month);
    });
    const places = await this.unitOfWork.run(USAGE, () =>
      this.members.listPlaces(month, addDays(lastDayOf(month), 1)),
    );
    const members = await this.unitOfWork.run(USAGE, () => this.tenants.members(month));
    for (let done = 0; done < places.length; done += this.placesAtOnce) {
      signal?.throwIfAborted();
      const some = places.slice(done, done + this.placesAtOnce);
      await this.unitOfWork.run(USAGE, () => this.tenants.keep(some, month, members));
    }
    return this.unitOfWork.run(USAGE, async () => {
      await this.ledger.lock();
      const { isNew, ...kept } = await this.keepPlatform(month);
      if (isNew) {
        await this.audit.record({
          actor,
          action: 'usage.month_closed',
          target: { kind: 'usage_month', id: month },
          change: { sha256: kept.sha256 },
        });
      }
      return kept;
    });
  }

  private find(month: Month): Promise<StoredRecord | null> {
    return this.unitOfWork.run(USAGE, () =>
      this.records.find({
        kind: 'month',
        period: firstDayOf(month),
        place: { kind: 'platform' },
        variant: 'utc',
      }),
    );
  }

  private async keepPlatform(month: Month) {
    const place = { kind: 'platform' } as const;
    const { report } = await this.reports.give(USAGE, place, { month });
    return this.records.keep({ kind: 'month', period: firstDayOf(month), place, variant: 'utc' }, report);
  }
}

function closableFrom(month: Month): Date {
  return new Date(Date.parse(firstDayOf(addMonths(month, 1))) + LATE_NEWS_MS);
}
