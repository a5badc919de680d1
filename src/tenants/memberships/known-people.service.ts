import { Injectable } from '@nestjs/common';
import { type Caller, systemScope } from '#auth';
import { decide, organizationScope, platformScope, type RoleRegistry } from '#libs/authz';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';

/**
 * Whom somebody may know by id: themselves, and members of an active organization in which they may read the members.
 * An id is no secret and no consent, so it must not turn into a stranger's name and address.
 */
@Injectable()
export class KnownPeopleService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * @param roles built-in roles and Clerk's: those that a membership can carry
   * @returns true for platform staff on support access with a stated reason who may see everybody
   */
  async knows(caller: Caller, userId: string, roles: RoleRegistry): Promise<boolean> {
    if (userId === caller.userId) return true;
    const isStaff = decide(caller.subject, 'platform:users:read', platformScope, this.clock.now());
    if (isStaff && caller.accessReason !== null) return true;
    const readers = roles
      .availableAt(organizationScope(''))
      .filter(
        ({ permissions, organizationId }) => organizationId === null && permissions.has('org:members:read'),
      )
      .map(({ key }) => key);
    const shared = await this.unitOfWork.run(systemScope('auth'), () =>
      this.unitOfWork.manager().query<unknown[]>(
        `select from memberships mine
          join organizations o on o.id = mine.organization_id and o.status = 'active'
          join memberships theirs on theirs.organization_id = mine.organization_id and theirs.user_id = $2
         where mine.user_id = $1 and mine.role = any ($3) limit 1`,
        [caller.userId, userId, readers],
      ),
    );
    return shared.length > 0;
  }
}
