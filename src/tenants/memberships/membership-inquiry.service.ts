import { Injectable } from '@nestjs/common';
import { systemScope, type Actor } from '#auth';
import { ClerkApi, type ClerkMembership } from '#libs/clerk';
import { UnitOfWork } from '#libs/database';
import { UserLookupService } from '#users';
import { InvitationMirrorService } from '../invitations/invitation-mirror.service.js';
import { OrganizationsStore } from '../organizations/organizations.store.js';
import { MembershipAdmissionService } from './membership-admission.service.js';

/** Asks Clerk which invitations were accepted there, so that a new membership can be judged; never in a transaction. */
@Injectable()
export class MembershipInquiryService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clerk: ClerkApi,
    private readonly users: UserLookupService,
    private readonly organizations: OrganizationsStore,
    private readonly invitations: InvitationMirrorService,
    private readonly admission: MembershipAdmissionService,
  ) {}

  /**
   * Brings what is known of these invitations to what Clerk says.
   * @throws ClerkUnavailableError when Clerk cannot be asked now
   */
  async ask(organizationClerkId: string, clerkIds: readonly string[], actor: Actor): Promise<void> {
    for (const clerkId of clerkIds) {
      const told = await this.clerk.findInvitation(organizationClerkId, clerkId);
      await this.unitOfWork.run(systemScope('mirror'), async () => {
        const organization = await this.organizations.findByClerkId(organizationClerkId);
        if (organization === null) return;
        if (told === null) await this.invitations.noteUnknown(organization.id, clerkId);
        else await this.invitations.apply(told, organization, actor);
      });
    }
  }

  /** The same for whatever a membership that is about to be mirrored may have grown out of. */
  async askFor(told: ClerkMembership, actor: Actor): Promise<void> {
    const unheard = await this.unitOfWork.run(systemScope('mirror'), async () => {
      const organization = await this.organizations.findByClerkId(told.organization.id);
      const user = await this.users.findByClerkId(told.userId);
      if (organization === null || user === null) return [];
      return this.admission.unheard(told, organization.id, user);
    });
    await this.ask(told.organization.id, unheard, actor);
  }
}
