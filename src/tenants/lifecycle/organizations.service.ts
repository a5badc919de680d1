import { Injectable } from '@nestjs/common';
import { actorOf, authErrors, type Caller, found, systemScope } from '#auth';
import { ClerkApi, type ClerkMembership, type ClerkOrganization, ClerkUnavailableError } from '#libs/clerk';
import { type OrganizationScope, type PersonScope, type PlatformScope, UnitOfWork } from '#libs/database';
import { assertVersion, IdempotencyStore } from '#libs/http';
import { UserLookupService } from '#users';
import { ClerkWriteLeases } from '../clerk-writes/clerk-write-leases.js';
import { settledAtClerk } from '../clerk-writes/lost-answer.js';
import { locationOf } from '../locations.js';
import { OrganizationAnswerMirrorService } from '../memberships/organization-answer-mirror.service.js';
import type { Organization } from '../organizations/organization.entity.js';
import { OrganizationMirrorService } from '../organizations/organization-mirror.service.js';
import { OrganizationsStore } from '../organizations/organizations.store.js';

/** Tenants. Clerk is the authority: made and changed there first, deleted here first. */
@Injectable()
export class OrganizationsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly organizations: OrganizationsStore,
    private readonly mirror: OrganizationMirrorService,
    private readonly answers: OrganizationAnswerMirrorService,
    private readonly users: UserLookupService,
    private readonly requests: IdempotencyStore,
    private readonly leases: ClerkWriteLeases,
    private readonly clerk: ClerkApi,
  ) {}

  /** In a person's scope those they belong to, in the platform's all. */
  async list(
    scope: PersonScope | PlatformScope,
    before: string | null,
    limit: number,
  ): Promise<Organization[]> {
    return this.unitOfWork.run(scope, () => this.organizations.list(scope, before, limit));
  }

  async get(scope: OrganizationScope): Promise<Organization> {
    return found(await this.unitOfWork.run(scope, () => this.organizations.findById(scope.organizationId)));
  }

  /** The creator becomes its first owner. */
  async create(
    scope: PersonScope,
    caller: Caller,
    wanted: { name: string; slug?: string },
  ): Promise<Organization> {
    // A transaction before Clerk is asked: it takes the request's idempotency key, so that a repeat stops here.
    found(await this.unitOfWork.run(scope, () => this.users.findById(caller.userId)));
    const mark = this.requests.mark();
    const { clerkUserId: createdBy } = caller;
    const created = await settledAtClerk({
      mark,
      write: () => this.clerk.createOrganization({ ...wanted, createdBy, mark: mark.id }),
      find: () => this.clerk.findOrganizationByMark(createdBy, mark.id),
    });
    const memberships = await this.firstMemberships(created.id);
    return this.mirrorAnswer(created, memberships, caller, ({ id }) =>
      this.unitOfWork.made(id, locationOf.organization(id)),
    );
  }

  /**
   * One change at a time: the version is compared when it is this one's turn, so that of two changes from the same
   * version the second finds another one and never reaches Clerk.
   *
   * @param expected the ETag the caller saw last
   */
  async update(
    scope: OrganizationScope,
    caller: Caller,
    change: { name?: string; slug?: string },
    expected: string | undefined,
  ): Promise<Organization> {
    const object = { kind: 'organization', organizationId: scope.organizationId } as const;
    return this.leases.holding(object, async (lease) => {
      const current = await this.get(scope);
      assertVersion(expected, current.version);
      const clerkId = found(current.clerkId);
      lease.demand();
      const updated = await settledAtClerk({
        write: () => this.clerk.updateOrganization(clerkId, change),
        find: async () => {
          const found = await this.clerk.getOrganization(clerkId);
          const { name = found.name, slug = found.slug } = change;
          return found.name === name && found.slug === slug ? found : null;
        },
        onStraggler: lease.keepFor,
      });
      return this.mirrorAnswer(updated, [], caller);
    });
  }

  async delete(scope: OrganizationScope, caller: Caller): Promise<void> {
    await this.unitOfWork.run(scope, async () => {
      const organization = await this.organizations.lock(scope.organizationId);
      if (organization === null || organization.status === 'deleted') throw authErrors.notFound();
      await this.mirror.delete(organization, actorOf(caller));
    });
  }

  /** The creator's membership; when Clerk will not tell now, its webhook brings it. */
  private async firstMemberships(clerkOrganizationId: string): Promise<ClerkMembership[]> {
    try {
      return await this.clerk.listMembershipsOfOrganization(clerkOrganizationId);
    } catch (error) {
      if (error instanceof ClerkUnavailableError) return [];
      throw error;
    }
  }

  private async mirrorAnswer(
    answer: ClerkOrganization,
    memberships: ClerkMembership[],
    caller: Caller,
    follow: (organization: Organization) => Promise<void> = () => Promise.resolve(),
  ): Promise<Organization> {
    return this.unitOfWork.run(systemScope('mirror'), async () => {
      const organization = await this.answers.apply(answer, memberships, actorOf(caller));
      await follow(organization);
      return organization;
    });
  }
}
