import { Injectable, type OnModuleInit } from '@nestjs/common';
import { systemScope } from '#auth';
import { ClerkApi, ClerkRefusedError } from '#libs/clerk';
import { UnitOfWork } from '#libs/database';
import { JobQueue } from '#libs/jobs';
import { UsersStore } from '#users';
import { OrganizationsStore } from '../organizations/organizations.store.js';
import { MembershipMirror } from './membership-mirror.service.js';
import { pushRoleJob, removeMembershipJob } from './membership.jobs.js';
import { MembershipsStore } from './memberships.store.js';

type Payload = Readonly<{ organizationId: string; userId: string }>;

/** Brings to Clerk what was taken away here. Both jobs look at the rows as they are now, so a repeat does no harm. */
@Injectable()
export class MembershipJobsWorker implements OnModuleInit {
  constructor(
    private readonly jobs: JobQueue,
    private readonly unitOfWork: UnitOfWork,
    private readonly organizations: OrganizationsStore,
    private readonly memberships: MembershipsStore,
    private readonly users: UsersStore,
    private readonly mirror: MembershipMirror,
    private readonly clerk: ClerkApi,
  ) {}

  onModuleInit(): void {
    this.jobs.register(pushRoleJob, (payload) => this.pushRole(payload));
    this.jobs.register(removeMembershipJob, (payload) => this.remove(payload));
  }

  private async pushRole(payload: Payload): Promise<void> {
    const { organization, user, membership } = await this.read(payload);
    if (organization?.clerkId == null || user?.clerkId == null || membership?.pendingRole == null) return;
    const { clerkId: clerkOrganizationId } = organization;
    const { clerkId: clerkUserId } = user;
    const { pendingRole } = membership;
    const answer = await ignoringMissing(() =>
      this.clerk.updateMembership(clerkOrganizationId, clerkUserId, pendingRole),
    );
    if (answer === null) return;
    const source = { updatedAt: answer.updatedAt, eventAt: null };
    await this.unitOfWork.run(systemScope('jobs'), () =>
      this.mirror.apply(answer, organization, user, source, { kind: 'system', name: 'jobs' }),
    );
    // Lowered further in the meantime: that has a job of its own, and until it is done the lower role stays pending.
  }

  private async remove(payload: Payload): Promise<void> {
    const { organization, user, membership } = await this.read(payload);
    // A row is there again: the person was added anew in the meantime.
    if (organization?.clerkId == null || user?.clerkId == null || membership !== null) return;
    const { clerkId: clerkOrganizationId } = organization;
    const { clerkId: clerkUserId } = user;
    await ignoringMissing(() => this.clerk.deleteMembership(clerkOrganizationId, clerkUserId));
  }

  private async read({ organizationId, userId }: Payload) {
    return this.unitOfWork.run(systemScope('jobs'), async () => ({
      organization: await this.organizations.findById(organizationId),
      user: await this.users.findById(userId),
      membership: await this.memberships.find(organizationId, userId),
    }));
  }
}

/** What Clerk no longer has need not be taken away. */
async function ignoringMissing<T>(call: () => Promise<T>): Promise<T | null> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof ClerkRefusedError && error.status === 404) return null;
    throw error;
  }
}
