import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { type Day, firstDayOf, type Month } from '../rules/calendar.rule.js';
import type { TenantPlace } from './tenant-reports.service.js';

/** An organization, and a person or their number in the ledger. */
type Key = readonly [organizationId: string, id: string];

const FIRST: Key = ['00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000'];

/** Each gives the last key of a stretch. */
const STRETCHES = {
  present: `
    select organization_id, user_id as id from (
      select organization_id, user_id from memberships where (organization_id, user_id) > ($1::uuid, $2::uuid)
      order by organization_id, user_id limit $3) stretch
    order by organization_id desc, user_id desc limit 1`,
  taken: `
    select organization_id, usage_id as id from (
      select organization_id, usage_id from usage_members
      where month = $4 and (organization_id, usage_id) > ($1::uuid, $2::uuid)
      order by organization_id, usage_id limit $3) stretch
    order by organization_id desc, usage_id desc limit 1`,
} as const;

const IN_STRETCH = `(m.organization_id, m.user_id) > ($1::uuid, $2::uuid)
  and (m.organization_id, m.user_id) <= ($3::uuid, $4::uuid)`;

// Conflicts and existence are asked row by row along the keys: row-level security has the planner think of a single row,
// and as joins these would go through the members of a whole organization for each of them.
const NUMBER_PEOPLE = `
insert into usage_people (user_id)
select distinct m.user_id from memberships m join users u on u.id = m.user_id and u.deleted_at is null
where ${IN_STRETCH} and not (select exists (select from usage_people p where p.user_id = m.user_id))
order by m.user_id on conflict do nothing`;

const ADD_MEMBERS = `
insert into usage_members (organization_id, month, usage_id)
select m.organization_id, $5::date, p.usage_id from memberships m
  join organizations o on o.id = m.organization_id and o.status <> 'deleted'
  join users u on u.id = m.user_id and u.deleted_at is null
  join usage_people p on p.user_id = m.user_id
where ${IN_STRETCH} on conflict do nothing`;

const DROP_FORMER = `
delete from usage_members x
where x.month = $5 and (x.organization_id, x.usage_id) > ($1::uuid, $2::uuid)
  and (x.organization_id, x.usage_id) <= ($3::uuid, $4::uuid)
  and not (select exists (
    select from usage_people p
      join memberships m on m.organization_id = x.organization_id and m.user_id = p.user_id
      join organizations o on o.id = m.organization_id and o.status <> 'deleted'
      join users u on u.id = m.user_id and u.deleted_at is null
    where p.usage_id = x.usage_id))`;

/** The members of organizations as they are counted for a month. */
@Injectable()
export class MembersStore {
  /** Members that one statement goes through. */
  readonly atOnce: number = 20_000;

  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Takes the present members for a month, in place of those that were taken before; in the open transaction. Goes through
   * the memberships in stretches and writes only what has changed, so that each statement stays short however many there
   * are, and the next day's take has little to do.
   *
   * @param day the day at whose end this is; null when it is done late, at the closing
   */
  async take(month: Month, day: Day | null): Promise<void> {
    const manager = this.unitOfWork.manager();
    const period = firstDayOf(month);
    await manager.query(
      `insert into usage_months (month, members_day, members_taken_at) values ($1, $2, clock_timestamp())
       on conflict (month) do update set members_day = excluded.members_day, members_taken_at = excluded.members_taken_at`,
      [period, day],
    );
    for (let from = FIRST; ;) {
      const to = await this.endOfStretch(STRETCHES.present, from, []);
      if (to === null) break;
      await manager.query(NUMBER_PEOPLE, [...from, ...to]);
      await manager.query(ADD_MEMBERS, [...from, ...to, period]);
      from = to;
    }
    for (let from = FIRST; ;) {
      const to = await this.endOfStretch(STRETCHES.taken, from, [period]);
      if (to === null) break;
      await manager.query(DROP_FORMER, [...from, ...to, period]);
      from = to;
    }
  }

  /** The last key of the next stretch; null behind the last one. */
  private async endOfStretch(sql: string, from: Key, parameters: readonly string[]): Promise<Key | null> {
    const [end] = await this.unitOfWork
      .manager()
      .query<{ organization_id: string; id: string }[]>(sql, [...from, this.atOnce, ...parameters]);
    return end === undefined ? null : [end.organization_id, end.id];
  }

  /** The places whose month is closed: all that are there, and all that the ledger or the members know of. */
  async listPlaces(month: Month, last: Day): Promise<TenantPlace[]> {
    const rows = await this.unitOfWork
      .manager()
      .query<{ organization_id: string; property_id: string | null }[]>(
        `select id as organization_id, null::uuid as property_id from organizations where created_at < $2::date + 1
         union select organization_id, id from properties where created_at < $2::date + 1
         union select organization_id, null from organization_activity_days where day between $1 and $2
         union select organization_id, property_id from property_activity_days where day between $1 and $2
         union select organization_id, null from usage_members where month = $1
         order by organization_id, property_id nulls first`,
        [firstDayOf(month), last],
      );
    return rows.map(({ organization_id: organizationId, property_id: propertyId }) =>
      propertyId === null
        ? { kind: 'organization', organizationId }
        : { kind: 'property', organizationId, propertyId },
    );
  }
}
