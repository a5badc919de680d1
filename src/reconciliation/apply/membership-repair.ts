import { Injectable } from '@nestjs/common';
import { ClerkDirectory, type ClerkMembership } from '#libs/clerk';
import { UnitOfWork } from '#libs/database';
import {
  InvitationMirrorService,
  MembershipInquiryService,
  MembershipMirrorService,
  OrganizationMirrorService,
} from '#tenants';
import { MirrorLock, UserMirrorService, UserLookupService } from '#users';
import { MembershipSource } from '../plan/membership-source.js';
import type { ReconciliationItem } from '../records/reconciliation-item.entity.js';
import { RECONCILIATION_ACTOR, type FreshTimes, type KindRepair } from './kind-repair.js';
import { sourceMomentOfFetched } from './source-moment.rule.js';
import { RECONCILIATION } from '../reconciliation.scope.js';

@Injectable()
export class MembershipRepair implements KindRepair<ClerkMembership> {
  /** Those for which Clerk was asked where they come from. */
  private readonly explained = new WeakSet<ClerkMembership>();

  constructor(
    readonly source: MembershipSource,
    private readonly directory: ClerkDirectory,
    private readonly unitOfWork: UnitOfWork,
    private readonly mirrorLock: MirrorLock,
    private readonly userLookup: UserLookupService,
    private readonly users: UserMirrorService,
    private readonly organizations: OrganizationMirrorService,
    private readonly memberships: MembershipMirrorService,
    private readonly invitations: InvitationMirrorService,
    private readonly inquiry: MembershipInquiryService,
  ) {}

  /** One request for each organization that the items name. */
  async fetch(items: readonly ReconciliationItem[]): Promise<readonly ClerkMembership[]> {
    const people = new Map<string, string[]>();
    for (const { organizationClerkId, userClerkId } of items) {
      if (organizationClerkId === null || userClerkId === null) continue;
      people.set(organizationClerkId, [...(people.get(organizationClerkId) ?? []), userClerkId]);
    }
    const found: ClerkMembership[] = [];
    for (const [organizationId, userIds] of people) {
      found.push(...((await this.directory.membershipsOfUsers(organizationId, userIds)) ?? []));
    }
    return found;
  }

  async prepare(fetched: ClerkMembership): Promise<void> {
    await this.prepareSides(fetched);
    await this.inquiry.askFor(fetched, RECONCILIATION_ACTOR);
    this.explained.add(fetched);
  }

  private async prepareSides({ userId, organization }: ClerkMembership): Promise<void> {
    const known = await this.unitOfWork.run(RECONCILIATION, async () => ({
      user: await this.userLookup.findByClerkId(userId),
      organization: await this.organizations.find(organization.id),
    }));
    if (known.organization === null) {
      const source = { updatedAt: organization.updatedAt, eventAt: null };
      await this.unitOfWork.run(RECONCILIATION, () =>
        this.organizations.apply(organization, source, RECONCILIATION_ACTOR),
      );
    }
    if (known.user !== null) return;
    const user = await this.directory.findUser(userId);
    if (user === null) return;
    await this.unitOfWork.run(RECONCILIATION, () =>
      this.users.apply(user, { updatedAt: user.updatedAt, eventAt: null }, RECONCILIATION_ACTOR),
    );
  }

  async apply(fetched: ClerkMembership, { mirroredUpdatedAt, askedAt }: FreshTimes): Promise<void> {
    // Held before the person is read: one who is deleted at this moment must not be given a membership behind it.
    if (!(await this.mirrorLock.enter('user', fetched.userId))) return;
    const user = await this.userLookup.findByClerkId(fetched.userId);
    const organization = await this.organizations.find(fetched.organization.id);
    if (user === null || organization === null) return;
    const source = sourceMomentOfFetched(fetched.updatedAt, mirroredUpdatedAt, askedAt);
    const isAsked = this.explained.has(fetched);
    const membership = await this.memberships.applyTold(
      fetched,
      organization,
      user,
      source,
      RECONCILIATION_ACTOR,
      isAsked,
    );
    if (membership !== null) await this.invitations.settleFor(user, RECONCILIATION_ACTOR);
  }

  async remove({ clerkId }: ReconciliationItem): Promise<void> {
    await this.memberships.applyDeleted(clerkId, RECONCILIATION_ACTOR);
  }
}
