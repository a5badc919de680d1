import { Injectable, type OnModuleInit } from '@nestjs/common';
import { systemScope } from '#auth';
import { ClerkApi, type ClerkMembership, ClerkUnavailableError, unlessMissing } from '#libs/clerk';
import { UnitOfWork } from '#libs/database';
import { JobQueue } from '#libs/jobs';
import { TombstoneLookupService, UserLookupService } from '#users';
import { ClerkWriteLeases, type WriteLease } from '../clerk-writes/clerk-write-leases.js';
import { STRAGGLER_SECONDS } from '../clerk-writes/lost-answer.js';
import { OrganizationsStore } from '../organizations/organizations.store.js';
import { MembershipMirrorService } from './membership-mirror.service.js';
import { pushRoleJob, removeMembershipJob } from './membership.jobs.js';
import { MembershipsStore } from '../members/memberships.store.js';

type Payload = Readonly<{ organizationId: string; userId: string }>;

/**
 * Brings to Clerk what was taken away here. Both jobs act on the rows as they are when it is their turn to write the
 * membership, and nobody else writes it meanwhile: what was decided after that reaches Clerk after that.
 */
@Injectable()
export class MembershipJobsWorker implements OnModuleInit {
  constructor(
    private readonly jobs: JobQueue,
    private readonly unitOfWork: UnitOfWork,
    private readonly organizations: OrganizationsStore,
    private readonly memberships: MembershipsStore,
    private readonly users: UserLookupService,
    private readonly mirror: MembershipMirrorService,
    private readonly leases: ClerkWriteLeases,
    private readonly tombstones: TombstoneLookupService,
    private readonly clerk: ClerkApi,
  ) {}

  onModuleInit(): void {
    const inTurn = (work: (payload: Payload, lease: WriteLease) => Promise<void>) => (payload: Payload) =>
      this.leases.holding({ kind: 'membership', ...payload }, (lease) => work(payload, lease));
    this.jobs.register(
      pushRoleJob,
      inTurn((payload, lease) => this.pushRole(payload, lease)),
    );
    this.jobs.register(
      removeMembershipJob,
      inTurn((payload, lease) => this.remove(payload, lease)),
    );
  }

  private async pushRole(payload: Payload, lease: WriteLease): Promise<void> {
    const { organization, user, membership } = await this.read(payload);
    if (organization?.clerkId == null || user?.clerkId == null || membership?.pendingRole == null) return;
    const { clerkId: clerkOrganizationId } = organization;
    const { clerkId: clerkUserId } = user;
    const { pendingRole, fence } = membership;
    lease.demand();
    const answer = await noticingStragglers(lease, () =>
      this.clerk.updateMembership(clerkOrganizationId, clerkUserId, pendingRole),
    );
    if (answer === null) return;
    const source = { updatedAt: answer.updatedAt, eventAt: null };
    await this.unitOfWork.run(systemScope('jobs'), () =>
      this.mirror.apply(answer, organization, user, source, { kind: 'system', name: 'jobs' }, fence),
    );
    // Lowered further in the meantime: that has a job of its own, and until it is done the lower role stays pending.
  }

  private async remove(payload: Payload, lease: WriteLease): Promise<void> {
    const { organization, user, membership } = await this.read(payload);
    // A row is there again: the person was added anew in the meantime.
    if (organization?.clerkId == null || user?.clerkId == null || membership !== null) return;
    const { clerkId: clerkOrganizationId } = organization;
    const { clerkId: clerkUserId } = user;
    const found = await this.clerk.findMembership(clerkOrganizationId, clerkUserId);
    if (found === null || !(await this.isEndedHere(found))) return;
    lease.demand();
    await noticingStragglers(lease, () => this.clerk.deleteMembership(clerkOrganizationId, clerkUserId));
  }

  /** Another one than was ended here came about at Clerk since then; news of it are on their way. */
  private isEndedHere({ id }: ClerkMembership): Promise<boolean> {
    return this.unitOfWork.run(systemScope('jobs'), () => this.tombstones.isTombstoned('membership', id));
  }

  private async read({ organizationId, userId }: Payload) {
    return this.unitOfWork.run(systemScope('jobs'), async () => ({
      organization: await this.organizations.findById(organizationId),
      user: await this.users.findById(userId),
      membership: await this.memberships.find(organizationId, userId),
    }));
  }
}

/** What Clerk no longer has need not be taken away: null. What Clerk may still be doing keeps others waiting. */
async function noticingStragglers<T>(lease: WriteLease, call: () => Promise<T>): Promise<T | null> {
  try {
    return await unlessMissing(call);
  } catch (error) {
    if (error instanceof ClerkUnavailableError && error.reason === 'timeout')
      lease.keepFor(STRAGGLER_SECONDS);
    throw error;
  }
}
