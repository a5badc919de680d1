import { Injectable } from '@nestjs/common';
import { AuditLog, type AuditEntry } from '#audit';
import type { Actor } from '#auth';
import type { ClerkInvitation } from '#libs/clerk';
import { newId } from '#libs/database';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import { isLowerCaseUuid } from '#libs/uuid';
import { MirrorLock, type User, UserLookupService } from '#users';
import type { Organization } from '../organizations/organization.entity.js';
import type { Invitation } from './invitation.entity.js';
import { revokeInvitationJob } from './invitation.jobs.js';
import { InvitationSettlementService } from './invitation-settlement.service.js';
import { InvitationsStore } from './invitations.store.js';
import { InvitersService } from './inviters.service.js';

/**
 * Follows what Clerk tells of invitations, and turns an accepted one into a grant. Its news, the membership's and the
 * person's come in any order: whichever is last finds the other two here. What was closed here stays closed.
 */
@Injectable()
export class InvitationMirrorService {
  constructor(
    private readonly invitations: InvitationsStore,
    private readonly settlement: InvitationSettlementService,
    private readonly inviters: InvitersService,
    private readonly users: UserLookupService,
    private readonly mirrorLock: MirrorLock,
    private readonly jobs: JobQueue,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** One that is behind an invitation of Clerk's; in the open transaction. */
  async find(clerkId: string): Promise<Invitation | null> {
    return (await this.invitations.listByClerkId(clerkId))[0] ?? null;
  }

  /** Applies a state of an invitation; one that was made at Clerk gets a row here. */
  async apply(clerkInvitation: ClerkInvitation, organization: Organization, actor: Actor): Promise<void> {
    // One to an erased person is tombstoned with them: late news would bring their address back.
    if (!(await this.mirrorLock.enter('invitation', clerkInvitation.id))) return;
    const known = await this.findOurs(clerkInvitation, organization.id);
    const ours = known.length > 0 ? known : [await this.adopt(clerkInvitation, organization, actor)];
    for (const invitation of ours) await this.follow(invitation, clerkInvitation, actor);
  }

  /** Clerk does not know it: nobody can have accepted it. */
  async noteUnknown(organizationId: string, clerkId: string): Promise<void> {
    for (const invitation of await this.invitations.lockByClerkId(organizationId, clerkId)) {
      await this.invitations.update(invitation, { statusAtClerk: 'unknown' });
    }
  }

  /** Gives what was accepted to a person whose membership or address has just become known. */
  async settleFor(user: User, actor: Actor): Promise<void> {
    await this.settlement.settleFor(user, actor);
  }

  /** Whether there is a row that a state of this invitation would be applied to; in the open transaction. */
  async isKnown(clerkInvitation: ClerkInvitation, { id }: Organization): Promise<boolean> {
    return (await this.findOurs(clerkInvitation, id)).length > 0;
  }

  private async findOurs(clerkInvitation: ClerkInvitation, organizationId: string): Promise<Invitation[]> {
    const linked = (await this.invitations.listByClerkId(clerkInvitation.id)).filter(
      (invitation) => invitation.organizationId === organizationId,
    );
    const { ownId } = clerkInvitation;
    if (ownId === null || !isLowerCaseUuid(ownId) || linked.some(({ id }) => id === ownId)) return linked;
    // The answer with Clerk's id got lost or is still on its way; the metadata tells whose it is.
    const named = await this.invitations.find(organizationId, ownId);
    const isAboutIt =
      named?.emailAddress === clerkInvitation.emailAddress &&
      (named.clerkId === null || named.clerkId === clerkInvitation.id);
    return isAboutIt ? [...linked, named] : linked;
  }

  private async adopt(
    clerkInvitation: ClerkInvitation,
    organization: Organization,
    actor: Actor,
  ): Promise<Invitation> {
    const invitation = await this.rowOf(clerkInvitation, organization.id);
    const open = await this.invitations.findOpenToOrganization(organization.id, invitation.emailAddress);
    // Ours on its way to Clerk, or the open one that Clerk has replaced by another.
    const isAboutOpen =
      clerkInvitation.status === 'pending' ||
      (clerkInvitation.status === 'accepted' && open?.clerkId === null);
    if (open !== null && isAboutOpen) {
      if (open.clerkId !== null || open.organizationRole === clerkInvitation.role) return open;
      // Clerk has one for each address, and that one gives another role: ours can never be sent.
      await this.giveUp(open, actor);
    } else if (open !== null) {
      // What is told of a settled one says nothing of the open one to the same address; it is kept as history.
      invitation.status = clerkInvitation.status;
    }
    await this.invitations.insert(invitation);
    await this.record('invitation.created', invitation, actor, { role: invitation.organizationRole });
    return invitation;
  }

  private async rowOf(told: ClerkInvitation, organizationId: string): Promise<Invitation> {
    const invitation: Invitation = {
      organizationId,
      id: newId(),
      batchId: null,
      propertyId: null,
      emailAddress: told.emailAddress,
      organizationRole: told.role,
      propertyRole: null,
      status: 'pending',
      delivery: 'sent',
      deliveryError: null,
      clerkId: told.id,
      origin: 'clerk',
      invitedBy: null,
      expiresAt: told.expiresAt ?? new Date(told.createdAt.getTime() + 30 * 24 * 3600 * 1000),
      createdAt: told.createdAt,
      updatedAt: told.updatedAt,
      acceptedInClerkAt: null,
      acceptedInClerkBy: null,
      statusAtClerk: null,
      acceptedAt: null,
      acceptedBy: null,
      revokedAt: null,
      revokedBecause: null,
      refusedMembershipId: null,
    };
    const inviter = told.inviterId === null ? null : await this.users.findByClerkId(told.inviterId);
    if (inviter === null) return invitation;
    // A member invited on Clerk's pages by a right that they hold here too: the invitation stands on that, and ends with it.
    const byInviter = { ...invitation, invitedBy: inviter.id };
    return (await this.inviters.mayStillInvite(byInviter)) ? byInviter : invitation;
  }

  private async follow(
    { organizationId, id }: Invitation,
    told: ClerkInvitation,
    actor: Actor,
  ): Promise<void> {
    const invitation = await this.invitations.lock(organizationId, id);
    if (invitation === null) return;
    const now = this.clock.now();
    const isPending = invitation.status === 'pending';
    const change: Partial<Invitation> = {};
    if (invitation.clerkId === null) Object.assign(change, { clerkId: told.id, delivery: 'sent' });
    // An older event must not undo what is settled at Clerk.
    if (invitation.statusAtClerk === null || invitation.statusAtClerk === 'pending')
      change.statusAtClerk = told.status;
    if (told.status === 'accepted' && invitation.acceptedInClerkAt === null) {
      Object.assign(change, { acceptedInClerkAt: told.updatedAt, updatedAt: now });
    }
    if (told.acceptedBy !== null) change.acceptedInClerkBy = told.acceptedBy;
    if (isPending && (told.status === 'revoked' || told.status === 'expired')) {
      Object.assign(change, { status: told.status, updatedAt: now });
      if (told.status === 'revoked') Object.assign(change, { revokedAt: now, revokedBecause: 'taken_back' });
    }
    if (Object.keys(change).length > 0) await this.invitations.update(invitation, change);
    if (change.status !== undefined) {
      await this.record(
        change.status === 'revoked' ? 'invitation.revoked' : 'invitation.expired',
        invitation,
        actor,
        {},
      );
    } else if (isPending && told.status === 'accepted') {
      await this.settlement.settleAccepted(invitation, actor);
    } else if (!isPending && invitation.status !== 'accepted' && told.status === 'pending') {
      // Closed here while its answer was lost: Clerk has to be told.
      await this.jobs.enqueue(revokeInvitationJob, { organizationId, invitationId: id });
    }
  }

  private async giveUp(invitation: Invitation, actor: Actor): Promise<void> {
    const code = 'invited_with_another_role';
    const change = { status: 'failed', delivery: 'failed', deliveryError: code } as const;
    await this.invitations.update(invitation, { ...change, updatedAt: this.clock.now() });
    await this.record('invitation.failed', invitation, actor, { code });
  }

  private async record(
    action: AuditEntry['action'],
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
