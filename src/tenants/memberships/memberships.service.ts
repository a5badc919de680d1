import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { actorOf, authErrors, type Caller, found, OWNER_ROLE, type Reference, systemScope } from '#auth';
import { carriesMore, organizationScope, scopeWithin } from '#libs/authz';
import { type OrganizationScope, UnitOfWork } from '#libs/database';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import { UserLookupService } from '#users';
import { demandMayGrant, demandMayRevoke } from '../grant-refusals.js';
import { GroupRightsService } from '../groups/group-rights.service.js';
import { InvitersService } from '../invitations/inviters.service.js';
import { OrganizationsStore } from '../organizations/organizations.store.js';
import { OrganizationLimitsService } from '../organizations/organization-limits.service.js';
import { RolePoliciesService } from '../roles/role-policies.service.js';
import { SeatsService } from '../members/seats.service.js';
import { tenantsErrors } from '../tenants.errors.js';
import { KnownPeopleService } from './known-people.service.js';
import type { Membership } from '../members/membership.entity.js';
import { MembershipMirrorService } from './membership-mirror.service.js';
import { MembershipWritesService } from './membership-writes.service.js';
import { pushRoleJob, removeMembershipJob } from './membership.jobs.js';
import { type MemberRow, MembershipsStore } from '../members/memberships.store.js';
import { roleChangeOnlyTakes } from './role-change.rule.js';
import { RoleRetractionService } from './role-retraction.service.js';

/** Who belongs to an organization. Clerk is the authority: rights are given there first and taken here first. */
@Injectable()
export class MembershipsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly memberships: MembershipsStore,
    private readonly organizations: OrganizationsStore,
    private readonly users: UserLookupService,
    private readonly policies: RolePoliciesService,
    private readonly seats: SeatsService,
    private readonly limits: OrganizationLimitsService,
    private readonly known: KnownPeopleService,
    private readonly mirror: MembershipMirrorService,
    private readonly writes: MembershipWritesService,
    private readonly retraction: RoleRetractionService,
    private readonly givers: InvitersService,
    private readonly groupRights: GroupRightsService,
    private readonly jobs: JobQueue,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async list(scope: OrganizationScope, after: string | null, limit: number): Promise<MemberRow[]> {
    return this.unitOfWork.run(scope, () => this.memberships.listMembers(scope, after, limit));
  }

  /**
   * Adds somebody whom the caller may know by another organization; others are invited, and join by their own choice.
   * @throws AppError 404 `person_unknown` for everybody else, whether there is such a person or not
   */
  async add(scope: OrganizationScope, caller: Caller, person: Reference, role: string): Promise<MemberRow> {
    const { roles } = await this.unitOfWork.run(scope, async () => {
      const policy = await this.policies.ofMemberships();
      const place = organizationScope(scope.organizationId);
      demandMayGrant(policy, caller, { role, scope: place }, this.clock.now());
      await this.groupRights.demandMayGiveClerkRole(scope, caller, role);
      return policy;
    });
    const { organization, user } = await this.unitOfWork.run(systemScope('mirror'), async () => ({
      organization: await this.organizations.findById(scope.organizationId),
      user: await this.users.findByReference(person),
    }));
    if (organization?.clerkId == null) throw authErrors.notFound();
    // The same answer for nobody and for a stranger, and before Clerk is asked: an id must not tell whose it is.
    if (user?.clerkId == null || user.deletedAt !== null || !(await this.known.knows(caller, user.id, roles)))
      throw tenantsErrors.unknownPerson();
    const pair = {
      organization: { ...organization, clerkId: organization.clerkId },
      user: { ...user, clerkId: user.clerkId },
    };
    const room = this.limits.roomForMember(scope);
    try {
      const isRefused = await this.writes.add(
        pair,
        role,
        caller,
        () =>
          this.unitOfWork.run(scope, async () => {
            await this.seats.demandSeatInOrganization(scope);
            await room.take();
          }),
        async (begun) => {
          if (await this.mayStillGive(scope, caller, role)) return false;
          await this.retraction.end(begun, caller);
          return true;
        },
      );
      if (isRefused === true) throw tenantsErrors.roleAboveOwn();
    } finally {
      room.release();
    }
    return this.get(scope, user.id);
  }

  async changeRole(
    scope: OrganizationScope,
    caller: Caller,
    person: Reference,
    role: string,
  ): Promise<MemberRow> {
    const member = await this.getByReference(scope, person);
    const isTaken = await this.takeRole(scope, caller, member.user.id, role);
    if (!isTaken) await this.giveRole(scope, caller, member, role);
    return this.get(scope, member.user.id);
  }

  /**
   * Ends a membership and with it every grant in the organization; members may end their own.
   * @throws AppError 403 `role_above_own` for who holds a role in it that the caller may not take, wherever that is
   */
  async remove(scope: OrganizationScope, caller: Caller, person: Reference): Promise<void> {
    const member = await this.getByReference(scope, person);
    const isLeaving = member.user.id === caller.userId;
    await this.unitOfWork.run(scope, async () => {
      const membership = await this.lockMembership(scope, member.user.id);
      if (!isLeaving) await this.demandMayTakeAll(scope, caller, membership);
      await this.demandAnotherOwner(scope, membership);
      await this.mirror.end(membership, actorOf(caller));
      await this.jobs.enqueue(removeMembershipJob, {
        organizationId: scope.organizationId,
        userId: membership.userId,
      });
    });
  }

  /**
   * Less than before: holds here with the commit, and Clerk is told by a job. The role that is held already is taken
   * anew: news of a higher one may be on its way from Clerk, and must not come after this.
   *
   * @returns false when the role gives something, which is done at Clerk first
   */
  private async takeRole(
    scope: OrganizationScope,
    caller: Caller,
    userId: string,
    role: string,
  ): Promise<boolean> {
    return this.unitOfWork.run(scope, async () => {
      const membership = await this.lockMembership(scope, userId);
      const place = organizationScope(scope.organizationId);
      const policy = await this.policies.ofMemberships();
      demandMayRevoke(policy, caller, membership.role, place, this.clock.now());
      demandMayGrant(policy, caller, { role, scope: place }, this.clock.now());
      if (role !== membership.role) {
        await this.groupRights.demandMayTakeClerkRole(scope, caller, membership.role);
        await this.groupRights.demandMayGiveClerkRole(scope, caller, role);
      }
      if (!roleChangeOnlyTakes(policy.roles, membership.role, role, scope.organizationId)) return false;
      // Nothing is above it.
      if (role === OWNER_ROLE) return true;
      await this.demandAnotherOwner(scope, membership);
      await this.memberships.lowerRole(membership, role, this.clock.now());
      if (membership.role !== role) {
        await this.audit.record({
          actor: actorOf(caller),
          action: 'membership.role_changed',
          scope,
          target: { kind: 'user', id: userId },
          change: { role: { from: membership.role, to: role } },
        });
      }
      await this.jobs.enqueue(pushRoleJob, { organizationId: scope.organizationId, userId });
      return true;
    });
  }

  private async giveRole(
    scope: OrganizationScope,
    caller: Caller,
    member: MemberRow,
    role: string,
  ): Promise<void> {
    const organization = await this.unitOfWork.run(scope, () =>
      this.organizations.findById(scope.organizationId),
    );
    const { user } = member;
    if (organization?.clerkId == null || user.clerkId === null) throw authErrors.notFound();
    const pair = {
      organization: { ...organization, clerkId: organization.clerkId },
      user: { ...user, clerkId: user.clerkId },
    };
    const isRefused = await this.writes.giveRole(pair, role, caller, async (held, before) => {
      if (await this.mayStillGive(scope, caller, role)) return false;
      await this.retraction.toRole(held, before.role, caller, 'giver_lost_right');
      return true;
    });
    if (isRefused) throw tenantsErrors.roleAboveOwn();
  }

  /** Asked once more when Clerk has answered, in that transaction: meanwhile the caller may have been demoted or banned. */
  private async mayStillGive(
    { organizationId }: OrganizationScope,
    { userId }: Caller,
    role: string,
  ): Promise<boolean> {
    return this.givers.mayStillGive({ organizationId, propertyId: null, role, giverId: userId });
  }

  /** With the membership every grant goes, so none of them may carry what the caller lacks. */
  private async demandMayTakeAll(
    scope: OrganizationScope,
    caller: Caller,
    { userId, role }: Membership,
  ): Promise<void> {
    const { organizationId } = scope;
    const now = this.clock.now();
    demandMayRevoke(
      await this.policies.ofMemberships(),
      caller,
      role,
      organizationScope(organizationId),
      now,
    );
    const held = await this.memberships.listGrantsOf(organizationId, userId);
    if (held.length === 0) return;
    const { roles } = await this.policies.of(scope);
    const isAbove = held.some(({ role: key, propertyId }) => {
      const place = scopeWithin(organizationId, propertyId);
      return carriesMore(roles, caller.subject, { role: key, scope: place }, now);
    });
    if (isAbove) throw tenantsErrors.roleAboveOwn();
  }

  private async lockMembership(scope: OrganizationScope, userId: string): Promise<Membership> {
    await this.organizations.lock(scope.organizationId);
    return found(await this.memberships.lock(scope.organizationId, userId));
  }

  /** Under the lock on the organization, so that two owners who demote each other at once cannot both succeed. */
  private async demandAnotherOwner(scope: OrganizationScope, membership: Membership): Promise<void> {
    if (membership.role !== OWNER_ROLE) return;
    const { organizationId, userId } = membership;
    if (!(await this.memberships.hasOtherOwner(organizationId, userId))) throw tenantsErrors.lastOwner();
  }

  private async get(scope: OrganizationScope, userId: string): Promise<MemberRow> {
    return found(await this.unitOfWork.run(scope, () => this.memberships.findMember(scope, userId)));
  }

  private async getByReference(scope: OrganizationScope, person: Reference): Promise<MemberRow> {
    return this.unitOfWork.run(scope, async () => {
      const user = found(await this.users.findByReference(person));
      return found(await this.memberships.findMember(scope, user.id));
    });
  }
}
