import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { type Day, firstDayOf, type Month } from '../rules/calendar.rule.js';

/** The members of organizations as they are counted for a month. */
@Injectable()
export class MembersStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Takes the present members for a month, in place of those that were taken before.
   *
   * @param day the day at whose end this is; null when it is done late, at the closing
   */
  async take(month: Month, day: Day | null): Promise<void> {
    const manager = this.unitOfWork.manager();
    const period = firstDayOf(month);
    await manager.query(
      `insert into usage_people (user_id)
       select distinct m.user_id from memberships m join users u on u.id = m.user_id and u.deleted_at is null
       where not exists (select from usage_people p where p.user_id = m.user_id)
       order by m.user_id on conflict do nothing`,
    );
    await manager.query(
      `insert into usage_months (month, members_day, members_taken_at) values ($1, $2, clock_timestamp())
       on conflict (month) do update set members_day = excluded.members_day, members_taken_at = excluded.members_taken_at`,
      [period, day],
    );
    await manager.query(`delete from usage_members where month = $1`, [period]);
    await manager.query(
      `insert into usage_members (organization_id, month, usage_id)
       select m.organization_id, $1::date, p.usage_id from memberships m
         join organizations o on o.id = m.organization_id and o.status <> 'deleted'
         join users u on u.id = m.user_id and u.deleted_at is null
         join usage_people p on p.user_id = m.user_id`,
      [period],
    );
  }

  /** The places whose month is closed: all that are there, and all that the ledger or the members know of. */
  async listPlaces(month: Month, last: Day): Promise<{ organizationId: string; properties: string[] }[]> {
    const rows = await this.unitOfWork.manager().query<{ organization_id: string; properties: string[] }[]>(
      `with places as (
         select id as organization_id, null::uuid as property_id from organizations where created_at < $2::date + 1
         union select organization_id, id from properties where created_at < $2::date + 1
         union select organization_id, null from organization_activity_days where day between $1 and $2
         union select organization_id, property_id from property_activity_days where day between $1 and $2
         union select organization_id, null from usage_members where month = $1
       )
       select organization_id, array_remove(array_agg(property_id order by property_id), null) as properties
       from places group by organization_id order by organization_id`,
      [firstDayOf(month), last],
    );
    return rows.map((row) => ({ organizationId: row.organization_id, properties: row.properties }));
  }
}
