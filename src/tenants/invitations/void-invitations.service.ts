import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import type { Actor } from '#auth';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import { TenantAlarms } from '../tenant-alarms.module.js';
import type { Invitation, RevocationReason } from './invitation.entity.js';
import { revokeInvitationJob } from './invitation.jobs.js';
import { InvitationsStore } from './invitations.store.js';

/** Closes invitations that nobody took back; in the open transaction, on rows that are locked. */
@Injectable()
export class VoidInvitationsService {
  constructor(
    private readonly invitations: InvitationsStore,
    private readonly jobs: JobQueue,
    private readonly audit: AuditLog,
    private readonly alarms: TenantAlarms,
    private readonly clock: Clock,
  ) {}

  /** Void from here on: a job tells Clerk, the audit log and an alarm tell the organization. */
  async close(
    invitation: Invitation,
    because: Exclude<RevocationReason, 'taken_back'>,
    actor: Actor,
  ): Promise<void> {
    const { organizationId, id } = invitation;
    const now = this.clock.now();
    const change = { status: 'revoked', revokedAt: now, revokedBecause: because, updatedAt: now } as const;
    await this.invitations.update(invitation, change);
    await this.audit.record({
      actor,
      action: 'invitation.voided',
      scope: invitation,
      target: { kind: 'invitation', id },
      change: {
        because,
        role: invitation.propertyRole ?? invitation.organizationRole,
        invitedBy: invitation.invitedBy,
      },
    });
    await this.jobs.enqueue(revokeInvitationJob, { organizationId, invitationId: id });
    if (because !== 'inviter_lost_right') return;
    await this.alarms.raise({
      kind: 'void_invitations',
      subject: organizationId,
      detail: { organizationId, invitationId: id, because },
    });
  }
}
