import { Injectable } from '@nestjs/common';
import { firstIdOf, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { TenantAlarms } from '../tenant-alarms.module.js';

/** What happens within this time counts as one event. */
const WINDOW_MS = 15 * 60_000;
/** Fewer people than this leave any organization on an ordinary day. */
const MIN_PEOPLE = 10;
/** So much of an organization: half. */
const MIN_SHARE = 0.5;

interface Removed {
  organizationId: string;
  people: number;
  members: number;
}

/**
 * Notices that Clerk has taken membership or role from much of an organization at once, as a directory does that was
 * emptied or connected wrongly. What Clerk takes is taken at once, since no right is kept on doubt; so that somebody can
 * give it back soon, they have to hear of it.
 */
@Injectable()
export class MassRemovalWatchService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly alarms: TenantAlarms,
    private readonly clock: Clock,
  ) {}

  /** In the open transaction of a system scope. */
  async check(): Promise<{ organizations: number }> {
    const since = new Date(this.clock.nowMs() - WINDOW_MS);
    const found = await this.unitOfWork.manager().query<Removed[]>(
      `select taken.organization_id as "organizationId", taken.people, taken.gone + here.members as members
         from (select organization_id, count(distinct target_id)::integer as people,
                 (count(distinct target_id) filter (where action = 'membership.deleted'))::integer as gone
               from audit_events
               where action in ('membership.deleted', 'membership.role_changed') and id >= $1
                 and actor_kind = 'system' and organization_id is not null
               group by organization_id having count(distinct target_id) >= $2) taken
         cross join lateral (select count(*)::integer as members from memberships m
                             where m.organization_id = taken.organization_id) here
        where taken.people >= $3::double precision * (taken.gone + here.members)`,
      [firstIdOf(since), MIN_PEOPLE, MIN_SHARE],
    );
    for (const { organizationId, people, members } of found)
      await this.alarms.raise({ kind: 'mass_removal', subject: organizationId, detail: { people, members } });
    return { organizations: found.length };
  }
}
