import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import type { Actor } from '#auth';
import type { ClerkInvitation } from '#libs/clerk';
import { newId } from '#libs/database';
import { Clock } from '#libs/time';
import { MirrorGate, type User, UsersStore } from '#users';
import { GrantsStore } from '../grants/grants.store.js';
import { MembershipsStore } from '../memberships/memberships.store.js';
import type { Organization } from '../organizations/organization.entity.js';
import { mayBeSettled } from './acceptance.rule.js';
import type { Invitation } from './invitation.entity.js';
import { InvitationsStore } from './invitations.store.js';
import { acceptedProperty } from './accepted-property.js';

/**
 * Follows what Clerk tells of invitations, and turns an accepted one into a grant. Its news, the membership's and the
 * person's come in any order: whichever is last finds the other two here.
 */
@Injectable()
export class InvitationMirror {
  constructor(
    private readonly invitations: InvitationsStore,
    private readonly memberships: MembershipsStore,
    private readonly grants: GrantsStore,
    private readonly users: UsersStore,
    private readonly gate: MirrorGate,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Applies a state of an invitation; one that was made at Clerk gets a row here. */
  async apply(clerkInvitation: ClerkInvitation, organization: Organization, actor: Actor): Promise<void> {
    // One to an erased person is buried with them: late news would bring their address back.
    if (!(await this.gate.enter('invitation', clerkInvitation.id))) return;
    const known = await this.findOurs(clerkInvitation, organization.id);
    const ours = known.length > 0 ? known : [await this.adopt(clerkInvitation, organization, actor)];
    for (const invitation of ours) await this.follow(invitation, clerkInvitation, actor);
  }

  /** Gives what was accepted to a person whose membership or address has just become known. */
  async settleFor(user: User, actor: Actor): Promise<void> {
    if (user.deletedAt !== null) return;
    const verified = await this.users.listVerifiedEmails(user.id);
    for (const invitation of await this.invitations.listAwaitingPerson(verified)) {
      await this.settle(invitation, user, verified, actor);
    }
  }

  private async findOurs(clerkInvitation: ClerkInvitation, organizationId: string): Promise<Invitation[]> {
    const linked = (await this.invitations.listByClerkId(clerkInvitation.id)).filter(
      (invitation) => invitation.organizationId === organizationId,
    );
    const { tenantryId } = clerkInvitation;
    if (tenantryId === null || !UUID.test(tenantryId) || linked.some(({ id }) => id === tenantryId))
      return linked;
    // The answer with Clerk's id got lost or is still on its way; the metadata tells whose it is.
    const named = await this.invitations.find(organizationId, tenantryId);
    return named !== null && named.emailAddress === clerkInvitation.emailAddress
      ? [...linked, named]
      : linked;
  }

  private async adopt(
    clerkInvitation: ClerkInvitation,
    organization: Organization,
    actor: Actor,
  ): Promise<Invitation> {
    const invitation: Invitation = {
      organizationId: organization.id,
      id: newId(),
      propertyId: null,
      emailAddress: clerkInvitation.emailAddress,
      organizationRole: clerkInvitation.role,
      propertyRole: null,
      status: 'pending',
      delivery: 'sent',
      deliveryError: null,
      clerkId: clerkInvitation.id,
      invitedBy: null,
      expiresAt:
        clerkInvitation.expiresAt ?? new Date(clerkInvitation.createdAt.getTime() + 30 * 24 * 3600 * 1000),
      createdAt: clerkInvitation.createdAt,
      updatedAt: clerkInvitation.updatedAt,
      acceptedInClerkAt: null,
      acceptedAt: null,
      acceptedBy: null,
      revokedAt: null,
    };
    const open = await this.invitations.findOpenToOrganization(organization.id, invitation.emailAddress);
    // Ours on its way to Clerk, or the open one that Clerk has put another in the place of.
    const isAboutOpen =
      clerkInvitation.status === 'pending' ||
      (clerkInvitation.status === 'accepted' && open?.clerkId === null);
    if (open !== null && isAboutOpen) return open;
    // What is told of a settled one says nothing of the open one to the same address; it is kept as the history it is.
    if (open !== null) invitation.status = clerkInvitation.status;
    await this.invitations.insert(invitation);
    await this.record('invitation.created', invitation, actor, { role: invitation.organizationRole });
    return invitation;
  }

  private async follow(
    invitation: Invitation,
    clerkInvitation: ClerkInvitation,
    actor: Actor,
  ): Promise<void> {
    if (invitation.clerkId === null) {
      await this.invitations.update(invitation, { clerkId: clerkInvitation.id, delivery: 'sent' });
    }
    if (invitation.status !== 'pending') return;
    const now = this.clock.now();
    switch (clerkInvitation.status) {
      case 'pending':
        return;
      case 'revoked':
      case 'expired': {
        const { status } = clerkInvitation;
        const revokedAt = status === 'revoked' ? now : null;
        await this.invitations.update(invitation, { status, revokedAt, updatedAt: now });
        await this.record(`invitation.${status}`, invitation, actor, {});
        return;
      }
      case 'accepted': {
        const acceptedInClerkAt = clerkInvitation.updatedAt;
        await this.invitations.update(invitation, { acceptedInClerkAt, updatedAt: now });
        for (const user of await this.users.listByVerifiedEmail(invitation.emailAddress)) {
          await this.settle({ ...invitation, acceptedInClerkAt }, user, [invitation.emailAddress], actor);
        }
      }
    }
  }

  private async settle(
    invitation: Invitation,
    user: User,
    verified: readonly string[],
    actor: Actor,
  ): Promise<void> {
    const { organizationId } = invitation;
    const current = await this.invitations.lock(organizationId, invitation.id);
    if (current === null || !mayBeSettled(current, verified)) return;
    if ((await this.memberships.find(organizationId, user.id)) === null) return;
    const now = this.clock.now();
    const place = acceptedProperty(current);
    if (place !== null) {
      await this.grants.put({
        ...place,
        userId: user.id,
        grantedBy: current.invitedBy,
        grantedAt: now,
        validFrom: now,
        expiresAt: null,
      });
    }
    await this.invitations.update(current, {
      status: 'accepted',
      acceptedAt: now,
      acceptedBy: user.id,
      updatedAt: now,
    });
    await this.record('invitation.accepted', current, actor, { by: user.id });
    if (place === null) return;
    await this.audit.record({
      actor,
      action: 'grant.given',
      scope: place,
      target: { kind: 'user', id: user.id },
      change: { role: place.role, invitation: current.id, invitedBy: current.invitedBy },
    });
  }

  private async record(
    action: 'invitation.created' | 'invitation.revoked' | 'invitation.expired' | 'invitation.accepted',
    invitation: Invitation,
    actor: Actor,
    change: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    await this.audit.record({
      actor,
      action,
      scope: invitation,
      target: { kind: 'invitation', id: invitation.id },
      change,
    });
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
