import { type Day, daysFrom, firstDayOf, lastDayOf, type Month } from '../rules/calendar.rule.js';
import { definitions } from '../rules/definitions.js';
import { localDay } from '../rules/local-day.rule.js';
import { isCountedOrganization } from '../rules/retention.rule.js';
import { seriesOf } from '../rules/series.rule.js';
import type { LedgerMoment, MonthState } from '../ledger/usage-ledger.store.js';
import type { PeopleFigures } from './figures.store.js';
import type { OrganizationFigures } from './organization-figures.store.js';
import { projectionOf } from './projection.js';
import { idsOf, type Place } from '../ledger/place.js';
import type { UsageReport } from './usage-report.js';

/** When and by which calendar a report is reckoned. */
export interface Situation {
  readonly moment: LedgerMoment;
  readonly state: MonthState;
  readonly month: Month;
  /** The time zone whose days are counted. */
  readonly timezone: string;
  /** See `RecordsStore.listRetainedBefore`; empty for tenants. */
  readonly retainedBefore: readonly number[];
}

/** What was counted of a place. */
export interface Counted {
  readonly people: PeopleFigures;
  /** The organizations of the place; null for a property, which has no members of its own. */
  readonly organizations: readonly OrganizationFigures[] | null;
  /** See `UsageReport.members`. */
  readonly members: UsageReport['members'];
}

/** The report of a place, of what was counted; plain data, and the same for the same. */
export function usageReportOf(
  place: Place,
  { moment, month, state, timezone, retainedBefore }: Situation,
  { people, organizations, members }: Counted,
  planLimitMru: number | null,
): UsageReport {
  const today = localDay(moment.now, timezone);
  const beganOn = localDay(moment.beganAt, timezone);
  const days = seriesOf(daysSeen(month, beganOn, today), people.days);
  const mao = organizations?.filter((each) => isCountedOrganization(each.members, each.active)).length;
  const mro = organizations?.filter((each) => isCountedOrganization(each.members, each.retained)).length;
  const projection = projectionOf({
    month,
    today,
    days,
    mau: people.mau,
    mru: people.mru,
    mro: mro ?? 0,
    isClosed: state.frozenAt !== null,
    planLimitMru: place.kind === 'platform' ? planLimitMru : null,
    retainedBefore,
  });
  return {
    month,
    complete: state.frozenAt !== null,
    closedAt: state.frozenAt?.toISOString() ?? null,
    place: { kind: place.kind, ...idsOf(place) },
    timezone,
    mau: people.mau,
    mru: people.mru,
    mao: mao ?? null,
    mro: mro ?? null,
    new: people.newPeople,
    returning: people.mau - people.newPeople,
    days,
    ledger: {
      beganOn: moment.beganOn,
      coversWholeMonth: moment.beganAt.getTime() <= Date.parse(firstDayOf(month)),
    },
    members,
    ...projection,
    definitions,
  };
}

/** Which members count for a month: those that were taken for it, or, while it runs, those of now. */
export function membersCounted({ moment, month, state }: Situation): {
  source: 'taken' | 'now';
  told: NonNullable<UsageReport['members']>;
} {
  const isEndOfDay = state.membersDay === lastDayOf(month);
  const takenAt = state.frozenAt !== null || isEndOfDay ? state.membersTakenAt : null;
  return takenAt === null
    ? { source: 'now', told: { takenAt: moment.now.toISOString(), moment: 'now' } }
    : {
        source: 'taken',
        told: { takenAt: takenAt.toISOString(), moment: isEndOfDay ? 'end_of_day' : 'closing' },
      };
}

/** The days of a month that the ledger has seen, the running one included. */
function daysSeen(month: Month, beganOn: Day, today: Day): Day[] {
  const first = firstDayOf(month) < beganOn ? beganOn : firstDayOf(month);
  const last = lastDayOf(month) < today ? lastDayOf(month) : today;
  return daysFrom(first, last);
}
