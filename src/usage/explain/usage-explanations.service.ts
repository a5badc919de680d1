import { Injectable } from '@nestjs/common';
import { found, type Reference } from '#auth';
import { type DataScope, UnitOfWork } from '#libs/database';
import { OrganizationFiguresStore } from '../report/organization-figures.store.js';
import type { Place } from '../ledger/place.js';
import { UsageReportsService } from '../report/usage-reports.service.js';
import { type Day, firstDayOf, lastDayOf, type Month } from '../rules/calendar.rule.js';
import { isCountedOrganization } from '../rules/retention.rule.js';
import {
  type OrganizationExplanation,
  type PersonExplanation,
  reasonsOfOrganization,
  reasonsOfPerson,
} from './explanation.js';
import { USAGE } from '../usage.scope.js';

const DAYS_OF = {
  platform: 'select day from platform_activity_days where usage_id = $1 and day between $2 and $3',
  organization:
    'select distinct day from organization_activity_days where usage_id = $1 and day between $2 and $3 and organization_id = $4',
} as const;

/** Says why a person or an organization is in the counts of a month, by UTC days. */
@Injectable()
export class UsageExplanationsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly organizationFigures: OrganizationFiguresStore,
    private readonly reports: UsageReportsService,
  ) {}

  /** @throws AppError 404 for somebody who is not to be seen at the place, also for who was erased */
  async person(
    scope: DataScope,
    place: Exclude<Place, { kind: 'property' }>,
    reference: Reference,
    wanted: Month | undefined,
  ): Promise<PersonExplanation> {
    const { report } = await this.reports.give(scope, place, { month: wanted });
    const answer = await this.unitOfWork.run(scope, async () => {
      const manager = this.unitOfWork.manager();
      const [held] = await manager.query<{ user_id: string; usage_id: string | null; signed_up_on: Day }[]>(
        `select u.id as user_id, p.usage_id, to_char(u.created_at at time zone 'UTC', 'YYYY-MM-DD') as signed_up_on
         from users u left join usage_people p on p.user_id = u.id
         where ${reference.kind === 'id' ? 'u.id' : 'u.clerk_id'} = $1`,
        [reference.kind === 'id' ? reference.id : reference.clerkId],
      );
      const row = found(held);
      const days =
        row.usage_id === null
          ? []
          : await manager.query<{ day: Day }[]>(
              `select to_char(day, 'YYYY-MM-DD') as day from (${DAYS_OF[place.kind]}) as days order by 1`,
              [
                row.usage_id,
                firstDayOf(report.month),
                lastDayOf(report.month),
                ...(place.kind === 'organization' ? [place.organizationId] : []),
              ],
            );
      return { ...row, days: days.map(({ day }) => day) };
    });
    return {
      kind: 'person',
      month: report.month,
      userId: answer.user_id,
      active: answer.days.length > 0,
      retained: answer.days.some((day) => day > answer.signed_up_on),
      signedUpOn: answer.signed_up_on,
      activeDays: answer.days,
      because: reasonsOfPerson(answer.signed_up_on, answer.days, report.month),
    };
  }

  async organization(
    scope: DataScope,
    organizationId: string,
    wanted: Month | undefined,
  ): Promise<OrganizationExplanation> {
    const place = { kind: 'organization', organizationId } as const;
    const { report } = await this.reports.give(scope, place, { month: wanted });
    const counted = report.members?.moment ?? 'now';
    const [row] = await this.unitOfWork.run(USAGE, () =>
      this.organizationFigures.list(report.month, counted === 'now' ? 'now' : 'taken', organizationId),
    );
    const counts = {
      members: row?.members ?? 0,
      activeMembers: row?.active ?? 0,
      retainedMembers: row?.retained ?? 0,
    };
    return {
      kind: 'organization',
      month: report.month,
      organizationId,
      active: isCountedOrganization(counts.members, counts.activeMembers),
      retained: isCountedOrganization(counts.members, counts.retainedMembers),
      ...counts,
      membersCounted: counted,
      because: reasonsOfOrganization(counts),
    };
  }
}
