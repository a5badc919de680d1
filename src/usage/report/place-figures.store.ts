import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { addDays, firstDayOf, lastDayOf, type Month } from '../rules/calendar.rule.js';
import type { DayFigures } from '../rules/series.rule.js';
import { dayFiguresOf, type FigureRow, type PeopleFigures, peopleFiguresOf } from './figures.store.js';
import type { Variant } from '../ledger/place.js';

const KINDS = {
  organization: { table: 'organization_activity_days', id: 'organization_id' },
  property: { table: 'property_activity_days', id: 'property_id' },
} as const;

interface PlaceFigureRow extends FigureRow {
  place_id: string;
}

/** Counts the ledger for many places in one statement: what `FiguresStore.people` says of each of them. */
@Injectable()
export class PlaceFiguresStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Works in the open transaction; the time grows with the rows of the places that are asked for.
   *
   * @param kind what the places are
   * @param places ids of organizations, or of properties with the organization that each belongs to
   * @returns figures by the id of the organization or of the property; a place without activity is not in it
   */
  async people(
    kind: 'organization' | 'property',
    places: readonly { organizationId: string; propertyId: string | null }[],
    month: Month,
    variant: Variant,
  ): Promise<Map<string, PeopleFigures>> {
    const { table, id } = KINDS[kind];
    const [day, isFirst] = variant === 'utc' ? ['day', 'is_first_day'] : ['local_day', 'is_first_local_day'];
    const [first, last] = [firstDayOf(month), lastDayOf(month)];
    // The key of the table begins with the place and the UTC day; the local one is a day away at most.
    const margin = variant === 'utc' ? 0 : 1;
    const organizations = [...new Set(places.map(({ organizationId }) => organizationId))];
    const properties = kind === 'property' ? [places.map(({ propertyId }) => propertyId)] : [];
    const rows = await this.unitOfWork.manager().query<PlaceFigureRow[]>(
      // Grouped twice and joined to nothing: row-level security has the planner think of a single row.
      `with seen as materialized (
         select ${id} as place_id, ${day} as day, usage_id, bool_or(${isFirst}) as is_first from ${table}
         where organization_id = any ($5::uuid[]) and day between $1 and $2 and ${day} between $3 and $4
           ${kind === 'property' ? 'and property_id = any ($6::uuid[])' : ''}
         group by 1, 2, 3
       )
       select place_id, to_char(day, 'YYYY-MM-DD') as date, sum(dau) as dau, sum(new) as new,
              sum(first_active) as first_active, sum(first_retained) as first_retained
       from (
         select place_id, day, count(*) as dau, count(*) filter (where is_first) as new, 0 as first_active,
                0 as first_retained
         from seen group by place_id, day
         union all
         select place_id, active, 0, 0, 1, 0
         from (select place_id, min(day) as active from seen group by place_id, usage_id) people
         union all
         select place_id, retained, 0, 0, 0, 1
         from (select place_id, min(day) as retained from seen where not is_first group by place_id, usage_id) people
       ) counted group by place_id, day order by place_id, day`,
      [addDays(first, -margin), addDays(last, margin), first, last, organizations, ...properties],
    );
    const daysOf = new Map<string, DayFigures[]>();
    for (const row of rows) {
      const days = daysOf.get(row.place_id) ?? [];
      days.push(dayFiguresOf(row));
      daysOf.set(row.place_id, days);
    }
    return new Map([...daysOf].map(([placeId, days]) => [placeId, peopleFiguresOf(days)]));
  }
}
