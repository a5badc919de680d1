import { Injectable } from '@nestjs/common';
import { type MembershipResolver, systemScope } from '#auth';
import { ClerkApi, type ClerkMembership } from '#libs/clerk';
import { UnitOfWork } from '#libs/database';
import { UserLookupService } from '#users';
import { askClerk } from '../clerk-writes/clerk-answers.js';
import { OrganizationMirrorService } from '../organizations/organization-mirror.service.js';
import { MembershipInquiryService } from './membership-inquiry.service.js';
import { MembershipMirrorService } from './membership-mirror.service.js';
import { UnexplainedMembershipError } from './unexplained-membership.error.js';

const ACTOR = { kind: 'system', name: 'auth' } as const;

/**
 * Asks Clerk what somebody is in an organization. That they are no member is believed for the request at hand only: a
 * membership ends here by its event or by a reconciliation, since its grants go with it.
 */
@Injectable()
export class ClerkMembershipResolverService implements MembershipResolver {
  private readonly underway = new Map<string, Promise<boolean>>();

  constructor(
    private readonly clerk: ClerkApi,
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserLookupService,
    private readonly organizations: OrganizationMirrorService,
    private readonly memberships: MembershipMirrorService,
    private readonly inquiry: MembershipInquiryService,
  ) {}

  resolve(clerkUserId: string, organizationClerkId: string): Promise<boolean> {
    const key = `${clerkUserId} ${organizationClerkId}`;
    const asked = this.underway.get(key);
    if (asked !== undefined) return asked;
    const asking = this.ask(clerkUserId, organizationClerkId).finally(() => this.underway.delete(key));
    this.underway.set(key, asking);
    return asking;
  }

  private async ask(clerkUserId: string, organizationClerkId: string): Promise<boolean> {
    const memberships = await askClerk(() => this.clerk.listMembershipsOfUser(clerkUserId));
    const membership = memberships.find(({ organization }) => organization.id === organizationClerkId);
    if (membership === undefined) return false;
    try {
      await this.mirror(membership, false);
    } catch (error) {
      if (!(error instanceof UnexplainedMembershipError)) throw error;
      const { organizationClerkId: asked, clerkInvitationIds } = error;
      await askClerk(() => this.inquiry.ask(asked, clerkInvitationIds, ACTOR));
      await this.mirror(membership, true);
    }
    return true;
  }

  private async mirror(membership: ClerkMembership, isAsked: boolean): Promise<void> {
    const { organization: clerkOrganization } = membership;
    await this.unitOfWork.run(systemScope('auth'), async () => {
      if (!(await this.memberships.hold(membership))) return;
      const source = { updatedAt: clerkOrganization.updatedAt, eventAt: null };
      const organization = await this.organizations.apply(clerkOrganization, source, ACTOR);
      const user = await this.users.findByClerkId(membership.userId);
      if (organization === null || user === null) return;
      const moment = { updatedAt: membership.updatedAt, eventAt: null };
      await this.memberships.applyTold(membership, organization, user, moment, ACTOR, isAsked);
    });
  }
}
