import { Injectable } from '@nestjs/common';
import { AuditLog, type AuditEntry } from '#audit';
import { systemScope } from '#auth';
import type { ClerkInvitation } from '#libs/clerk';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { UserLookupService } from '#users';
import { OrganizationsStore } from '../organizations/organizations.store.js';
import type { Invitation } from './invitation.entity.js';
import { InvitationsStore } from './invitations.store.js';
import { InvitersService } from './inviters.service.js';
import { VoidInvitationsService } from './void-invitations.service.js';

const JOBS = systemScope('jobs');
const ACTOR = { kind: 'system', name: 'jobs' } as const;

/** What Clerk has to be told of an invitation. */
export interface InvitationMessage {
  readonly invitation: Invitation;
  readonly clerkOrganizationId: string;
  readonly inviterClerkId: string | null;
}

/** How an invitation stands to another one that is open at Clerk for the same address. */
export type Sharing =
  /** It stands behind that one from now on. */
  | 'shared'
  /** Whatever of ours stood behind that one is void: it has to go. */
  | 'superseded'
  /** It gives another role. */
  | 'other_role';

/** The rows behind the jobs that bring invitations to Clerk; each call is a transaction of its own. */
@Injectable()
export class InvitationDeliveriesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly invitations: InvitationsStore,
    private readonly organizations: OrganizationsStore,
    private readonly users: UserLookupService,
    private readonly inviters: InvitersService,
    private readonly voids: VoidInvitationsService,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Null when there is no such invitation, or no such organization at Clerk. */
  async read(organizationId: string, invitationId: string): Promise<InvitationMessage | null> {
    return this.unitOfWork.run(JOBS, async () => {
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

  /** Whether it may go out: still open, and its inviter may still give what it gives; else it is void from here on. */
  async mayGoOut({ organizationId, id }: Invitation): Promise<boolean> {
    return this.unitOfWork.run(JOBS, async () => {
      const invitation = await this.invitations.lock(organizationId, id);
      if (invitation?.status !== 'pending') return false;
      if (await this.inviters.mayStillInvite(invitation)) return true;
      await this.voids.close(invitation, 'inviter_lost_right', ACTOR);
      return false;
    });
  }

  /** Puts it behind an open invitation of Clerk's to the same address, where that one may stand for it. */
  async share({ organizationId, id }: Invitation, other: ClerkInvitation): Promise<Sharing> {
    return this.unitOfWork.run(JOBS, async () => {
      // Locked first: who takes one of these back at this moment finds this one behind the same, or is seen here.
      const behind = await this.invitations.lockBehind(organizationId, other.id, other.ownId);
      const invitation = await this.invitations.lock(organizationId, id);
      if (invitation?.status !== 'pending') return 'other_role';
      if (behind.length > 0 && !behind.some(({ status }) => status === 'pending')) return 'superseded';
      // To a property: a higher role in the organization is given by another one, which was asked for too.
      if (invitation.propertyId === null && other.role !== invitation.organizationRole) return 'other_role';
      await this.noteDelivered(invitation, other.id);
      return 'shared';
    });
  }

  /** @returns false when the invitation was taken back in the meantime */
  async noteSent({ organizationId, id }: Invitation, clerkId: string): Promise<boolean> {
    return this.unitOfWork.run(JOBS, async () => {
      const invitation = await this.invitations.lock(organizationId, id);
      if (invitation === null) return false;
      if (invitation.status === 'pending') {
        await this.noteDelivered(invitation, clerkId);
        return true;
      }
      await this.invitations.update(invitation, { clerkId, delivery: 'sent', updatedAt: this.clock.now() });
      return invitation.status === 'accepted';
    });
  }

  /** Clerk will not have it. @param code why */
  async close({ organizationId, id }: Invitation, code: string): Promise<void> {
    await this.unitOfWork.run(JOBS, async () => {
      const invitation = await this.invitations.lock(organizationId, id);
      if (invitation?.status !== 'pending') return;
      const change = { status: 'failed', delivery: 'failed', deliveryError: code } as const;
      await this.invitations.update(invitation, { ...change, updatedAt: this.clock.now() });
      await this.record(invitation, 'invitation.failed', { code });
    });
  }

  /** Whether Clerk's one invitation still carries one of ours that is open. */
  async isCarrying(organizationId: string, clerkId: string): Promise<boolean> {
    const open = await this.unitOfWork.run(JOBS, () =>
      this.invitations.listPendingByClerkId(organizationId, clerkId),
    );
    return open.length > 0;
  }

  private async noteDelivered(invitation: Invitation, clerkId: string): Promise<void> {
    const change = { clerkId, delivery: 'sent', updatedAt: this.clock.now() } as const;
    await this.invitations.update(invitation, change);
    await this.record(invitation, 'invitation.sent', {});
  }

  private async record(
    invitation: Invitation,
    action: AuditEntry['action'],
    change: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const target = { kind: 'invitation', id: invitation.id } as const;
    await this.audit.record({ actor: ACTOR, action, scope: invitation, target, change });
  }
}
