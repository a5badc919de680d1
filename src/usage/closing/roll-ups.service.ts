import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import type { Actor } from '#auth';
import { type SystemScope, UnitOfWork } from '#libs/database';
import { UsageLedgerStore } from '../ledger/usage-ledger.store.js';
import { FiguresStore } from '../report/figures.store.js';
import { UsageReportsService } from '../report/usage-reports.service.js';
import { addDays, type Day, daysFrom, firstDayOf, isDay, monthOf } from '../rules/calendar.rule.js';
import { usageErrors } from '../usage.errors.js';
import { MembersStore } from './members.store.js';
import { RecordsStore, type StoredRecord } from '../ledger/records.store.js';
import { USAGE } from '../usage.scope.js';

/** What is recorded of a day. */
export interface DayRecord {
  readonly date: Day;
  readonly dau: number;
  readonly new: number;
  readonly returning: number;
}

const DAYS_BACK = 62;

/** The daily work: records the day that is over, the members at its end, and alerts that are new. */
@Injectable()
export class RollUpsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: UsageLedgerStore,
    private readonly figures: FiguresStore,
    private readonly members: MembersStore,
    private readonly records: RecordsStore,
    private readonly reports: UsageReportsService,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Rolls up every day of the last two months that is over and not recorded; for the scheduler.
   *
   * @returns the days that were rolled up now
   */
  async rollUpDueDays(actor: Actor): Promise<Day[]> {
    const due = await this.unitOfWork.run(USAGE, async () => {
      const { today, beganOn } = await this.ledger.moment();
      const first = addDays(today, -DAYS_BACK);
      const recorded = await this.records.listDays(first);
      return daysFrom(first < beganOn ? beganOn : first, addDays(today, -1)).filter(
        (day) => !recorded.has(day),
      );
    });
    for (const day of due) await this.rollUpDay(day, actor);
    return due;
  }

  /**
   * Rolls up any day that is over. Once recorded, a day gives the same bytes for ever; killed half-way it leaves nothing.
   * Members of the past cannot be rebuilt, so they are taken for the last day that is over only.
   *
   * @throws AppError 422 for a day that is not over or lies before the ledger
   */
  async rollUpDay(day: Day, actor: Actor): Promise<StoredRecord> {
    if (!isDay(day)) throw usageErrors.noSuchDay();
    return this.unitOfWork.run(USAGE, async () => {
      const { today, beganOn } = await this.ledger.moment();
      if (day >= today) throw usageErrors.dayNotOver();
      if (day < beganOn) throw usageErrors.beforeLedger(beganOn);
      await this.ledger.lock();
      const month = monthOf(day);
      const isLastDay = day === addDays(today, -1);
      const state = await this.ledger.month(month);
      if (isLastDay && state.frozenAt === null && state.membersDay !== day)
        await this.members.take(month, day);
      const key = { kind: 'day', period: day, place: { kind: 'platform' }, variant: 'utc' } as const;
      const known = await this.records.find(key);
      if (known !== null) return known;
      const record: DayRecord = { date: day, ...(await this.figures.day(day)) };
      const kept = await this.records.keep(key, record);
      await this.audit.record({
        actor,
        action: 'usage.day_rolled_up',
        target: { kind: 'usage_day', id: day },
        change: { sha256: kept.sha256 },
      });
      if (isLastDay) await this.raiseAlerts(USAGE, actor);
      return { body: kept.body, sha256: kept.sha256 };
    });
  }

  /** Each alert is raised once a month. */
  private async raiseAlerts(scope: SystemScope, actor: Actor): Promise<void> {
    const { report } = await this.reports.give(scope, { kind: 'platform' }, {});
    for (const alert of report.alerts) {
      const { isNew } = await this.records.keep(
        {
          kind: 'alert',
          period: firstDayOf(report.month),
          place: { kind: 'platform' },
          variant: alert.kind,
        },
        alert,
      );
      if (!isNew) continue;
      await this.audit.record({
        actor,
        action: 'usage.alert_raised',
        target: { kind: 'usage_month', id: report.month },
        change: { ...alert },
      });
    }
  }
}
