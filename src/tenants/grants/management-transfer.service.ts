import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { actorOf, authErrors, type Caller, found, type Reference } from '#auth';
import { isActive, propertyScope } from '#libs/authz';
import { type PropertyScope, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { UserLookupService } from '#users';
import { demandMayGrant } from '../grant-refusals.js';
import { getMember } from '../members/get-member.js';
import { MembershipsStore } from '../members/memberships.store.js';
import { SeatsService } from '../members/seats.service.js';
import { OrganizationLimitsService } from '../organizations/organization-limits.service.js';
import { PropertiesStore } from '../properties/properties.store.js';
import { RolePoliciesService } from '../roles/role-policies.service.js';
import { tenantsErrors } from '../tenants.errors.js';
import { grantGiven } from './grant-given.js';
import { type GrantRow, GrantsStore } from './grants.store.js';
import type { PropertyGrant } from './property-grant.entity.js';
import { isNew } from './wanted-grant.js';

/** The role that is handed over. */
const MANAGER_ROLE = 'property:manager';

/**
 * Hands the role of a property's manager to another member in one transaction: at no moment is there none, or one too
 * many. It gives nothing that giving the role would not: the heir holds it no longer than the former manager would have.
 */
@Injectable()
export class ManagementTransferService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly grants: GrantsStore,
    private readonly memberships: MembershipsStore,
    private readonly properties: PropertiesStore,
    private readonly users: UserLookupService,
    private readonly policies: RolePoliciesService,
    private readonly seats: SeatsService,
    private readonly limits: OrganizationLimitsService,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns what the heir holds now
   * @throws AppError 403 for whoever was not given the role themselves, 404 for an heir who is no member
   */
  async transfer(scope: PropertyScope, caller: Caller, person: Reference): Promise<GrantRow> {
    return this.unitOfWork.run(scope, async () => {
      const now = this.clock.now();
      const property = found(await this.properties.lock(scope));
      const own = await this.grants.find(scope, caller.userId, MANAGER_ROLE);
      // Who manages by the organization, a group or the platform has nothing of their own to hand over.
      if (own === null || !isActive(own, now)) throw authErrors.roleMissing(MANAGER_ROLE);
      const user = await getMember(this.users, this.memberships, scope, person);
      if (user.id === caller.userId) throw tenantsErrors.alreadyManager();
      if (property.status === 'archived') throw tenantsErrors.propertyArchived();
      if (!(await this.users.canAct(user.id))) throw tenantsErrors.heirCannotManage();
      const before = await this.grants.find(scope, user.id, MANAGER_ROLE);
      const keeps = before !== null && isActive(before, now) && endsNoEarlier(before, own);
      const grant = keeps ? before : heirs(own, user.id, caller, now);
      if (!keeps) {
        const policy = await this.policies.of(scope, MANAGER_ROLE);
        const place = propertyScope(scope.organizationId, scope.propertyId);
        const { role, expiresAt } = grant;
        demandMayGrant(policy, caller, { role, validFrom: null, expiresAt, scope: place }, now);
      }
      // First, so that the seat and the row of the former manager are free for the heir.
      await this.grants.delete(scope, caller.userId, MANAGER_ROLE);
      if (!keeps) {
        await this.seats.demandSeatOnProperty(scope, property, user.id);
        if (isNew(before, now)) await this.limits.demandRoom(scope, 'grants');
        await this.grants.put(grant);
        await this.audit.record(grantGiven(actorOf(caller), grant, before));
      }
      await this.audit.record({
        actor: actorOf(caller),
        action: 'grant.taken',
        scope,
        target: { kind: 'user', id: caller.userId },
        change: { role: MANAGER_ROLE },
      });
      return { grant, user };
    });
  }
}

function heirs(own: PropertyGrant, userId: string, caller: Caller, now: Date): PropertyGrant {
  return { ...own, userId, grantedBy: caller.userId, grantedAt: now, validFrom: now };
}

function endsNoEarlier(held: PropertyGrant, than: PropertyGrant): boolean {
  if (held.expiresAt === null) return true;
  return than.expiresAt !== null && held.expiresAt >= than.expiresAt;
}
