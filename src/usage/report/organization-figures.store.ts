import { Injectable } from '@nestjs/common';
import { joinByHash, UnitOfWork } from '#libs/database';
import { firstDayOf, lastDayOf, type Month } from '../rules/calendar.rule.js';
import { allowLargeReads } from './allow-large-reads.js';
import { PeopleRangesStore } from './people-ranges.store.js';

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

/** Members whose days are looked up one by one. */
const MAX_LOOKED_UP = 1_000;

const MEMBERS_NOW = `memberships m
  join organizations o on o.id = m.organization_id and o.status <> 'deleted'
  join users u on u.id = m.user_id and u.deleted_at is null`;

/** Counts the members of organizations by the ledger, in the open transaction. */
@Injectable()
export class OrganizationFiguresStore {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ranges: PeopleRangesStore,
  ) {}

  /**
   * Members of organizations, and how many of them were active and retained anywhere on the platform.
   *
   * Row-level security has the planner think of a single row, with which it would look people up one by one, or walk
   * through everybody's activity for each member. Where all are read it is told to do neither, so that a million people
   * take seconds; where the members of one organization are looked up, nothing is joined that grows.
   *
   * @param source the members as they were taken for the month, or as they are now
   */
  async list(
    month: Month,
    source: 'taken' | 'now',
    organizationId: string | null,
  ): Promise<OrganizationFigures[]> {
    await allowLargeReads(this.unitOfWork);
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
    const ranges = await this.ranges.list();
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
