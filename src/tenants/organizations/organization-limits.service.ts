import { Inject, Injectable } from '@nestjs/common';
import { Environment } from '#settings';
import { type OrganizationScope, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { tenantsErrors } from '../tenants.errors.js';

/** What an organization may have a limited number of. */
type Limited = keyof Environment['organizationLimits'];

/** How many there are, by the organization's id and the present moment. */
const COUNT: Readonly<Record<Limited, string>> = {
  properties: `select count(*) as present from properties where organization_id = $1 and status = 'active' and $2::timestamptz is not null`,
  invitations: `select count(*) as present from invitations where organization_id = $1 and status = 'pending'
                  and (expires_at > $2 or accepted_in_clerk_at is not null)`,
  members: `select (select count(*) from memberships where organization_id = $1)
              + (select count(*) from invitations where organization_id = $1 and status = 'pending'
                   and (expires_at > $2 or accepted_in_clerk_at is not null)) as present`,
  grants: `select (select count(*) from property_grants where organization_id = $1
                     and (expires_at is null or expires_at > $2))
             + (select count(*) from organization_grants where organization_id = $1
                     and (expires_at is null or expires_at > $2))
             + (select count(*) from group_grants where organization_id = $1
                     and (expires_at is null or expires_at > $2)) as present`,
};

const STORED_PROPERTIES = `select count(*) as present from properties where organization_id = $1 and $2::timestamptz is not null`;

/** What is said of each, and what the organization can do by itself. */
const WORDS: Readonly<Record<Limited, { what: string; remedy: string }>> = {
  properties: { what: 'active properties', remedy: 'archive one' },
  invitations: { what: 'open invitations', remedy: 'take one back' },
  members: {
    what: 'members, open invitations counted',
    remedy: 'remove somebody or take an invitation back',
  },
  grants: { what: 'grants', remedy: 'take one that nobody needs, or give a role on the whole organization' },
};

/**
 * How much one organization may have, by setting: no tenant grows so far that others wait for it. Counted under a lock
 * that is held until the open transaction ends, so that of many who come at once only as many pass as there is room.
 * What Clerk tells of is never refused, and a lower limit takes nothing from anybody.
 */
@Injectable()
export class OrganizationLimitsService {
  /** Members whom this process is adding at Clerk right now, by organization. */
  private readonly underWay = new Map<string, number>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    @Inject(Environment) private readonly environment: Pick<Environment, 'organizationLimits'>,
  ) {}

  /**
   * @param added how many come
   * @throws AppError 409 `limit_reached`
   */
  async demandRoom(scope: OrganizationScope, what: Limited, added = 1): Promise<void> {
    if (added === 0) return;
    await this.lock(scope, what);
    const limit = this.environment.organizationLimits[what];
    const present = await this.count(scope, COUNT[what]);
    if (present + added <= limit) return;
    const words = WORDS[what];
    throw tenantsErrors.limitReached({
      detail: `The organization has ${present} of at most ${limit} ${words.what}; ${words.remedy}, or have the limit raised by whoever runs this service.`,
      extensions: { limited: what, limit, present },
    });
  }

  /** For a new property: archived ones are kept, so as many again may lie there and not more. */
  async demandRoomForProperty(scope: OrganizationScope): Promise<void> {
    await this.demandRoom(scope, 'properties');
    const limit = 2 * this.environment.organizationLimits.properties;
    const present = await this.count(scope, STORED_PROPERTIES);
    if (present < limit) return;
    throw tenantsErrors.limitReached({
      detail: `The organization has ${present} of at most ${limit} properties, archived ones counted; restore one, or have the limit raised by whoever runs this service.`,
      extensions: { limited: 'properties', limit, present },
    });
  }

  /** For an invitation: whoever accepts it becomes a member. */
  async demandRoomForInvitation(scope: OrganizationScope): Promise<void> {
    await this.demandRoom(scope, 'invitations');
    await this.demandRoom(scope, 'members');
  }

  /**
   * For a member who is added at Clerk first, outside any transaction: `take` in one, which throws as `demandRoom` does,
   * and `release` when the member is there or is not coming. Who is being added counts as there, as far as this process
   * knows: further replicas may together exceed the limit by what they have under way.
   */
  roomForMember(scope: OrganizationScope): { take(): Promise<void>; release(): void } {
    const { organizationId: id } = scope;
    let isTaken = false;
    const change = (by: number) => {
      const count = (this.underWay.get(id) ?? 0) + by;
      if (count === 0) this.underWay.delete(id);
      else this.underWay.set(id, count);
    };
    return {
      take: async () => {
        if (isTaken) return;
        await this.lock(scope, 'members');
        await this.demandRoom(scope, 'members', (this.underWay.get(id) ?? 0) + 1);
        isTaken = true;
        change(1);
      },
      release: () => {
        if (isTaken) change(-1);
        isTaken = false;
      },
    };
  }

  private async lock({ organizationId }: OrganizationScope, what: Limited): Promise<void> {
    await this.unitOfWork
      .manager()
      .query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [`limit ${what} ${organizationId}`]);
  }

  private async count({ organizationId }: OrganizationScope, sql: string): Promise<number> {
    const [row] = await this.unitOfWork
      .manager()
      .query<{ present: string }[]>(sql, [organizationId, this.clock.now()]);
    return Number(row?.present ?? 0);
  }
}
