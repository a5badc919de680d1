import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { actorOf, authErrors, type Caller, found, type Reference } from '#auth';
import { type OrganizationScope, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { UserLookupService } from '#users';
import { getMember } from '../members/get-member.js';
import { MembershipsStore } from '../members/memberships.store.js';
import { tenantsErrors } from '../tenants.errors.js';
import { GroupMembersStore, type PersonInGroup } from './group-members.store.js';
import { GroupRightsService } from './group-rights.service.js';
import { GroupSeatsService } from './group-seats.service.js';
import { GroupsStore } from './groups.store.js';

/** Who is in a group. From the commit on: nothing caches a right. */
@Injectable()
export class GroupMembersService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly groups: GroupsStore,
    private readonly members: GroupMembersStore,
    private readonly rights: GroupRightsService,
    private readonly seats: GroupSeatsService,
    private readonly memberships: MembershipsStore,
    private readonly users: UserLookupService,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Everybody, in whatever way they are in it. */
  async list(
    scope: OrganizationScope,
    groupId: string,
    after: string | null,
    limit: number,
  ): Promise<PersonInGroup[]> {
    return this.unitOfWork.run(scope, async () => {
      found(await this.groups.find(scope, groupId));
      return this.members.list(scope, groupId, after, limit);
    });
  }

  /** Adds a member of the organization. Whoever was added before stays as they are. */
  async add(
    scope: OrganizationScope,
    caller: Caller,
    groupId: string,
    person: Reference,
  ): Promise<PersonInGroup> {
    return this.unitOfWork.run(scope, async () => {
      found((await this.groups.lock(scope, [groupId], 'fill')).get(groupId));
      const user = await getMember(this.users, this.memberships, scope, person);
      const before = await this.members.find(scope, groupId, user.id);
      if (before?.addedAt != null) return before;
      const brought = await this.rights.demandMayFill(scope, caller, groupId);
      const { organizationId } = scope;
      const member = {
        organizationId,
        groupId,
        userId: user.id,
        addedBy: caller.userId,
        addedAt: this.clock.now(),
      };
      await this.seats.demandFor(scope, brought, () => this.members.insert(member));
      await this.record('group.member_added', scope, caller, groupId, user.id);
      return found(await this.members.find(scope, groupId, user.id));
    });
  }

  /** @throws AppError 409 `in_group_otherwise` for whoever was not added and is in it all the same */
  async remove(scope: OrganizationScope, caller: Caller, groupId: string, person: Reference): Promise<void> {
    await this.unitOfWork.run(scope, async () => {
      found((await this.groups.lock(scope, [groupId], 'fill')).get(groupId));
      const user = await getMember(this.users, this.memberships, scope, person);
      const present = found(await this.members.find(scope, groupId, user.id));
      if (present.addedAt === null) throw notRemovable(present);
      await this.rights.demandMayEmpty(scope, caller, groupId);
      if (!(await this.members.delete(scope, groupId, user.id))) throw authErrors.notFound();
      await this.record('group.member_removed', scope, caller, groupId, user.id);
    });
  }

  private async record(
    action: 'group.member_added' | 'group.member_removed',
    scope: OrganizationScope,
    caller: Caller,
    group: string,
    userId: string,
  ): Promise<void> {
    await this.audit.record({
      actor: actorOf(caller),
      action,
      scope,
      target: { kind: 'user', id: userId },
      change: { group },
    });
  }
}

function notRemovable({ byClerkRole, byGroups }: PersonInGroup) {
  const [inside] = byGroups;
  return tenantsErrors.inGroupOtherwise({
    detail:
      inside === undefined
        ? `They are in the group by the role ${byClerkRole ?? ''} of their membership; change that role, or the group's clerkRole.`
        : `They are in the group ${inside.id}, which lies in this one; take them out of that one.`,
  });
}
