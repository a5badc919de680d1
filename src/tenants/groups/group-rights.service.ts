import { Injectable } from '@nestjs/common';
import type { Caller } from '#auth';
import { type Policy, refusalToGrant, scopeWithin, type Subject } from '#libs/authz';
import type { OrganizationScope } from '#libs/database';
import { Clock } from '#libs/time';
import { demandMayGrant, demandMayRevoke } from '../grant-refusals.js';
import { RolePoliciesService } from '../roles/role-policies.service.js';
import type { GroupGrant } from './group-grant.entity.js';
import { GroupGrantsStore } from './group-grants.store.js';
import { GroupsStore } from './groups.store.js';

/**
 * Whoever puts somebody into a group gives them everything that the group holds, and whoever takes them out takes it: nobody
 * does either with a role above their own. The same for a role of memberships that puts people into groups. Works in the
 * open transaction.
 */
@Injectable()
export class GroupRightsService {
  constructor(
    private readonly groups: GroupsStore,
    private readonly grants: GroupGrantsStore,
    private readonly policies: RolePoliciesService,
    private readonly clock: Clock,
  ) {}

  /** @returns what people come to hold by being in the group. @throws AppError as for giving each of it */
  async demandMayFill(
    scope: OrganizationScope,
    caller: Caller,
    groupId: string,
  ): Promise<readonly GroupGrant[]> {
    const grants = await this.grants.listOver(scope, [groupId], this.clock.now());
    await this.demandMayGive(scope, caller, grants);
    return grants;
  }

  /** @throws AppError as for taking each of what people hold by being in the group */
  async demandMayEmpty(scope: OrganizationScope, caller: Caller, groupId: string): Promise<void> {
    await this.demandMayTake(scope, caller, await this.grants.listOver(scope, [groupId], this.clock.now()));
  }

  /** @throws AppError where a group in which the role puts people holds something that the caller may not give */
  async demandMayGiveClerkRole(scope: OrganizationScope, caller: Caller, role: string): Promise<void> {
    await this.demandMayGive(scope, caller, await this.grantsBy(scope, role));
  }

  /** @throws AppError where a group in which the role puts people holds something that the caller may not take */
  async demandMayTakeClerkRole(scope: OrganizationScope, caller: Caller, role: string): Promise<void> {
    await this.demandMayTake(scope, caller, await this.grantsBy(scope, role));
  }

  /** The same question about somebody who is not calling. */
  async mayGiveClerkRole(
    scope: OrganizationScope,
    policy: Policy,
    giver: Subject,
    role: string,
  ): Promise<boolean> {
    const now = this.clock.now();
    const grants = await this.grantsBy(scope, role);
    return grants.every(
      (grant) => refusalToGrant(policy, giver, proposed(grant), now, { mayOutlast: true }) === null,
    );
  }

  private async grantsBy(scope: OrganizationScope, role: string): Promise<GroupGrant[]> {
    const fed = await this.groups.listFedBy(scope, role);
    return fed.length === 0 ? [] : this.grants.listOver(scope, fed, this.clock.now());
  }

  private async demandMayGive(
    scope: OrganizationScope,
    caller: Caller,
    grants: readonly GroupGrant[],
  ): Promise<void> {
    if (grants.length === 0) return;
    const policy = await this.policies.of(scope, ...grants.flatMap(({ customRole }) => customRole ?? []));
    for (const grant of grants) demandMayGrant(policy, caller, proposed(grant), this.clock.now());
  }

  private async demandMayTake(
    scope: OrganizationScope,
    caller: Caller,
    grants: readonly GroupGrant[],
  ): Promise<void> {
    if (grants.length === 0) return;
    const policy = await this.policies.of(scope);
    for (const { organizationId, propertyId, role } of grants)
      demandMayRevoke(policy, caller, role, scopeWithin(organizationId, propertyId), this.clock.now());
  }
}

function proposed({ organizationId, propertyId, role, validFrom, expiresAt }: GroupGrant) {
  return { role, scope: scopeWithin(organizationId, propertyId), validFrom, expiresAt };
}
