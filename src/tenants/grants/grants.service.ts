import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { actorOf, authErrors, type Caller, found, type Reference } from '#auth';
import { propertyScope } from '#libs/authz';
import { type PropertyScope, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { UsersStore } from '#users';
import { demandMayGrant, demandMayRevoke } from '../grant-refusals.js';
import { getMember } from '../members/get-member.js';
import { MembershipsStore } from '../members/memberships.store.js';
import { OrganizationLimitsService } from '../organizations/organization-limits.service.js';
import { SeatsService } from '../members/seats.service.js';
import { PropertiesStore } from '../properties/properties.store.js';
import { RolePoliciesService } from '../roles/role-policies.service.js';
import { tenantsErrors } from '../tenants.errors.js';
import { grantGiven } from './grant-given.js';
import { type GrantRow, GrantsStore } from './grants.store.js';
import { isAsWanted, isNew, periodToStore, type WantedGrant } from './wanted-grant.js';

/** Roles on one property. They hold from the commit on: nothing caches a right. */
@Injectable()
export class GrantsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly grants: GrantsStore,
    private readonly memberships: MembershipsStore,
    private readonly properties: PropertiesStore,
    private readonly users: UsersStore,
    private readonly policies: RolePoliciesService,
    private readonly seats: SeatsService,
    private readonly limits: OrganizationLimitsService,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async list(
    scope: PropertyScope,
    after: readonly [string, string] | null,
    limit: number,
  ): Promise<GrantRow[]> {
    return this.unitOfWork.run(scope, () => this.grants.list(scope, after, limit));
  }

  /** Gives a role to a member of the organization; giving it again changes when it holds. */
  async give(
    scope: PropertyScope,
    caller: Caller,
    person: Reference,
    wanted: WantedGrant,
  ): Promise<GrantRow> {
    return this.unitOfWork.run(scope, async () => {
      const now = this.clock.now();
      const policy = await this.policies.of(scope, wanted.role);
      demandMayGrant(policy, caller, { ...wanted, scope: placeOf(scope) }, now);
      const user = await getMember(this.users, this.memberships, scope, person);
      const property = found(await this.properties.lock(scope));
      if (property.status === 'archived') throw tenantsErrors.propertyArchived();
      const before = await this.grants.find(scope, user.id, wanted.role);
      const grant = {
        organizationId: scope.organizationId,
        propertyId: scope.propertyId,
        userId: user.id,
        role: wanted.role,
        grantedBy: caller.userId,
        grantedAt: now,
        ...periodToStore(wanted, now),
      };
      if (before !== null && isAsWanted(before, grant, now)) return { grant: before, user };
      await this.seats.demandSeatOnProperty(scope, property, user.id);
      if (isNew(before, now)) await this.limits.demandRoom(scope, 'grants');
      await this.grants.put(grant);
      await this.audit.record(grantGiven(actorOf(caller), grant, before));
      return { grant, user };
    });
  }

  async take(scope: PropertyScope, caller: Caller, person: Reference, role: string): Promise<void> {
    await this.unitOfWork.run(scope, async () => {
      const policy = await this.policies.of(scope);
      demandMayRevoke(policy, caller, role, placeOf(scope), this.clock.now());
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

function placeOf(scope: PropertyScope) {
  return propertyScope(scope.organizationId, scope.propertyId);
}
