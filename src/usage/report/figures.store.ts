import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { addDays, type Day, firstDayOf, lastDayOf, type Month } from '../rules/calendar.rule.js';
import type { DayFigures } from '../rules/series.rule.js';
import { idsOf, type Place, type Variant } from '../ledger/place.js';
import { allowLargeReads } from './allow-large-reads.js';
import { type PeopleRange, PeopleRangesStore } from './people-ranges.store.js';

export interface PeopleFigures {
  readonly days: DayFigures[];
  readonly mau: number;
  readonly mru: number;
  /** Those who were active on the day of their sign-up, and it lies in the month. */
  readonly newPeople: number;
}

/** A day as PostgreSQL counts it. */
export interface FigureRow {
  date: Day;
  dau: string;
  new: string;
  first_active: string;
  first_retained: string;
}

const TABLES = {
  platform: 'platform_activity_days',
  organization: 'organization_activity_days',
  property: 'property_activity_days',
} as const;

/** Counts the rows of the ledger in the open transaction. */
@Injectable()
export class FiguresStore {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ranges: PeopleRangesStore,
  ) {}

  async people(place: Place, month: Month, variant: Variant): Promise<PeopleFigures> {
    await allowLargeReads(this.unitOfWork);
    if (place.kind !== 'platform') return peopleFiguresOf(await this.days(place, month, variant, null));
    const days = new Map<Day, DayFigures>();
    for (const range of await this.ranges.list())
      for (const day of await this.days(place, month, variant, range)) {
        const before = days.get(day.date);
        days.set(day.date, before === undefined ? day : sumOf(before, day));
      }
    return peopleFiguresOf([...days.values()].sort((one, other) => (one.date < other.date ? -1 : 1)));
  }

  private async days(
    place: Place,
    month: Month,
    variant: Variant,
    range: PeopleRange | null,
  ): Promise<DayFigures[]> {
    const first = firstDayOf(month);
    const last = lastDayOf(month);
    const [day, isFirst] = variant === 'utc' ? ['day', 'is_first_day'] : ['local_day', 'is_first_local_day'];
    const { organizationId, propertyId } = idsOf(place);
    const conditions = [
      // The key begins with the UTC day; the local one is a day away at most.
      'day between $1 and $2',
      ...(variant === 'utc' ? [] : ['local_day between $3 and $4']),
    ];
    const parameters: string[] =
      variant === 'utc' ? [first, last] : [addDays(first, -1), addDays(last, 1), first, last];
    if (organizationId !== null) {
      parameters.push(organizationId);
      conditions.push(`organization_id = $${parameters.length}`);
    }
    if (propertyId !== null) {
      parameters.push(propertyId);
      conditions.push(`property_id = $${parameters.length}`);
    }
    if (range !== null) {
      parameters.push(...range);
      conditions.push(`usage_id > $${parameters.length - 1} and usage_id <= $${parameters.length}`);
    }
    // A row for each person and day: a UTC day can lie in two local ones, and a local day in two of UTC.
    const where = conditions.join(' and ');
    const distinct = place.kind === 'platform' ? '' : `group by ${day}, usage_id`;
    const rows = await this.unitOfWork.manager().query<FigureRow[]>(
      `with seen as not materialized (
         select ${day} as day, usage_id, ${distinct === '' ? isFirst : `bool_or(${isFirst})`} as is_first
         from ${TABLES[place.kind]} where ${where} ${distinct}
       ), daily as (
         select day, count(*) as dau, count(*) filter (where is_first) as new from seen group by day
       ), people as (
         select min(day) as active, min(day) filter (where not is_first) as retained from seen group by usage_id
       ), active as (select active as day, count(*) as people from people group by 1),
       retained as (select retained as day, count(*) as people from people where retained is not null group by 1)
       select to_char(d.day, 'YYYY-MM-DD') as date, d.dau, d.new, coalesce(a.people, 0) as first_active,
              coalesce(r.people, 0) as first_retained
       from daily d left join active a using (day) left join retained r using (day) order by d.day`,
      parameters,
    );
    return rows.map(dayFiguresOf);
  }

  /** The figures of one UTC day of the platform. */
  async day(day: Day): Promise<{ dau: number; new: number; returning: number }> {
    const [row] = await this.unitOfWork
      .manager()
      .query<{ dau: string; new: string }[]>(
        `select count(*) as dau, count(*) filter (where is_first_day) as new from platform_activity_days where day = $1`,
        [day],
      );
    const [dau, fresh] = [Number(row?.dau ?? 0), Number(row?.new ?? 0)];
    return { dau, new: fresh, returning: dau - fresh };
  }
}

export function dayFiguresOf(row: FigureRow): DayFigures {
  return {
    date: row.date,
    dau: Number(row.dau),
    new: Number(row.new),
    firstActive: Number(row.first_active),
    firstRetained: Number(row.first_retained),
  };
}

/** What two groups of people, of whom nobody is in both, make of one day. */
function sumOf(one: DayFigures, other: DayFigures): DayFigures {
  return {
    date: one.date,
    dau: one.dau + other.dau,
    new: one.new + other.new,
    firstActive: one.firstActive + other.firstActive,
    firstRetained: one.firstRetained + other.firstRetained,
  };
}

/** The days of a month and what they add up to. */
export function peopleFiguresOf(days: DayFigures[]): PeopleFigures {
  return {
    days,
    mau: sum(days, 'firstActive'),
    mru: sum(days, 'firstRetained'),
    newPeople: sum(days, 'new'),
  };
}

function sum(days: readonly DayFigures[], field: 'firstActive' | 'firstRetained' | 'new'): number {
  return days.reduce((total, day) => total + day[field], 0);
}
