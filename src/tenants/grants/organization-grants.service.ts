import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { actorOf, authErrors, type Caller, type Reference } from '#auth';
import { organizationScope } from '#libs/authz';
import { type OrganizationScope, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { UsersStore } from '#users';
import { demandBesideMembership, demandMayGrant, demandMayRevoke } from '../grant-refusals.js';
import { getMember } from '../members/get-member.js';
import { MembershipsStore } from '../members/memberships.store.js';
import { OrganizationLimitsService } from '../organizations/organization-limits.service.js';
import { RolePoliciesService } from '../roles/role-policies.service.js';
import { grantGiven } from './grant-given.js';
import { type OrganizationGrantRow, OrganizationGrantsStore } from './organization-grants.store.js';
import { isAsWanted, isNew, periodToStore, type WantedGrant } from './wanted-grant.js';

/**
 * The organization's own roles, given on the whole of it. They stand beside the one role that Clerk keeps for a member
 * and hold on every property, also on one that is added later.
 */
@Injectable()
export class OrganizationGrantsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly grants: OrganizationGrantsStore,
    private readonly memberships: MembershipsStore,
    private readonly users: UsersStore,
    private readonly policies: RolePoliciesService,
    private readonly limits: OrganizationLimitsService,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async list(
    scope: OrganizationScope,
    after: readonly [string, string] | null,
    limit: number,
  ): Promise<OrganizationGrantRow[]> {
    return this.unitOfWork.run(scope, () => this.grants.list(scope, after, limit, this.clock.now()));
  }

  async give(
    scope: OrganizationScope,
    caller: Caller,
    person: Reference,
    wanted: WantedGrant,
  ): Promise<OrganizationGrantRow> {
    return this.unitOfWork.run(scope, async () => {
      const now = this.clock.now();
      const policy = await this.policies.of(scope, wanted.role);
      demandBesideMembership(policy, scope, wanted.role);
      demandMayGrant(policy, caller, { ...wanted, scope: organizationScope(scope.organizationId) }, now);
      const user = await getMember(this.users, this.memberships, scope, person);
      const before = await this.grants.find(scope, user.id, wanted.role);
      const grant = {
        organizationId: scope.organizationId,
        userId: user.id,
        role: wanted.role,
        grantedBy: caller.userId,
        grantedAt: now,
        ...periodToStore(wanted, now),
      };
      if (before !== null && isAsWanted(before, grant, now)) return { grant: before, user };
      if (isNew(before, now)) await this.limits.demandRoom(scope, 'grants');
      await this.grants.put(grant);
      await this.audit.record(grantGiven(actorOf(caller), grant, before));
      return { grant, user };
    });
  }

  async take(scope: OrganizationScope, caller: Caller, person: Reference, role: string): Promise<void> {
    await this.unitOfWork.run(scope, async () => {
      const policy = await this.policies.of(scope);
      const place = organizationScope(scope.organizationId);
      demandMayRevoke(policy, caller, role, place, this.clock.now());
      const user = await getMember(this.users, this.memberships, scope, person);
      if (!(await this.grants.delete(scope, user.id, role))) throw authErrors.notFound();
      await this.audit.record({
        actor: actorOf(caller),
        action: 'grant.taken',
        scope,
        target: { kind: 'user', id: user.id },
        change: { role },
      });
    });
  }
}
