import { Injectable } from '@nestjs/common';
import { ClerkApi, unlessMissing } from '#libs/clerk';
import { UnitOfWork } from '#libs/database';
import { MembershipInquiryService, MembershipMirrorService, OrganizationMirrorService } from '#tenants';
import { UnknownPersonService, UserMirrorService } from '#users';
import type { ClerkObjectAddress, ClerkKnowledge, ClerkNeed } from './clerk-knowledge.js';
import { WEBHOOKS_ACTOR } from './clerk-needs.js';
import { WEBHOOKS } from '../webhooks.scope.js';

/** Asks Clerk for what an event needs; talks to Clerk, so never inside a transaction. */
@Injectable()
export class ClerkInquiryService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clerk: ClerkApi,
    private readonly people: UnknownPersonService,
    private readonly users: UserMirrorService,
    private readonly organizations: OrganizationMirrorService,
    private readonly memberships: MembershipMirrorService,
    private readonly origins: MembershipInquiryService,
  ) {}

  /** @throws ClerkUnavailableError or AppError when Clerk cannot be asked now: the event waits */
  async ask(need: ClerkNeed, knowledge: ClerkKnowledge): Promise<void> {
    knowledge.asked.add(need.kind);
    switch (need.kind) {
      case 'person':
        if (!(await this.people.resolve(need.clerkId))) await this.closePerson(need.clerkId);
        return;
      case 'organization':
        await this.mirrorOrganization(need.clerkId);
        return;
      case 'origin':
        await this.origins.ask(need.organizationClerkId, need.clerkInvitationIds, WEBHOOKS_ACTOR);
        return;
      case 'fresh':
        knowledge.fresh = await unlessMissing(() => this.fetch(need.of));
    }
  }

  /** Clerk never gives an id twice: late news about who is gone there must make no row here. */
  private async closePerson(clerkId: string): Promise<void> {
    await this.unitOfWork.run(WEBHOOKS, async () => {
      const userId = await this.users.applyDeleted(clerkId, WEBHOOKS_ACTOR);
      if (userId !== null) await this.memberships.endAllOf(userId, WEBHOOKS_ACTOR);
    });
  }

  private async mirrorOrganization(clerkId: string): Promise<void> {
    const fetched = await unlessMissing(() => this.clerk.getOrganization(clerkId));
    await this.unitOfWork.run(WEBHOOKS, () =>
      fetched === null
        ? this.organizations.applyDeleted(clerkId, WEBHOOKS_ACTOR)
        : this.organizations.apply(fetched, { updatedAt: fetched.updatedAt, eventAt: null }, WEBHOOKS_ACTOR),
    );
  }

  private async fetch(address: ClerkObjectAddress) {
    switch (address.object) {
      case 'user':
        return this.clerk.getUser(address.clerkId);
      case 'organization':
        return this.clerk.getOrganization(address.clerkId);
      case 'membership': {
        const memberships =
          'userId' in address
            ? await this.clerk.listMembershipsOfUser(address.userId)
            : await this.clerk.listMembershipsOfOrganization(address.organizationId);
        return memberships.find(({ id }) => id === address.clerkId) ?? null;
      }
      case 'session':
        return this.clerk.getSession(address.clerkId);
      case 'invitation':
        return this.clerk.findInvitation(address.organizationId, address.clerkId);
    }
  }
}
