import { Injectable } from '@nestjs/common';
import { type Actor, authErrors, narrowedTo, OWNER_ROLE, systemScope } from '#auth';
import { type ClerkApi, type ClerkMembership, unlessMissing } from '#libs/clerk';
import { organizationScope } from '#libs/authz';
import { UnitOfWork } from '#libs/database';
import { JobQueue } from '#libs/jobs';
import { UserLookupService } from '#users';
import { isRefusedWith } from '../clerk-writes/clerk-answers.js';
import { ClerkWriteLeases } from '../clerk-writes/clerk-write-leases.js';
import { MembershipsStore } from '../members/memberships.store.js';
import { SeatsService } from '../members/seats.service.js';
import { MembershipMirrorService } from '../memberships/membership-mirror.service.js';
import { removeMembershipJob } from '../memberships/membership.jobs.js';
import { OrganizationLimitsService } from '../organizations/organization-limits.service.js';
import { OrganizationsStore } from '../organizations/organizations.store.js';
import { RolePoliciesService } from '../roles/role-policies.service.js';
import { tenantsErrors } from '../tenants.errors.js';

/** Whose membership it is, by ids of ours. */
export interface ImportedPair {
  readonly organizationId: string;
  readonly userId: string;
}

const MIRROR = systemScope('mirror');

/** Memberships that an operator brings along: made at Clerk first, never changed where there is one already. */
@Injectable()
export class ImportedMembershipsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly leases: ClerkWriteLeases,
    private readonly memberships: MembershipsStore,
    private readonly organizations: OrganizationsStore,
    private readonly users: UserLookupService,
    private readonly policies: RolePoliciesService,
    private readonly seats: SeatsService,
    private readonly limits: OrganizationLimitsService,
    private readonly mirror: MembershipMirrorService,
    private readonly jobs: JobQueue,
  ) {}

  /** The roles that Clerk can keep for a member. */
  async roles(): Promise<ReadonlySet<string>> {
    const { roles } = await this.unitOfWork.run(MIRROR, () => this.policies.ofMemberships());
    return new Set(roles.availableAt(organizationScope('')).map(({ key }) => key));
  }

  /**
   * @param mark by which it is found again; unique for each
   * @returns `matched` where the person has that role already, `other_role` where they have another one, which stays
   * @throws AppError 404 `not_found` where one of the two is gone or cannot act, `unknown_role`, `seats_taken`,
   *   `limit_reached`; ClerkUnavailableError, ClerkRefusedError
   */
  async add(
    pair: ImportedPair,
    { role, mark }: { role: string; mark: string },
    { clerk, actor, mayExist }: { clerk: ClerkApi; actor: Actor; mayExist: boolean },
  ): Promise<'created' | 'matched' | 'other_role'> {
    if (!(await this.roles()).has(role)) throw tenantsErrors.unknownRole();
    return this.leases.holding({ kind: 'membership', ...pair }, async (lease) => {
      const { organization, user } = await this.sidesOf(pair);
      const find = () => clerk.findMembership(organization.clerkId, user.clerkId);
      let answer = mayExist ? await find() : null;
      if (answer === null) {
        const scope = narrowedTo(MIRROR, pair.organizationId);
        await this.unitOfWork.run(scope, async () => {
          await this.seats.demandSeatInOrganization(scope);
          await this.limits.demandRoom(scope, 'members');
        });
        lease.demand();
        answer = await clerk
          .createMembership(organization.clerkId, user.clerkId, role, mark)
          .catch(async (error: unknown) => {
            const there = isRefusedWith(error, 'already_a_member_in_organization') ? await find() : null;
            if (there === null) throw error;
            return there;
          });
      }
      await this.apply(answer, pair, actor);
      if (answer.role !== role) return 'other_role';
      return answer.mark === mark ? 'created' : 'matched';
    });
  }

  /**
   * Takes one back that was made with this mark, with all grants that hang on it: here first, then at Clerk.
   *
   * @param applies false: says what would be done
   */
  async undo(
    pair: ImportedPair,
    { role, mark }: { role: string; mark: string },
    { clerk, actor, applies }: { clerk: ClerkApi; actor: Actor; applies: boolean },
  ): Promise<'undone' | 'gone' | 'not_ours' | 'changed' | 'last_owner'> {
    const sides = await this.unitOfWork.run(MIRROR, async () => ({
      organization: await this.organizations.findById(pair.organizationId),
      user: await this.users.findById(pair.userId),
    }));
    const organizationClerkId = sides.organization?.clerkId ?? null;
    const userClerkId = sides.user?.clerkId ?? null;
    if (organizationClerkId === null || userClerkId === null) return 'gone';
    const there = await unlessMissing(() => clerk.findMembership(organizationClerkId, userClerkId));
    if (there === null) return 'gone';
    if (there.mark !== mark) return 'not_ours';
    if (there.role !== role) return 'changed';
    const isLast = await this.unitOfWork.run(MIRROR, async () => {
      await this.organizations.lock(pair.organizationId);
      const membership = await this.memberships.lock(pair.organizationId, pair.userId);
      const isOwner = role === OWNER_ROLE;
      if (isOwner && !(await this.memberships.hasOtherOwner(pair.organizationId, pair.userId))) return true;
      if (!applies || membership === null) return false;
      await this.mirror.end(membership, actor);
      // Where this process ends before Clerk hears of it.
      await this.jobs.enqueue(removeMembershipJob, { ...pair });
      return false;
    });
    if (isLast) return 'last_owner';
    if (applies) await unlessMissing(() => clerk.deleteMembership(organizationClerkId, userClerkId));
    return 'undone';
  }

  private async sidesOf({ organizationId, userId }: ImportedPair) {
    const { organization, user } = await this.unitOfWork.run(MIRROR, async () => ({
      organization: await this.organizations.findById(organizationId),
      user: await this.users.findById(userId),
    }));
    if (organization?.clerkId == null || organization.status !== 'active') throw authErrors.notFound();
    if (user?.clerkId == null || user.deletedAt !== null) throw authErrors.notFound();
    return {
      organization: { ...organization, clerkId: organization.clerkId },
      user: { ...user, clerkId: user.clerkId },
    };
  }

  private async apply(answer: ClerkMembership, { organizationId, userId }: ImportedPair, actor: Actor) {
    await this.unitOfWork.run(MIRROR, async () => {
      await this.mirror.hold(answer);
      const organization = await this.organizations.lock(organizationId);
      const user = await this.users.findById(userId);
      const source = { updatedAt: answer.updatedAt, eventAt: null };
      const applied =
        organization === null || user === null
          ? null
          : await this.mirror.apply(answer, organization, user, source, actor);
      if (applied === null) throw authErrors.notFound();
    });
  }
}
