import type { UsageAlert } from '../rules/alerts.rule.js';
import type { Day, Month } from '../rules/calendar.rule.js';
import type { PlanCost } from '../rules/cost.rule.js';
import type { Forecast } from '../rules/forecast.rule.js';
import type { PriceTable } from '../rules/price-table.js';
import type { UsageDay } from '../rules/series.rule.js';
import type { definitions } from '../rules/definitions.js';

/** The report of one month; plain data, stored as canonical JSON once the month is closed. */
export interface UsageReport {
  readonly month: Month;
  /** Closed: stored, and the same bytes for ever. */
  readonly complete: boolean;
  readonly closedAt: string | null;
  readonly place: {
    readonly kind: 'platform' | 'organization' | 'property';
    readonly organizationId: string | null;
    readonly propertyId: string | null;
  };
  readonly timezone: string;
  readonly mau: number;
  readonly mru: number;
  /** Null for a property, which has no members of its own. */
  readonly mao: number | null;
  readonly mro: number | null;
  readonly new: number;
  readonly returning: number;
  /** Days that the ledger has seen; neither the future nor the time before it. */
  readonly days: UsageDay[];
  readonly ledger: { readonly beganOn: Day; readonly coversWholeMonth: boolean };
  /** Which members were counted for `mao` and `mro`. */
  readonly members: { readonly takenAt: string; readonly moment: 'now' | 'end_of_day' | 'closing' } | null;
  readonly forecast: UsageForecast | null;
  /** For the platform, which gets the bill. */
  readonly cost: UsageCost | null;
  readonly alerts: UsageAlert[];
  readonly definitions: typeof definitions;
}

export interface UsageForecast {
  readonly mau: Forecast;
  readonly mru: Forecast;
  readonly planLimitMru: number | null;
  /** The first day of the month at whose end the plan's limit is crossed. */
  readonly crossesPlanLimitOn: Day | null;
  /** The first month that would lie above the limit if growth went on as over the closed months. */
  readonly outgrowsPlanIn: Month | null;
}

export interface UsageCost {
  readonly currency: 'USD';
  readonly prices: Pick<PriceTable, 'asOf' | 'source' | 'isSecondHand' | 'note'>;
  readonly planLimitMru: number;
  readonly soFar: PlanCost[];
  /** For the retained users that the forecast expects; null without one. */
  readonly expected: PlanCost[] | null;
}
