import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { actorOf, authErrors, type Caller, found } from '#auth';
import { type OrganizationScope, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { tenantsErrors } from '../tenants.errors.js';
import { GroupRightsService } from './group-rights.service.js';
import { GroupSeatsService } from './group-seats.service.js';
import { GroupsStore } from './groups.store.js';

/** Groups that lie in groups, one level deep: more would hide from people who holds what. */
@Injectable()
export class GroupNestingsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly groups: GroupsStore,
    private readonly rights: GroupRightsService,
    private readonly seats: GroupSeatsService,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * Puts a group into another one: its people hold from then on what that one holds.
   * @throws AppError 400 `group_in_itself`, 409 `group_nesting_too_deep`
   */
  async put(scope: OrganizationScope, caller: Caller, groupId: string, memberGroupId: string): Promise<void> {
    if (groupId === memberGroupId) throw tenantsErrors.groupInItself();
    await this.unitOfWork.run(scope, async () => {
      const held = await this.groups.lock(scope, [groupId, memberGroupId], 'change');
      if (held.size < 2) throw authErrors.notFound();
      const inside = await this.groups.listInside(scope, groupId);
      if (inside.some(({ id }) => id === memberGroupId)) return;
      const isTooDeep =
        (await this.groups.listAround(scope, groupId)).length > 0 ||
        (await this.groups.listInside(scope, memberGroupId)).length > 0;
      if (isTooDeep) throw tenantsErrors.groupNestingTooDeep();
      const brought = await this.rights.demandMayFill(scope, caller, groupId);
      const { organizationId } = scope;
      const nesting = {
        organizationId,
        groupId,
        memberGroupId,
        addedBy: caller.userId,
        addedAt: this.clock.now(),
      };
      await this.seats.demandFor(scope, brought, () => this.groups.insertNesting(nesting));
      await this.record('group.nested', scope, caller, groupId, memberGroupId);
    });
  }

  async take(
    scope: OrganizationScope,
    caller: Caller,
    groupId: string,
    memberGroupId: string,
  ): Promise<void> {
    await this.unitOfWork.run(scope, async () => {
      found((await this.groups.lock(scope, [groupId], 'change')).get(groupId));
      await this.rights.demandMayEmpty(scope, caller, groupId);
      if (!(await this.groups.deleteNesting(scope, groupId, memberGroupId))) throw authErrors.notFound();
      await this.record('group.unnested', scope, caller, groupId, memberGroupId);
    });
  }

  private async record(
    action: 'group.nested' | 'group.unnested',
    scope: OrganizationScope,
    caller: Caller,
    id: string,
    memberGroup: string,
  ): Promise<void> {
    await this.audit.record({
      actor: actorOf(caller),
      action,
      scope,
      target: { kind: 'group', id },
      change: { memberGroup },
    });
  }
}
