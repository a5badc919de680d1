import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ClerkApi, type ClerkInvitation, ClerkRefusedError } from '#libs/clerk';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import { InvitationDeliveriesService, type InvitationMessage } from './invitation-deliveries.service.js';
import { inviteJob, revokeInvitationJob } from './invitation.jobs.js';

type Payload = Readonly<{ organizationId: string; invitationId: string }>;

/** Brings invitations to Clerk. A job may run twice or after a lost answer, so it looks before it creates. */
@Injectable()
export class InvitationJobsWorker implements OnModuleInit {
  constructor(
    private readonly jobs: JobQueue,
    private readonly deliveries: InvitationDeliveriesService,
    private readonly clerk: ClerkApi,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.register(inviteJob, (payload) => this.invite(payload));
    this.jobs.register(revokeInvitationJob, (payload) => this.revoke(payload));
  }

  private async invite(payload: Payload): Promise<void> {
    const message = await this.deliveries.read(payload.organizationId, payload.invitationId);
    if (message === null) return;
    const { invitation } = message;
    if (invitation.delivery === 'queued' && (await this.deliveries.mayGoOut(invitation))) {
      await this.bring(payload, message);
    } else if (invitation.clerkId === null) {
      // Closed before Clerk's answer was known here: it may lie there all the same.
      await this.revoke(payload);
    }
  }

  private async bring(payload: Payload, message: InvitationMessage): Promise<void> {
    const { invitation } = message;
    try {
      const sent = await this.findOrSend(message);
      if (sent === null) return;
      if (!(await this.deliveries.noteSent(invitation, sent.id))) await this.revoke(payload, sent.id);
    } catch (error) {
      if (!(error instanceof ClerkRefusedError)) throw error;
      // Another one to the address was faster than this one: the next try finds it.
      if (error.codes.includes('duplicate_record')) throw error;
      await this.deliveries.close(invitation, error.codes[0] ?? `status_${error.status}`);
    }
  }

  /**
   * Ours from an earlier try, or a new one. Clerk has one open invitation per organization and address: where there is
   * another one, ours stands behind it, replaces what is void here, or cannot be sent.
   *
   * @returns null when there is nothing more to note
   */
  private async findOrSend(message: InvitationMessage): Promise<ClerkInvitation | null> {
    const { invitation, clerkOrganizationId } = message;
    const open = await this.clerk.listPendingInvitations(clerkOrganizationId);
    const ours = open.find(({ ownId }) => ownId === invitation.id);
    if (ours !== undefined) return ours;
    const other = open.find(({ emailAddress }) => emailAddress === invitation.emailAddress);
    if (other === undefined) return this.send(message);
    switch (await this.deliveries.share(invitation, other)) {
      case 'shared':
        return null;
      case 'other_role':
        await this.deliveries.close(invitation, 'invited_with_another_role');
        return null;
      case 'superseded':
        await this.takeBack(clerkOrganizationId, other.id);
        return this.send(message);
    }
  }

  private send({
    invitation,
    clerkOrganizationId,
    inviterClerkId,
  }: InvitationMessage): Promise<ClerkInvitation> {
    const daysLeft = Math.ceil((invitation.expiresAt.getTime() - this.clock.nowMs()) / (24 * 3600 * 1000));
    return this.clerk.createInvitation({
      organizationId: clerkOrganizationId,
      emailAddress: invitation.emailAddress,
      role: invitation.organizationRole,
      inviterUserId: inviterClerkId,
      expiresInDays: Math.max(1, daysLeft),
      ownId: invitation.id,
    });
  }

  private async revoke(
    { organizationId, invitationId }: Payload,
    sentAs: string | null = null,
  ): Promise<void> {
    const message = await this.deliveries.read(organizationId, invitationId);
    if (message === null) return;
    const { invitation, clerkOrganizationId } = message;
    if (invitation.status === 'pending' || invitation.status === 'accepted') return;
    const clerkId = sentAs ?? invitation.clerkId ?? (await this.findLost(message));
    if (clerkId === null || (await this.deliveries.isCarrying(organizationId, clerkId))) return;
    await this.takeBack(clerkOrganizationId, clerkId);
  }

  /** It was made at Clerk, and the answer did not arrive. */
  private async findLost({ invitation, clerkOrganizationId }: InvitationMessage): Promise<string | null> {
    const open = await this.clerk.listPendingInvitations(clerkOrganizationId);
    return open.find(({ ownId }) => ownId === invitation.id)?.id ?? null;
  }

  private async takeBack(clerkOrganizationId: string, clerkId: string): Promise<void> {
    try {
      await this.clerk.revokeInvitation(clerkOrganizationId, clerkId);
    } catch (error) {
      // Accepted, revoked or gone already: our own row decides about rights, and it is void.
      if (!(error instanceof ClerkRefusedError)) throw error;
    }
  }
}
