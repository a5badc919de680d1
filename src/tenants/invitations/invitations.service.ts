import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { actorOf, authErrors, type Caller } from '#auth';
import { newId, type OrganizationScope, type PropertyScope, UnitOfWork } from '#libs/database';
import { AppError } from '#libs/http';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import { tenantsErrors } from '../tenants.errors.js';
import type { Invitation, InvitationStatus } from './invitation.entity.js';
import { InvitationOpeningService, type WantedInvitation } from './invitation-opening.service.js';
import { revokeInvitationJob } from './invitation.jobs.js';
import { InvitationsStore } from './invitations.store.js';

/** What became of one line of a request for many; one of the two is null. */
export interface BulkInvitationOutcome {
  readonly emailAddress: string;
  readonly invitation: Invitation | null;
  readonly problem: AppError | null;
}

/**
 * Invites people by their address. The answer does not wait for Clerk: a job asks it, now or when it is back, and
 * the rights follow when Clerk says that the invitation was accepted.
 */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly invitations: InvitationsStore,
    private readonly opening: InvitationOpeningService,
    private readonly jobs: JobQueue,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async list(
    scope: OrganizationScope,
    page: {
      propertyId: string | null;
      status: InvitationStatus | null;
      batchId: string | null;
      before: string | null;
      limit: number;
    },
  ): Promise<Invitation[]> {
    return this.unitOfWork.run(scope, () => this.invitations.list(scope, page));
  }

  /** @param propertyId it must be to this property; null: any of the organization */
  async get(scope: OrganizationScope, id: string, propertyId: string | null): Promise<Invitation> {
    return this.unitOfWork.run(scope, async () => {
      const invitation = await this.invitations.find(scope.organizationId, id);
      if (invitation === null || (propertyId !== null && invitation.propertyId !== propertyId)) {
        throw authErrors.notFound();
      }
      return invitation;
    });
  }

  async inviteToOrganization(
    scope: OrganizationScope,
    caller: Caller,
    wanted: WantedInvitation,
  ): Promise<Invitation> {
    return this.unitOfWork.run(scope, () => this.made(this.opening.toOrganization(scope, caller, wanted)));
  }

  async inviteToProperty(
    scope: PropertyScope,
    caller: Caller,
    wanted: WantedInvitation,
  ): Promise<Invitation> {
    return this.unitOfWork.run(scope, () =>
      this.made(this.opening.toProperty(scope, scope.propertyId, caller, wanted)),
    );
  }

  /**
   * Invites many in one transaction: it is done once, or not at all, and each line is answered for itself.
   * @returns the id of the whole, and what became of each line in their order
   */
  async inviteMany(
    scope: OrganizationScope,
    caller: Caller,
    lines: readonly WantedInvitation[],
  ): Promise<{ id: string; outcomes: BulkInvitationOutcome[] }> {
    return this.unitOfWork.run(scope, async () => {
      const id = newId();
      const outcomes: BulkInvitationOutcome[] = [];
      for (const wanted of lines) {
        const { emailAddress } = wanted;
        try {
          const invitation = await this.opening.toOrganization(scope, caller, wanted, id);
          outcomes.push({ emailAddress, invitation, problem: null });
        } catch (error) {
          if (!(error instanceof AppError) || error.status >= 500) throw error;
          outcomes.push({ emailAddress, invitation: null, problem: error });
        }
      }
      await this.unitOfWork.made(id);
      return { id, outcomes };
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
      const invitation = await this.lock(scope, id, propertyId);
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
      await this.record('invitation.revoked', invitation, caller);
      await this.jobs.enqueue(revokeInvitationJob, {
        organizationId: scope.organizationId,
        invitationId: id,
      });
    });
  }

  /**
   * Lets an invitation stand on the caller's right instead of its inviter's. One that is void since its inviter lost the
   * right is sent anew, as the caller's.
   *
   * @param propertyId the invitation must be to this property; null: any of the organization
   * @throws AppError 403 for who may not give what it gives, 409 for one that is closed for another reason
   */
  async adopt(
    scope: OrganizationScope,
    caller: Caller,
    id: string,
    propertyId: string | null,
  ): Promise<Invitation> {
    return this.unitOfWork.run(scope, async () => {
      const invitation = await this.lock(scope, id, propertyId);
      const role = invitation.propertyRole ?? invitation.organizationRole;
      await this.opening.demandMayInvite(scope, caller, role, invitation.propertyId);
      if (invitation.status === 'pending') {
        const change = { invitedBy: caller.userId, origin: 'here', updatedAt: this.clock.now() } as const;
        await this.invitations.update(invitation, change);
        await this.record('invitation.adopted', invitation, caller, { from: invitation.invitedBy });
        return { ...invitation, ...change };
      }
      if (invitation.revokedBecause !== 'inviter_lost_right') throw tenantsErrors.invitationClosed();
      const wanted = { emailAddress: invitation.emailAddress, role };
      const anew =
        invitation.propertyId === null
          ? await this.opening.toOrganization(scope, caller, wanted)
          : await this.opening.toProperty(scope, invitation.propertyId, caller, wanted);
      await this.record('invitation.adopted', anew, caller, { from: invitation.invitedBy, instead: id });
      return anew;
    });
  }

  private async made(opening: Promise<Invitation>): Promise<Invitation> {
    const invitation = await opening;
    await this.unitOfWork.made(invitation.id);
    return invitation;
  }

  private async lock(scope: OrganizationScope, id: string, propertyId: string | null): Promise<Invitation> {
    const invitation = await this.invitations.lock(scope.organizationId, id);
    if (invitation === null || (propertyId !== null && invitation.propertyId !== propertyId)) {
      throw authErrors.notFound();
    }
    return invitation;
  }

  private async record(
    action: 'invitation.revoked' | 'invitation.adopted',
    invitation: Invitation,
    caller: Caller,
    change?: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    await this.audit.record({
      actor: actorOf(caller),
      action,
      scope: invitation,
      target: { kind: 'invitation', id: invitation.id },
      ...(change === undefined ? {} : { change }),
    });
  }
}
