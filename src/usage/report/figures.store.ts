import { Injectable } from '@nestjs/common';
import { joinByHash, UnitOfWork } from '#libs/database';
import { addDays, type Day, firstDayOf, lastDayOf, type Month } from '../rules/calendar.rule.js';
import type { DayFigures } from '../rules/series.rule.js';
import { idsOf, type Place, type Variant } from '../ledger/place.js';

export interface PeopleFigures {
  readonly days: DayFigures[];
  readonly mau: number;
  readonly mru: number;
  /** Those who were active on the day of their sign-up, and it lies in the month. */
  readonly newPeople: number;
}

/** An organization with any member, by UTC days. */
export interface OrganizationFigures {
  readonly organizationId: string;
  readonly members: number;
  readonly active: number;
  readonly retained: number;
}

/** An organization as PostgreSQL counts it. */
interface OrganizationRow {
  organization_id: string;
  members: string;
  active: string;
  retained: string;
}

/** A day as PostgreSQL counts it. */
export interface FigureRow {
  date: Day;
  dau: string;
  new: string;
  first_active: string;
  first_retained: string;
}

/** Members whose days are looked up one by one. */
const MAX_LOOKED_UP = 1_000;

/** Numbers of people in the ledger: those behind the first, up to and with the second. */
type Range = readonly [after: string, upTo: string];

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';
const BEHIND_ALL = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

const MEMBERS_NOW = `memberships m
  join organizations o on o.id = m.organization_id and o.status <> 'deleted'
  join users u on u.id = m.user_id and u.deleted_at is null`;

const TABLES = {
  platform: 'platform_activity_days',
  organization: 'organization_activity_days',
  property: 'property_activity_days',
} as const;

/** Counts the rows of the ledger in the open transaction. */
@Injectable()
export class FiguresStore {
  /**
   * People of the platform that one statement counts. The days of everybody are counted one range of numbers after the
   * other: nobody is in two of them, so what each says adds up, and none runs into the time limit however many they are.
   */
  readonly peopleAtOnce: number = 250_000;

  constructor(private readonly unitOfWork: UnitOfWork) {}

  async people(place: Place, month: Month, variant: Variant): Promise<PeopleFigures> {
    await this.allowMuch();
    if (place.kind !== 'platform') return peopleFiguresOf(await this.days(place, month, variant, null));
    const days = new Map<Day, DayFigures>();
    for (const range of await this.ranges())
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
    range: Range | null,
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

  /**
   * Members of organizations, and how many of them were active and retained anywhere on the platform.
   *
   * Row-level security has the planner think of a single row, with which it would look people up one by one, or walk
   * through everybody's activity for each member. Where all are read it is told to do neither, so that a million people
   * take seconds; where the members of one organization are looked up, nothing is joined that grows.
   *
   * @param source the members as they were taken for the month, or as they are now
   */
  async organizationMembers(
    month: Month,
    source: 'taken' | 'now',
    organizationId: string | null,
  ): Promise<OrganizationFigures[]> {
    await this.allowMuch();
    return organizationId === null
      ? this.everyOrganization(month, source)
      : this.oneOrganization(month, source, organizationId);
  }

  private async oneOrganization(
    month: Month,
    source: 'taken' | 'now',
    organizationId: string,
  ): Promise<OrganizationFigures[]> {
    const members =
      source === 'taken'
        ? `select organization_id, usage_id from usage_members where month = $1 and organization_id = $3`
        : `select m.organization_id, p.usage_id from ${MEMBERS_NOW}
             left join usage_people p on p.user_id = m.user_id
           where $1::date is not null and m.organization_id = $3`;
    const isLookedUp = await this.isSmall(organizationId);
    const count = () =>
      this.unitOfWork.manager().query<OrganizationRow[]>(
        `with members as materialized (${members}), people as materialized (
           select usage_id, bool_or(not is_first_day) as is_retained from platform_activity_days
           where day between $1 and $2 ${isLookedUp ? 'and usage_id in (select usage_id from members)' : ''}
           group by usage_id
         )
         select m.organization_id, count(*) as members, count(p.usage_id) as active,
                count(*) filter (where p.is_retained) as retained
         from members m left join people p using (usage_id) group by m.organization_id`,
        [firstDayOf(month), lastDayOf(month), organizationId],
      );
    const rows = isLookedUp ? await count() : await joinByHash(this.unitOfWork, count);
    return rows.map((row) => ({
      organizationId: row.organization_id,
      members: Number(row.members),
      active: Number(row.active),
      retained: Number(row.retained),
    }));
  }

  private async everyOrganization(month: Month, source: 'taken' | 'now'): Promise<OrganizationFigures[]> {
    const manager = this.unitOfWork.manager();
    const period = [firstDayOf(month), lastDayOf(month)];
    const ranges = await this.ranges();
    return joinByHash(this.unitOfWork, async () => {
      const members = await manager.query<Pick<OrganizationRow, 'organization_id' | 'members'>[]>(
        `select m.organization_id, count(*) as members
           from ${source === 'taken' ? 'usage_members m where m.month = $1' : `${MEMBERS_NOW} where $1::date is not null`}
          group by m.organization_id`,
        [period[0]],
      );
      const counted = new Map(
        members.map((row) => [row.organization_id, { members: Number(row.members), active: 0, retained: 0 }]),
      );
      for (const range of ranges) {
        const rows = await manager.query<Omit<OrganizationRow, 'members'>[]>(
          `with people as materialized (
             select usage_id, bool_or(not is_first_day) as is_retained from platform_activity_days
             where day between $1 and $2 and usage_id > $3 and usage_id <= $4 group by usage_id
           )
           select m.organization_id, count(*) as active, count(*) filter (where x.is_retained) as retained
             from people x ${
               source === 'taken'
                 ? `join usage_members m on m.usage_id = x.usage_id and m.usage_id > $3 and m.usage_id <= $4
                    where m.month = $1`
                 : `join usage_people p on p.usage_id = x.usage_id and p.usage_id > $3 and p.usage_id <= $4
                    join users u on u.id = p.user_id and u.deleted_at is null
                    join memberships m on m.user_id = p.user_id`
             } group by m.organization_id`,
          [...period, ...range],
        );
        for (const row of rows) {
          const of = counted.get(row.organization_id);
          // An organization that is deleted has none; who became a member meanwhile is counted by the next report.
          if (of === undefined) continue;
          of.active = Math.min(of.members, of.active + Number(row.active));
          of.retained = Math.min(of.active, of.retained + Number(row.retained));
        }
      }
      return [...counted].map(([organizationId, figures]) => ({ organizationId, ...figures }));
    });
  }

  /** All numbers there can be, parted where so many people have theirs in between. */
  private async ranges(): Promise<Range[]> {
    const ranges: Range[] = [];
    for (let after = BEFORE_ALL; after !== BEHIND_ALL;) {
      const [row] = await this.unitOfWork
        .manager()
        .query<{ usage_id: string }[]>(
          'select usage_id from usage_people where usage_id > $1 order by usage_id offset $2 limit 1',
          [after, this.peopleAtOnce - 1],
        );
      const upTo = row?.usage_id ?? BEHIND_ALL;
      ranges.push([after, upTo]);
      after = upTo;
    }
    return ranges;
  }

  /** A million people are sorted out in memory, and may take longer than a request that touches a few rows. */
  private async allowMuch(): Promise<void> {
    await this.unitOfWork.manager().query(
      `select set_config('work_mem', '192MB', true), set_config('hash_mem_multiplier', '2', true),
                set_config('statement_timeout', '7500', true)`,
    );
  }

  /** Whether it takes less to look up the days of each member than to read everybody's. */
  private async isSmall(organizationId: string): Promise<boolean> {
    const rows = await this.unitOfWork
      .manager()
      .query<unknown[]>(
        `select from memberships where organization_id = $1 limit ${String(MAX_LOOKED_UP + 1)}`,
        [organizationId],
      );
    return rows.length <= MAX_LOOKED_UP;
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
