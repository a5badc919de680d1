import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { actorOf, authErrors, type Caller } from '#auth';
import { organizationScope, propertyScope } from '#libs/authz';
import { newId, type OrganizationScope, type PropertyScope, UnitOfWork } from '#libs/database';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import { demandMayGrant } from '../grant-refusals.js';
import { MembershipsStore } from '../memberships/memberships.store.js';
import type { Property } from '../properties/property.entity.js';
import { PropertiesStore } from '../properties/properties.store.js';
import { OrganizationLimits } from '../organizations/organization-limits.service.js';
import { SeatsService } from '../organizations/seats.service.js';
import { RolePolicies } from '../roles/role-policies.service.js';
import { tenantsErrors } from '../tenants.errors.js';
import type { Invitation } from './invitation.entity.js';
import { inviteJob, revokeInvitationJob } from './invitation.jobs.js';
import { InvitationsStore } from './invitations.store.js';

/** Who was invited to a property joins its organization with the least role that Clerk has. */
const ROLE_OF_PROPERTY_GUESTS = 'org:member';
const DAYS_TO_ACCEPT = 30;
const DAY_MS = 24 * 3600 * 1000;

/**
 * Invites people by their address. The answer does not wait for Clerk: a job asks it, now or when it is back, and
 * the rights follow when Clerk says that the invitation was accepted.
 */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly invitations: InvitationsStore,
    private readonly memberships: MembershipsStore,
    private readonly properties: PropertiesStore,
    private readonly policies: RolePolicies,
    private readonly seats: SeatsService,
    private readonly limits: OrganizationLimits,
    private readonly jobs: JobQueue,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async list(
    scope: OrganizationScope,
    page: { propertyId: string | null; before: string | null; limit: number },
  ): Promise<Invitation[]> {
    return this.unitOfWork.run(scope, () => this.invitations.listOpen(scope, page));
  }

  async inviteToOrganization(
    scope: OrganizationScope,
    caller: Caller,
    wanted: { emailAddress: string; role: string },
  ): Promise<Invitation> {
    const place = organizationScope(scope.organizationId);
    return this.unitOfWork.run(scope, async () => {
      const policy = await this.policies.ofMemberships();
      demandMayGrant(policy, caller, { role: wanted.role, scope: place }, this.clock.now());
      const details = {
        emailAddress: wanted.emailAddress,
        propertyId: null,
        organizationRole: wanted.role,
        propertyRole: null,
      };
      return this.open(scope, caller, details, null);
    });
  }

  async inviteToProperty(
    scope: PropertyScope,
    caller: Caller,
    wanted: { emailAddress: string; role: string },
  ): Promise<Invitation> {
    const place = propertyScope(scope.organizationId, scope.propertyId);
    return this.unitOfWork.run(scope, async () => {
      const policy = await this.policies.of(scope, wanted.role);
      demandMayGrant(policy, caller, { role: wanted.role, scope: place }, this.clock.now());
      const property = await this.properties.lock(scope);
      if (property === null) throw authErrors.notFound();
      if (property.status === 'archived') throw tenantsErrors.propertyArchived();
      const details = {
        emailAddress: wanted.emailAddress,
        propertyId: scope.propertyId,
        organizationRole: ROLE_OF_PROPERTY_GUESTS,
        propertyRole: wanted.role,
      };
      return this.open(scope, caller, details, property);
    });
  }

  /** @param propertyId the invitation must be to this property; null: any of the organization */
  async revoke(
    scope: OrganizationScope,
    caller: Caller,
    id: string,
    propertyId: string | null,
  ): Promise<void> {
    await this.unitOfWork.run(scope, async () => {
      const invitation = await this.invitations.lock(scope.organizationId, id);
      if (invitation === null || (propertyId !== null && invitation.propertyId !== propertyId)) {
        throw authErrors.notFound();
      }
      if (invitation.status === 'revoked') return;
      if (invitation.status !== 'pending') throw tenantsErrors.invitationClosed();
      // Accepted, though the news of that may still be on its way: what came of it is taken by removing the member.
      if (await this.invitations.hasMember(invitation)) throw tenantsErrors.invitationAccepted();
      const now = this.clock.now();
      await this.invitations.update(invitation, {
        status: 'revoked',
        revokedAt: now,
        revokedBecause: 'taken_back',
        updatedAt: now,
      });
      await this.audit.record({
        actor: actorOf(caller),
        action: 'invitation.revoked',
        scope: invitation,
        target: { kind: 'invitation', id },
      });
      await this.jobs.enqueue(revokeInvitationJob, {
        organizationId: scope.organizationId,
        invitationId: id,
      });
    });
  }

  private async open(
    scope: OrganizationScope,
    caller: Caller,
    wanted: Pick<Invitation, 'emailAddress' | 'propertyId' | 'organizationRole' | 'propertyRole'>,
    property: Property | null,
  ): Promise<Invitation> {
    const now = this.clock.now();
    if (await this.isMember(scope, wanted.emailAddress)) throw tenantsErrors.alreadyMember();
    await this.invitations.expireOverdue(scope.organizationId, wanted.emailAddress, now);
    // Locks the organization: of two invitations to one address at once, the second sees the first.
    await this.seats.demandSeatFor(scope, wanted, property);
    await this.demandOneRole(scope, wanted);
    await this.limits.demandRoomForInvitation(scope);
    const invitation: Invitation = {
      ...wanted,
      organizationId: scope.organizationId,
      id: newId(),
      status: 'pending',
      delivery: 'queued',
      deliveryError: null,
      clerkId: null,
      origin: 'here',
      invitedBy: caller.userId,
      expiresAt: new Date(now.getTime() + DAYS_TO_ACCEPT * DAY_MS),
      createdAt: now,
      updatedAt: now,
      acceptedInClerkAt: null,
      acceptedInClerkBy: null,
      statusAtClerk: null,
      acceptedAt: null,
      acceptedBy: null,
      revokedAt: null,
      revokedBecause: null,
      refusedMembershipId: null,
    };
    await this.invitations.insert(invitation);
    await this.unitOfWork.made(invitation.id);
    await this.audit.record({
      actor: actorOf(caller),
      action: 'invitation.created',
      scope: invitation,
      target: { kind: 'invitation', id: invitation.id },
      change: { role: invitation.propertyRole ?? invitation.organizationRole },
    });
    await this.jobs.enqueue(inviteJob, { organizationId: scope.organizationId, invitationId: invitation.id });
    return invitation;
  }

  /**
   * Clerk holds one open invitation for each address, with one role. Several of ours may stand behind it, but not one that
   * asks for another role in the organization: what is accepted must be what is held.
   */
  private async demandOneRole(
    { organizationId }: OrganizationScope,
    wanted: Pick<Invitation, 'emailAddress' | 'propertyId' | 'organizationRole'>,
  ): Promise<void> {
    const open = await this.invitations.listOpenTo(organizationId, wanted.emailAddress);
    if (open.some(({ propertyId }) => propertyId === wanted.propertyId)) throw tenantsErrors.alreadyInvited();
    if (wanted.propertyId !== null) return;
    if (open.some(({ organizationRole }) => organizationRole !== wanted.organizationRole)) {
      throw tenantsErrors.invitedWithAnotherRole();
    }
  }

  /** People outside the organization do not show in its scope, so this cannot tell who else has an account. */
  private async isMember(scope: OrganizationScope, emailAddress: string): Promise<boolean> {
    return (await this.memberships.listByEmail(scope.organizationId, emailAddress)).length > 0;
  }
}
