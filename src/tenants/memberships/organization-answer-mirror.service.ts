import { Injectable } from '@nestjs/common';
import { type Actor, found } from '#auth';
import type { ClerkMembership, ClerkOrganization } from '#libs/clerk';
import { UserLookupService } from '#users';
import type { Organization } from '../organizations/organization.entity.js';
import { OrganizationMirrorService } from '../organizations/organization-mirror.service.js';
import { MembershipMirrorService } from './membership-mirror.service.js';

/** Takes what Clerk answered to a write of an organization, before its webhook comes; in the open transaction of the mirror. */
@Injectable()
export class OrganizationAnswerMirrorService {
  constructor(
    private readonly organizations: OrganizationMirrorService,
    private readonly memberships: MembershipMirrorService,
    private readonly users: UserLookupService,
  ) {}

  /**
   * @param memberships those of people who are known here are taken with it
   * @throws AppError 404 `not_found` where the organization was deleted meanwhile
   */
  async apply(
    answer: ClerkOrganization,
    memberships: readonly ClerkMembership[],
    actor: Actor,
  ): Promise<Organization> {
    for (const membership of memberships) await this.memberships.hold(membership);
    const organization = found(await this.organizations.apply(answer, momentOf(answer), actor));
    for (const membership of memberships) {
      const user = await this.users.findByClerkId(membership.userId);
      if (user !== null)
        await this.memberships.apply(membership, organization, user, momentOf(membership), actor);
    }
    return organization;
  }
}

function momentOf({ updatedAt }: { readonly updatedAt: Date }) {
  return { updatedAt, eventAt: null };
}
