import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { actorOf, type Caller, LEAST_ROLE } from '#auth';
import { scopeWithin } from '#libs/authz';
import { newId, type OrganizationScope } from '#libs/database';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import { demandMayGrant } from '../grant-refusals.js';
import { GroupRightsService } from '../groups/group-rights.service.js';
import { MembershipsStore } from '../members/memberships.store.js';
import { OrganizationLimitsService } from '../organizations/organization-limits.service.js';
import { SeatsService } from '../members/seats.service.js';
import type { Property } from '../properties/property.entity.js';
import { lockActiveProperty } from '../properties/lock-active-property.js';
import { PropertiesStore } from '../properties/properties.store.js';
import { RolePoliciesService } from '../roles/role-policies.service.js';
import { tenantsErrors } from '../tenants.errors.js';
import type { Invitation } from './invitation.entity.js';
import { inviteJob } from './invitation.jobs.js';
import { InvitationsStore } from './invitations.store.js';

const DAYS_TO_ACCEPT = 30;
const DAY_MS = 24 * 3600 * 1000;

/** Who is invited as what; the address in canonical form. */
export interface WantedInvitation {
  readonly emailAddress: string;
  readonly role: string;
}

type Details = Pick<Invitation, 'emailAddress' | 'propertyId' | 'organizationRole' | 'propertyRole'>;

/** Opens invitations, in the open transaction. Whatever refuses one does so before anything of it is written. */
@Injectable()
export class InvitationOpeningService {
  constructor(
    private readonly invitations: InvitationsStore,
    private readonly memberships: MembershipsStore,
    private readonly properties: PropertiesStore,
    private readonly policies: RolePoliciesService,
    private readonly groupRights: GroupRightsService,
    private readonly seats: SeatsService,
    private readonly limits: OrganizationLimitsService,
    private readonly jobs: JobQueue,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** @throws AppError saying what stands against it */
  async toOrganization(
    scope: OrganizationScope,
    caller: Caller,
    { emailAddress, role }: WantedInvitation,
    batchId: string | null = null,
  ): Promise<Invitation> {
    await this.demandMayInvite(scope, caller, role, null);
    const details = { emailAddress, propertyId: null, organizationRole: role, propertyRole: null };
    return this.open(scope, caller, details, null, batchId);
  }

  /** @throws AppError saying what stands against it */
  async toProperty(
    scope: OrganizationScope,
    propertyId: string,
    caller: Caller,
    { emailAddress, role }: WantedInvitation,
  ): Promise<Invitation> {
    await this.demandMayInvite(scope, caller, role, propertyId);
    const property = await lockActiveProperty(this.properties, scope, propertyId);
    const details = {
      emailAddress,
      propertyId,
      organizationRole: LEAST_ROLE,
      propertyRole: role,
    };
    return this.open(scope, caller, details, property, null);
  }

  /**
   * Nobody invites to more than they hold themselves.
   * @param propertyId null: the role is one of the organization
   */
  async demandMayInvite(
    scope: OrganizationScope,
    caller: Caller,
    role: string,
    propertyId: string | null,
  ): Promise<void> {
    const { organizationId } = scope;
    const policy =
      propertyId === null ? await this.policies.ofMemberships() : await this.policies.of(scope, role);
    const place = scopeWithin(organizationId, propertyId);
    demandMayGrant(policy, caller, { role, scope: place }, this.clock.now());
    if (propertyId === null) await this.groupRights.demandMayGiveClerkRole(scope, caller, role);
  }

  private async open(
    scope: OrganizationScope,
    caller: Caller,
    wanted: Details,
    property: Property | null,
    batchId: string | null,
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
      batchId,
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
    // What Clerk tells of its own invitations does not wait for the lock: the index decides, and only this one fails.
    if (!(await this.invitations.insertIfFirst(invitation))) throw tenantsErrors.alreadyInvited();
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
  private async demandOneRole({ organizationId }: OrganizationScope, wanted: Details): Promise<void> {
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
