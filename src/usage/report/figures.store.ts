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

const TABLES = {
  platform: 'platform_activity_days',
  organization: 'organization_activity_days',
  property: 'property_activity_days',
} as const;

/** Counts the rows of the ledger in the open transaction. */
@Injectable()
export class FiguresStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async people(place: Place, month: Month, variant: Variant): Promise<PeopleFigures> {
    const manager = this.unitOfWork.manager();
    await this.allowMuch();
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
    // A row for each person and day: a UTC day can lie in two local ones, and a local day in two of UTC.
    const where = conditions.join(' and ');
    const distinct = place.kind === 'platform' ? '' : `group by ${day}, usage_id`;
    const rows = await manager.query<FigureRow[]>(
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
    return peopleFiguresOf(rows.map(dayFiguresOf));
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
    const only = (column: string) => (organizationId === null ? '' : `and ${column} = $3`);
    const members =
      source === 'taken'
        ? `select organization_id, usage_id from usage_members where month = $1 ${only('organization_id')}`
        : `select m.organization_id, p.usage_id from memberships m
             join organizations o on o.id = m.organization_id and o.status <> 'deleted'
             join users u on u.id = m.user_id and u.deleted_at is null
             left join usage_people p on p.user_id = m.user_id
           where $1::date is not null ${only('m.organization_id')}`;
    await this.allowMuch();
    const isLookedUp = organizationId !== null && (await this.isSmall(organizationId));
    const count = () =>
      this.unitOfWork
        .manager()
        .query<{ organization_id: string; members: string; active: string; retained: string }[]>(
          `with members as materialized (${members}), people as materialized (
           select usage_id, bool_or(not is_first_day) as is_retained from platform_activity_days
           where day between $1 and $2 ${isLookedUp ? 'and usage_id in (select usage_id from members)' : ''}
           group by usage_id
         )
         select m.organization_id, count(*) as members, count(p.usage_id) as active,
                count(*) filter (where p.is_retained) as retained
         from members m left join people p using (usage_id) group by m.organization_id`,
          [firstDayOf(month), lastDayOf(month), ...(organizationId === null ? [] : [organizationId])],
        );
    const rows = isLookedUp ? await count() : await joinByHash(this.unitOfWork, count);
    return rows.map((row) => ({
      organizationId: row.organization_id,
      members: Number(row.members),
      active: Number(row.active),
      retained: Number(row.retained),
    }));
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
