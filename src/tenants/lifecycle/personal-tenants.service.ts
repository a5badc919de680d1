import { Injectable, type OnModuleInit } from '@nestjs/common';
import { systemScope } from '#auth';
import {
  ClerkApi,
  type ClerkMembership,
  type ClerkOrganization,
  ClerkRefusedError,
  unlessMissing,
} from '#libs/clerk';
import { Environment } from '#settings';
import { UnitOfWork } from '#libs/database';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import { type User, UserLookupService } from '#users';
import { MembershipMirrorService } from '../memberships/membership-mirror.service.js';
import { OrganizationMirrorService } from '../organizations/organization-mirror.service.js';
import { createPersonalTenantJob } from './personal-tenant.jobs.js';
import { PersonalTenant } from './personal-tenant.entity.js';

const ACTOR = { kind: 'system', name: 'jobs' } as const;
/** Says nothing of the person, since names of organizations outlive them. */
const NAME = 'Personal';

/**
 * A tenant of their own for everybody who signs up, where the setting wants it. Clerk is the authority for organizations,
 * so a job makes it there. The slug names the person by our id and Clerk gives a slug once: a try whose answer was lost,
 * or that was killed, is found by it the next time, and two tries at once cannot both succeed.
 */
@Injectable()
export class PersonalTenantsService implements OnModuleInit {
  constructor(
    private readonly environment: Environment,
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserLookupService,
    private readonly organizations: OrganizationMirrorService,
    private readonly memberships: MembershipMirrorService,
    private readonly clerk: ClerkApi,
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.register(createPersonalTenantJob, ({ userId }) => this.create(userId));
  }

  /** Whether people get a tenant of their own. */
  get isEnabled(): boolean {
    return this.environment.lifecycle.personalTenants;
  }

  /** Asks for one in the open transaction, unless that was done before or the setting is off. */
  async request(user: User): Promise<void> {
    if (!this.isEnabled) return;
    const rows = await this.unitOfWork
      .manager()
      .query<unknown[]>(
        'insert into personal_tenants (user_id, requested_at) values ($1, $2) on conflict do nothing returning user_id',
        [user.id, this.clock.now()],
      );
    if (rows.length > 0) await this.jobs.enqueue(createPersonalTenantJob, { userId: user.id });
  }

  private async create(userId: string): Promise<void> {
    const person = await this.unitOfWork.run(systemScope('jobs'), () => this.findWaiting(userId));
    if (person === null) return;
    const made = person.clerkId === null ? null : await this.findOrMake(person.clerkId, slugOf(userId));
    await this.unitOfWork.run(systemScope('jobs'), () => this.settle(userId, made));
  }

  /** @returns null when there is nothing left to do; without a Clerk id when the person is gone */
  private async findWaiting(userId: string): Promise<{ clerkId: string | null } | null> {
    const wanted = await this.rows().findOneBy({ userId });
    if (wanted === null || wanted.settledAt !== null) return null;
    const user = await this.users.findById(userId);
    return { clerkId: user?.deletedAt === null ? user.clerkId : null };
  }

  private async findOrMake(clerkUserId: string, slug: string): Promise<ClerkMembership | null> {
    let organization = await this.find(slug);
    if (organization === null) {
      try {
        organization = await this.clerk.createOrganization({ name: NAME, slug, createdBy: clerkUserId });
      } catch (error) {
        if (!(error instanceof ClerkRefusedError)) throw error;
        // Another try was faster, or the person is gone.
        organization = await this.find(slug);
        if (organization === null && !(await this.isGone(clerkUserId))) throw error;
      }
    }
    if (organization === null) return null;
    const members = await this.clerk.listMembershipsOfOrganization(organization.id);
    const own = members.find(({ userId }) => userId === clerkUserId);
    if (own !== undefined || (await this.isGone(clerkUserId))) return own ?? null;
    throw new Error('the personal tenant of a person is not theirs');
  }

  private async settle(userId: string, made: ClerkMembership | null): Promise<void> {
    let organizationId: string | null = null;
    if (made !== null && (await this.memberships.hold(made))) {
      const { organization: told } = made;
      const organization = await this.organizations.apply(
        told,
        { updatedAt: told.updatedAt, eventAt: null },
        ACTOR,
      );
      const user = await this.users.findById(userId);
      if (organization !== null && user !== null) {
        const source = { updatedAt: made.updatedAt, eventAt: null };
        await this.memberships.apply(made, organization, user, source, ACTOR);
        organizationId = organization.id;
      }
    }
    // No row any more: the person was erased meanwhile, and stays so.
    await this.rows().update({ userId }, { organizationId, settledAt: this.clock.now() });
  }

  private find(slug: string): Promise<ClerkOrganization | null> {
    return unlessMissing(() => this.clerk.getOrganizationBySlug(slug));
  }

  private async isGone(clerkUserId: string): Promise<boolean> {
    return (await unlessMissing(() => this.clerk.getUser(clerkUserId))) === null;
  }

  private rows() {
    return this.unitOfWork.manager().getRepository(PersonalTenant);
  }
}

function slugOf(userId: string): string {
  return `personal-${userId.replaceAll('-', '')}`;
}
