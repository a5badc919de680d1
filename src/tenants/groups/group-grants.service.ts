import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { actorOf, authErrors, type Caller, found } from '#auth';
import { scopeWithin } from '#libs/authz';
import { newId, type OrganizationScope, type PropertyScope, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { demandBesideMembership, demandMayGrant, demandMayRevoke } from '../grant-refusals.js';
import { isAsWanted, isNew, periodToStore, type WantedGrant } from '../grants/wanted-grant.js';
import { OrganizationLimitsService } from '../organizations/organization-limits.service.js';
import { lockActiveProperty } from '../properties/lock-active-property.js';
import { PropertiesStore } from '../properties/properties.store.js';
import { RolePoliciesService } from '../roles/role-policies.service.js';
import { tenantsErrors } from '../tenants.errors.js';
import type { GroupGrant } from './group-grant.entity.js';
import { type GroupGrantRow, GroupGrantsStore } from './group-grants.store.js';
import { GroupSeatsService } from './group-seats.service.js';
import { GroupsStore } from './groups.store.js';

/** A role that somebody wants to give to a group. */
export interface WantedGroupGrant extends WantedGrant {
  /** Null: on the organization. */
  readonly propertyId: string | null;
}

const MAX_GRANTS = 200;

/** Roles of groups: everybody in the group holds them, whoever comes later too. */
@Injectable()
export class GroupGrantsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly groups: GroupsStore,
    private readonly grants: GroupGrantsStore,
    private readonly properties: PropertiesStore,
    private readonly policies: RolePoliciesService,
    private readonly seats: GroupSeatsService,
    private readonly limits: OrganizationLimitsService,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async listOnProperty(scope: PropertyScope, after: string | null, limit: number): Promise<GroupGrantRow[]> {
    return this.unitOfWork.run(scope, () =>
      this.grants.listOnProperty(scope, after, limit, this.clock.now()),
    );
  }

  /** Giving a role again changes when it holds. */
  async give(
    scope: OrganizationScope,
    caller: Caller,
    groupId: string,
    wanted: WantedGroupGrant,
  ): Promise<GroupGrant> {
    return this.unitOfWork.run(scope, async () => {
      const now = this.clock.now();
      const { organizationId } = scope;
      const { propertyId, role } = wanted;
      const policy = await this.policies.of(scope, role);
      const at = scopeWithin(organizationId, propertyId);
      if (propertyId === null) demandBesideMembership(policy, scope, role);
      demandMayGrant(policy, caller, { ...wanted, scope: at }, now);
      found((await this.groups.lock(scope, [groupId], 'change')).get(groupId));
      if (propertyId !== null) await lockActiveProperty(this.properties, scope, propertyId);
      const present = await this.grants.list(scope, groupId);
      const before = present.find((each) => each.role === role && each.propertyId === propertyId) ?? null;
      const grant: GroupGrant = {
        organizationId,
        id: before?.id ?? newId(),
        groupId,
        propertyId,
        role,
        customRole: policy.roles.findFor(role, at)?.builtIn === false ? role : null,
        grantedBy: caller.userId,
        grantedAt: now,
        ...periodToStore(wanted, now),
      };
      if (before !== null && isAsWanted(before, grant, now)) return before;
      if (before === null && present.length >= MAX_GRANTS) throw tenantsErrors.tooManyGroupGrants();
      if (isNew(before, now)) await this.limits.demandRoom(scope, 'grants');
      await this.seats.demandFor(scope, [grant], () => this.grants.put(grant));
      await this.audit.record({
        actor: actorOf(caller),
        action: 'group.role_given',
        scope: { organizationId, propertyId },
        target: { kind: 'group', id: groupId },
        change: {
          role,
          validFrom: grant.validFrom,
          expiresAt: { from: before?.expiresAt ?? null, to: grant.expiresAt },
        },
      });
      return grant;
    });
  }

  /** Everybody in the group loses it at once. */
  async take(scope: OrganizationScope, caller: Caller, groupId: string, grantId: string): Promise<void> {
    await this.unitOfWork.run(scope, async () => {
      const policy = await this.policies.of(scope);
      const grant = found(await this.grants.find(scope, groupId, grantId));
      const { propertyId, role } = grant;
      demandMayRevoke(policy, caller, role, scopeWithin(scope.organizationId, propertyId), this.clock.now());
      if (!(await this.grants.delete(scope, groupId, grantId))) throw authErrors.notFound();
      await this.audit.record({
        actor: actorOf(caller),
        action: 'group.role_taken',
        scope: { organizationId: scope.organizationId, propertyId },
        target: { kind: 'group', id: groupId },
        change: { role },
      });
    });
  }
}
