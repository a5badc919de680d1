import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import type { Actor } from '#auth';
import { Clock } from '#libs/time';
import { type User, UserLookupService } from '#users';
import { GrantsStore } from '../grants/grants.store.js';
import type { Membership } from '../members/membership.entity.js';
import { SAME_MOMENT_MS } from './membership-origin.rule.js';
import { MembershipsStore } from '../members/memberships.store.js';
import { mayBeSettled } from './acceptance.rule.js';
import { acceptedProperty } from './accepted-property.js';
import type { Invitation } from './invitation.entity.js';
import { InvitationsStore } from './invitations.store.js';
import { InvitersService } from './inviters.service.js';
import { VoidInvitationsService } from './void-invitations.service.js';

/** Turns an accepted invitation into what it gives, once all three pieces of news are here; in the open transaction. */
@Injectable()
export class InvitationSettlementService {
  constructor(
    private readonly invitations: InvitationsStore,
    private readonly memberships: MembershipsStore,
    private readonly grants: GrantsStore,
    private readonly users: UserLookupService,
    private readonly inviters: InvitersService,
    private readonly voids: VoidInvitationsService,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Gives what was accepted to a person whose membership or address has just become known. */
  async settleFor(user: User, actor: Actor): Promise<void> {
    if (user.deletedAt !== null) return;
    const verified = await this.users.listVerifiedEmails(user.id);
    for (const invitation of await this.invitations.listAwaitingPerson(verified)) {
      await this.settle(invitation, user, verified, actor);
    }
  }

  /** Gives it to whoever accepted it, where they are known already. */
  async settleAccepted(invitation: Invitation, actor: Actor): Promise<void> {
    for (const user of await this.users.listByVerifiedEmail(invitation.emailAddress)) {
      await this.settle(invitation, user, [invitation.emailAddress], actor);
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
    const membership = await this.memberships.find(organizationId, user.id);
    if (membership === null || !(await this.isByThem(current, user, membership))) return;
    const now = this.clock.now();
    const accepted = acceptedProperty(current);
    if (accepted !== null) {
      // Asked again: who invited may have lost the right since.
      if (!(await this.inviters.mayStillInvite(current))) {
        await this.voids.close(current, 'inviter_lost_right', actor);
        return;
      }
      await this.grants.put({
        ...accepted,
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
    await this.audit.record({
      actor,
      action: 'invitation.accepted',
      scope: current,
      target: { kind: 'invitation', id: current.id },
      change: { by: user.id },
    });
    if (accepted === null) return;
    await this.audit.record({
      actor,
      action: 'grant.given',
      scope: accepted,
      target: { kind: 'user', id: user.id },
      change: { role: accepted.role, invitation: current.id, invitedBy: current.invitedBy },
    });
  }

  /**
   * Whether this person accepted it. The address alone does not say so: it may have passed to somebody else since. Clerk's
   * event of the acceptance names the person; where that was lost, the membership that grew out of it does.
   */
  private async isByThem(invitation: Invitation, user: User, membership: Membership): Promise<boolean> {
    const { acceptedInClerkBy, acceptedInClerkAt } = invitation;
    if (acceptedInClerkBy !== null) return acceptedInClerkBy === user.clerkId;
    if (membership.invitationId !== null) {
      if (membership.invitationId === invitation.id) return true;
      const origin = await this.invitations.find(invitation.organizationId, membership.invitationId);
      return origin !== null && origin.clerkId !== null && origin.clerkId === invitation.clerkId;
    }
    if (acceptedInClerkAt === null) return false;
    return Math.abs(membership.createdAt.getTime() - acceptedInClerkAt.getTime()) <= SAME_MOMENT_MS;
  }
}
