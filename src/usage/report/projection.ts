import { alertsFor } from '../rules/alerts.rule.js';
import { addDays, addMonths, type Day, daysBetween, lastDayOf, type Month } from '../rules/calendar.rule.js';
import { costOf } from '../rules/cost.rule.js';
import { limitDate, outgrownIn } from '../rules/limit-date.rule.js';
import { forecast, type Forecast, type Projection } from '../rules/forecast.rule.js';
import { priceTable } from '../rules/price-table.js';
import type { UsageDay } from '../rules/series.rule.js';
import type { UsageReport } from './usage-report.js';

/** What the rules need to look ahead. */
export interface Prospect {
  readonly month: Month;
  readonly today: Day;
  readonly days: readonly UsageDay[];
  readonly mau: number;
  readonly mru: number;
  readonly mro: number;
  readonly isClosed: boolean;
  /** Null where nobody gets a bill: for tenants. */
  readonly planLimitMru: number | null;
  readonly retainedBefore: readonly number[];
}

/** Forecast, cost and alerts of a report. A month that is over needs no forecast; a tenant gets neither cost nor alerts. */
export function projectionOf(prospect: Prospect): Pick<UsageReport, 'forecast' | 'cost' | 'alerts'> {
  const { month, today, days, planLimitMru: limit } = prospect;
  const isOver = prospect.isClosed || today > lastDayOf(month);
  const whole = days.filter(({ date }) => date < today);
  const remaining = isOver ? 0 : daysBetween(today, lastDayOf(month)) + 1;
  const ahead = (field: 'mauToDate' | 'mruToDate', present: number): Projection | null =>
    isOver
      ? null
      : forecast(
          whole.map((day) => day[field]),
          remaining,
          present,
        );
  const mau = ahead('mauToDate', prospect.mau);
  const mru = ahead('mruToDate', prospect.mru);
  const crosses =
    limit === null
      ? null
      : limitDate(
          limit,
          days.map(({ date, mruToDate }) => ({ date, count: mruToDate })),
          addDays(today, -1),
          mru?.path ?? [],
        );
  return {
    forecast:
      mau === null || mru === null
        ? null
        : {
            mau: band(mau),
            mru: band(mru),
            planLimitMru: limit,
            crossesPlanLimitOn: crosses,
            outgrowsPlanIn: limit === null ? null : outgrown(prospect, limit, mru),
          },
    cost:
      limit === null
        ? null
        : {
            currency: priceTable.currency,
            prices: {
              asOf: priceTable.asOf,
              source: priceTable.source,
              isSecondHand: priceTable.isSecondHand,
              note: priceTable.note,
            },
            planLimitMru: limit,
            soFar: costOf(prospect.mru, prospect.mro, priceTable),
            expected: mru === null ? null : costOf(mru.expected, prospect.mro, priceTable),
          },
    alerts:
      limit === null
        ? []
        : alertsFor({ limit, mru: prospect.mru, expected: mru?.expected ?? null, limitDate: crosses }),
  };
}

function outgrown({ month, retainedBefore }: Prospect, limit: number, mru: Projection | null): Month | null {
  return mru === null
    ? outgrownIn(limit, retainedBefore, addMonths(month, -1))
    : outgrownIn(limit, [...retainedBefore, mru.expected], month);
}

function band({ expected, low, high }: Projection): Forecast {
  return { expected, low, high };
}
