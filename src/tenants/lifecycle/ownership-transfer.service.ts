import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { actorOf, authErrors, type Caller, OWNER_ROLE, type Reference } from '#auth';
import { type OrganizationScope, UnitOfWork } from '#libs/database';
import { AppError } from '#libs/http';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import { type User, UserLookupService } from '#users';
import type { Membership } from '../members/membership.entity.js';
import { pushRoleJob } from '../memberships/membership.jobs.js';
import { MembershipWritesService, type Pair } from '../memberships/membership-writes.service.js';
import { type MemberRow, MembershipsStore } from '../members/memberships.store.js';
import { RoleRetractionService } from '../memberships/role-retraction.service.js';
import { tenantsErrors } from '../tenants.errors.js';
import { OrganizationsStore } from '../organizations/organizations.store.js';

/** What is left to somebody who hands the organization over. */
const FORMER_OWNER_ROLE = 'org:member';

/**
 * Hands an organization over in one step: the heir gets `org:admin` at Clerk and then here, and in the same transaction
 * the present owner becomes a member here, which a job brings to Clerk. At no moment is there no owner. When it breaks
 * off half way there are two owners, and the same request again does the rest.
 */
@Injectable()
export class OwnershipTransferService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly organizations: OrganizationsStore,
    private readonly memberships: MembershipsStore,
    private readonly users: UserLookupService,
    private readonly writes: MembershipWritesService,
    private readonly retraction: RoleRetractionService,
    private readonly jobs: JobQueue,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns the new owner as a member
   * @throws AppError 403 for whoever is not an owner of it themselves, 404 for an heir who is no member
   */
  async transfer(scope: OrganizationScope, caller: Caller, person: Reference): Promise<MemberRow> {
    const pair = await this.unitOfWork.run(scope, () => this.getPair(scope, caller, person));
    let isShutOut = false as boolean;
    const inherited = await this.inherit(pair, caller, async (held, before) => {
      const own = await this.memberships.find(scope.organizationId, caller.userId);
      // Banned since the question: the organization stays with its owner, who can act.
      isShutOut = !(await this.users.canAct(held.userId));
      // Since the question to Clerk somebody may have changed it.
      if (isShutOut || own?.role !== OWNER_ROLE) {
        // Who gave it owned nothing any more: the heir is again what they were.
        await this.retraction.toRole(held, before.role, caller, 'ownership_changed');
        return null;
      }
      await this.stepDown(scope, caller, own, pair.user);
      return held;
    });
    if (isShutOut) throw tenantsErrors.heirCannotAct();
    if (inherited === null) throw tenantsErrors.ownershipChanged();
    return { membership: inherited, user: pair.user };
  }

  private async inherit(
    pair: Pair,
    caller: Caller,
    follow: (held: Membership, before: Membership) => Promise<Membership | null>,
  ): Promise<Membership | null> {
    try {
      return await this.writes.giveRole(pair, OWNER_ROLE, caller, follow);
    } catch (error) {
      if (error instanceof AppError && error.code === tenantsErrors.memberChanged.code) return null;
      throw error;
    }
  }

  private async getPair(scope: OrganizationScope, caller: Caller, person: Reference): Promise<Pair> {
    const organization = await this.organizations.findById(scope.organizationId);
    const own = await this.memberships.find(scope.organizationId, caller.userId);
    // Staff of the platform may hold the permission, and have nothing to hand over.
    if (own?.role !== OWNER_ROLE) throw authErrors.roleMissing(OWNER_ROLE);
    const heir = await this.users.findByReference(person);
    const membership = heir === null ? null : await this.memberships.find(scope.organizationId, heir.id);
    if (organization?.clerkId == null || heir?.clerkId == null || membership === null)
      throw authErrors.notFound();
    if (heir.id === caller.userId) throw tenantsErrors.alreadyOwner();
    if (!(await this.users.canAct(heir.id))) throw tenantsErrors.heirCannotAct();
    return {
      organization: { ...organization, clerkId: organization.clerkId },
      user: { ...heir, clerkId: heir.clerkId },
    };
  }

  private async stepDown(
    scope: OrganizationScope,
    caller: Caller,
    own: Membership,
    heir: User,
  ): Promise<void> {
    const { organizationId, userId } = own;
    await this.memberships.lowerRole(own, FORMER_OWNER_ROLE, this.clock.now());
    const actor = actorOf(caller);
    await this.audit.recordAll([
      {
        actor,
        action: 'membership.role_changed',
        scope,
        target: { kind: 'user', id: userId },
        change: { role: { from: OWNER_ROLE, to: FORMER_OWNER_ROLE } },
      },
      {
        actor,
        action: 'organization.ownership_transferred',
        scope,
        target: { kind: 'organization', id: organizationId },
        change: { owner: { from: userId, to: heir.id } },
      },
    ]);
    await this.jobs.enqueue(pushRoleJob, { organizationId, userId });
  }
}
