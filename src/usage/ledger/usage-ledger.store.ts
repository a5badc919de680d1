import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { localDay } from '../rules/local-day.rule.js';
import { type Day, firstDayOf, type Month } from '../rules/calendar.rule.js';

/** Where the ledger stands, by the clock of the database. */
export interface LedgerMoment {
  readonly now: Date;
  /** The UTC day that runs. */
  readonly today: Day;
  readonly beganAt: Date;
  /** The UTC day on which the ledger began. */
  readonly beganOn: Day;
}

export interface MonthState {
  readonly membersDay: Day | null;
  readonly membersTakenAt: Date | null;
  readonly frozenAt: Date | null;
}

/** Where the ledger begins and ends, and what is known of its months. */
@Injectable()
export class UsageLedgerStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async moment(): Promise<LedgerMoment> {
    const [row] = await this.unitOfWork
      .manager()
      .query<{ now: Date; began_at: Date }[]>(`select clock_timestamp() as now, began_at from usage_ledger`);
    if (row === undefined) throw new Error('the ledger does not know when it began');
    return {
      now: row.now,
      today: localDay(row.now, 'UTC'),
      beganAt: row.began_at,
      beganOn: localDay(row.began_at, 'UTC'),
    };
  }

  /** The ledger tells nothing of the time before a day any more. It never begins earlier than it did. */
  async beginAt(day: Day): Promise<void> {
    await this.unitOfWork
      .manager()
      .query(
        `update usage_ledger set began_at = $1::date at time zone 'UTC' where began_at < $1::date at time zone 'UTC'`,
        [day],
      );
  }

  async listFrozenMonths(): Promise<Set<Month>> {
    const rows = await this.unitOfWork
      .manager()
      .query<{ month: Month }[]>(
        `select to_char(month, 'YYYY-MM') as month from usage_months where frozen_at is not null`,
      );
    return new Set(rows.map(({ month }) => month));
  }

  async month(month: Month): Promise<MonthState> {
    const [row] = await this.unitOfWork
      .manager()
      .query<{ members_day: Day | null; members_taken_at: Date | null; frozen_at: Date | null }[]>(
        `select to_char(members_day, 'YYYY-MM-DD') as members_day, members_taken_at, frozen_at
         from usage_months where month = $1`,
        [firstDayOf(month)],
      );
    return {
      membersDay: row?.members_day ?? null,
      membersTakenAt: row?.members_taken_at ?? null,
      frozenAt: row?.frozen_at ?? null,
    };
  }

  /** Until the open transaction ends no month is frozen. */
  async holdFreezing(): Promise<void> {
    await this.unitOfWork
      .manager()
      .query(`select pg_advisory_xact_lock_shared(hashtextextended('usage freeze', 0))`);
  }

  /** From here on the ledger takes nothing for the month. Doing it again changes nothing. @returns when it was done */
  async freeze(month: Month): Promise<Date> {
    // Waits for whoever is writing and did not see the month frozen.
    await this.unitOfWork
      .manager()
      .query(`select pg_advisory_xact_lock(hashtextextended('usage freeze', 0))`);
    const [row] = await this.unitOfWork.manager().query<{ frozen_at: Date }[]>(
      `insert into usage_months (month, frozen_at) values ($1, clock_timestamp())
       on conflict (month) do update set frozen_at = coalesce(usage_months.frozen_at, excluded.frozen_at)
       returning frozen_at`,
      [firstDayOf(month)],
    );
    if (row === undefined) throw new Error('the month was not frozen');
    return row.frozen_at;
  }

  /** One at a time, over all replicas, until the open transaction ends. */
  async lock(): Promise<void> {
    await this.unitOfWork.manager().query(`select pg_advisory_xact_lock(hashtextextended('usage', 0))`);
  }
}
