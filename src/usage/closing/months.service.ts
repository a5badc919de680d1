import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { type Actor, systemScope } from '#auth';
import { UnitOfWork } from '#libs/database';
import { LedgerStore } from '../ledger/ledger.store.js';
import type { Place, Variant } from '../report/place.js';
import { UsageReports } from '../report/usage-reports.service.js';
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
import { RecordsStore, type StoredRecord } from './records.store.js';

/** The month ends 12 h later in the last time zone, and Clerk repeats a delivery for about 28 h. */
const LATE_NEWS_MS = 36 * 3_600_000;

/** Closes months: from then on each report of them is stored bytes. */
@Injectable()
export class UsageMonths {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerStore,
    private readonly members: MembersStore,
    private readonly records: RecordsStore,
    private readonly reports: UsageReports,
    private readonly audit: AuditLog,
  ) {}

  /** Closes every month that can be and is not; for the scheduler. @returns the months that were closed now */
  async closeDueMonths(actor: Actor): Promise<Month[]> {
    const { now, today, beganOn } = await this.unitOfWork.run(systemScope('usage'), () =>
      this.ledger.moment(),
    );
    const closed: Month[] = [];
    for (let month = monthOf(beganOn); month < monthOf(today); month = nextMonth(month)) {
      if (now < closableFrom(month)) break;
      if ((await this.find(month)) !== null) continue;
      await this.closeMonth(month, actor);
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
  async closeMonth(month: Month, actor: Actor): Promise<StoredRecord> {
    const scope = systemScope('usage');
    const done = await this.find(month);
    if (done !== null) return done;
    await this.unitOfWork.run(scope, async () => {
      const { now, beganOn } = await this.ledger.moment();
      if (month < monthOf(beganOn)) throw usageErrors.beforeLedger(beganOn);
      if (now < closableFrom(month)) throw usageErrors.monthNotClosable(month, closableFrom(month));
      await this.ledger.lock();
      const state = await this.ledger.month(month);
      if (state.frozenAt === null && state.membersDay !== lastDayOf(month))
        await this.members.take(month, null);
      await this.ledger.freeze(month);
    });
    const places = await this.unitOfWork.run(scope, () =>
      this.members.listPlaces(month, addDays(lastDayOf(month), 1)),
    );
    for (const { organizationId, properties } of places) {
      await this.keep({ kind: 'organization', organizationId }, month);
      for (const propertyId of properties)
        await this.keep({ kind: 'property', organizationId, propertyId }, month);
    }
    return this.unitOfWork.run(scope, async () => {
      await this.ledger.lock();
      const { isNew, ...kept } = await this.keepOne({ kind: 'platform' }, month, 'utc');
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
    return this.unitOfWork.run(systemScope('usage'), () =>
      this.records.find({
        kind: 'month',
        period: firstDayOf(month),
        place: { kind: 'platform' },
        variant: 'utc',
      }),
    );
  }

  private async keep(place: Place, month: Month): Promise<void> {
    await this.unitOfWork.run(systemScope('usage'), async () => {
      await this.keepOne(place, month, 'utc');
      await this.keepOne(place, month, 'local');
    });
  }

  private async keepOne(place: Place, month: Month, variant: Variant) {
    const timezone = variant === 'utc' ? 'UTC' : 'local';
    const { report } = await this.reports.give(systemScope('usage'), place, { month, timezone });
    return this.records.keep({ kind: 'month', period: firstDayOf(month), place, variant }, report);
  }
}

function closableFrom(month: Month): Date {
  return new Date(Date.parse(firstDayOf(addMonths(month, 1))) + LATE_NEWS_MS);
}
