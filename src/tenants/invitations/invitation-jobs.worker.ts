import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AuditLog, type AuditEntry } from '#audit';
import { systemScope } from '#auth';
import { ClerkApi, type ClerkInvitation, ClerkRefusedError } from '#libs/clerk';
import { UnitOfWork } from '#libs/database';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import { UsersStore } from '#users';
import { OrganizationsStore } from '../organizations/organizations.store.js';
import type { Invitation } from './invitation.entity.js';
import { inviteJob, revokeInvitationJob } from './invitation.jobs.js';
import { InvitationsStore } from './invitations.store.js';

type Payload = Readonly<{ organizationId: string; invitationId: string }>;

/** What Clerk has to be told of an invitation. */
interface Letter {
  invitation: Invitation;
  clerkOrganizationId: string;
  inviterClerkId: string | null;
}

/** Brings invitations to Clerk. A job may run twice or after a lost answer, so it looks before it creates. */
@Injectable()
export class InvitationJobsWorker implements OnModuleInit {
  constructor(
    private readonly jobs: JobQueue,
    private readonly unitOfWork: UnitOfWork,
    private readonly invitations: InvitationsStore,
    private readonly organizations: OrganizationsStore,
    private readonly users: UsersStore,
    private readonly clerk: ClerkApi,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.register(inviteJob, (payload) => this.invite(payload));
    this.jobs.register(revokeInvitationJob, (payload) => this.revoke(payload));
  }

  private async invite(payload: Payload): Promise<void> {
    const letter = await this.read(payload);
    if (letter?.invitation.status !== 'pending' || letter.invitation.delivery !== 'queued') return;
    let sent: ClerkInvitation;
    try {
      sent = (await this.findSent(letter)) ?? (await this.send(letter));
    } catch (error) {
      if (!(error instanceof ClerkRefusedError)) throw error;
      await this.close(letter.invitation, error.codes[0] ?? `status_${error.status}`);
      return;
    }
    if (!(await this.noteSent(letter.invitation, sent.id))) await this.revoke(payload, sent.id);
  }

  /** Ours from an earlier try, or one to the same address: Clerk has one per organization and address. */
  private async findSent({ invitation, clerkOrganizationId }: Letter): Promise<ClerkInvitation | undefined> {
    const pending = await this.clerk.listPendingInvitations(clerkOrganizationId);
    return (
      pending.find(({ tenantryId }) => tenantryId === invitation.id) ??
      pending.find(({ emailAddress }) => emailAddress === invitation.emailAddress)
    );
  }

  private send({ invitation, clerkOrganizationId, inviterClerkId }: Letter): Promise<ClerkInvitation> {
    const daysLeft = Math.ceil((invitation.expiresAt.getTime() - this.clock.nowMs()) / (24 * 3600 * 1000));
    return this.clerk.createInvitation({
      organizationId: clerkOrganizationId,
      emailAddress: invitation.emailAddress,
      role: invitation.organizationRole,
      inviterUserId: inviterClerkId,
      expiresInDays: Math.max(1, daysLeft),
      tenantryId: invitation.id,
    });
  }

  /** @returns false when the invitation was taken back in the meantime */
  private async noteSent({ organizationId, id }: Invitation, clerkId: string): Promise<boolean> {
    return this.unitOfWork.run(systemScope('jobs'), async () => {
      const invitation = await this.invitations.lock(organizationId, id);
      if (invitation === null) return false;
      await this.invitations.update(invitation, { clerkId, delivery: 'sent', updatedAt: this.clock.now() });
      if (invitation.status !== 'pending') return invitation.status === 'accepted';
      await this.record(invitation, 'invitation.sent', {});
      return true;
    });
  }

  private async close({ organizationId, id }: Invitation, code: string): Promise<void> {
    await this.unitOfWork.run(systemScope('jobs'), async () => {
      const invitation = await this.invitations.lock(organizationId, id);
      if (invitation?.status !== 'pending') return;
      await this.invitations.update(invitation, {
        status: 'failed',
        delivery: 'failed',
        deliveryError: code,
        updatedAt: this.clock.now(),
      });
      await this.record(invitation, 'invitation.failed', { code });
    });
  }

  private async revoke(payload: Payload, sentAs: string | null = null): Promise<void> {
    const letter = await this.read(payload);
    const clerkId = sentAs ?? letter?.invitation.clerkId ?? null;
    if (letter?.invitation.status !== 'revoked' || clerkId === null) return;
    const { organizationId } = payload;
    const others = await this.unitOfWork.run(systemScope('jobs'), () =>
      this.invitations.listPendingByClerkId(organizationId, clerkId),
    );
    // Clerk's one invitation still carries another one of ours.
    if (others.length > 0) return;
    try {
      await this.clerk.revokeInvitation(letter.clerkOrganizationId, clerkId);
    } catch (error) {
      // Accepted, revoked or gone already: our own row decides about rights, and it is revoked.
      if (!(error instanceof ClerkRefusedError)) throw error;
    }
  }

  private async read({ organizationId, invitationId }: Payload): Promise<Letter | null> {
    return this.unitOfWork.run(systemScope('jobs'), async () => {
      const invitation = await this.invitations.find(organizationId, invitationId);
      const organization = await this.organizations.findById(organizationId);
      if (invitation === null || organization?.clerkId == null) return null;
      const inviter = invitation.invitedBy === null ? null : await this.users.findById(invitation.invitedBy);
      return {
        invitation,
        clerkOrganizationId: organization.clerkId,
        inviterClerkId: inviter?.deletedAt === null ? inviter.clerkId : null,
      };
    });
  }

  private async record(
    invitation: Invitation,
    action: AuditEntry['action'],
    change: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    await this.audit.record({
      actor: { kind: 'system', name: 'jobs' },
      action,
      scope: invitation,
      target: { kind: 'invitation', id: invitation.id },
      change,
    });
  }
}
