import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import type { Actor } from '#auth';
import type { ClerkMembership } from '#libs/clerk';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import { MirrorLock, type User, UserLookupService } from '#users';
import { overdueFor } from '../invitations/acceptance.rule.js';
import type { Invitation } from '../invitations/invitation.entity.js';
import { InvitationsStore } from '../invitations/invitations.store.js';
import { InvitersService } from '../invitations/inviters.service.js';
import { VoidInvitationsService } from '../invitations/void-invitations.service.js';
import type { Organization } from '../organizations/organization.entity.js';
import { TenantAlarms } from '../tenant-alarms.module.js';
import { pushRoleJob, removeMembershipJob } from './membership.jobs.js';
import { membershipOriginOf } from '../invitations/membership-origin.rule.js';
import { UnexplainedMembershipError } from './unexplained-membership.error.js';

const LEAST_ROLE = 'org:member';

/** What a membership that is new here may be. */
export interface Admitted {
  readonly role: string;
  /** Which invitation of ours it grew out of. */
  readonly invitationId: string | null;
  /** Less than Clerk told, and Clerk is told so. */
  readonly isLowered: boolean;
}

/**
 * Judges a membership that Clerk tells of and that is new here. Clerk's membership stands on an invitation of ours when it
 * grew out of one: what was taken back, ran out, was replaced or lost its inviter's right gives nothing, though Clerk was
 * slower. One that comes from elsewhere stands on Clerk's word. Works in the open transaction.
 */
@Injectable()
export class MembershipAdmissionService {
  constructor(
    private readonly invitations: InvitationsStore,
    private readonly users: UserLookupService,
    private readonly inviters: InvitersService,
    private readonly voids: VoidInvitationsService,
    private readonly mirrorLock: MirrorLock,
    private readonly jobs: JobQueue,
    private readonly audit: AuditLog,
    private readonly alarms: TenantAlarms,
    private readonly clock: Clock,
  ) {}

  /**
   * @param isAsked Clerk was asked a moment ago for the invitations that may be behind it
   * @returns null when it is refused: it is tombstoned, and a job ends it at Clerk
   * @throws UnexplainedMembershipError when only Clerk knows where it comes from
   */
  async judge(
    told: ClerkMembership,
    organization: Organization,
    user: User,
    actor: Actor,
    isAsked: boolean,
  ): Promise<Admitted | null> {
    // Made by a request of ours, which asked who may give it.
    if (told.mark !== null) return { role: told.role, invitationId: null, isLowered: false };
    const candidates = await this.candidates(told, organization.id, user, true);
    const person = { userId: user.id, clerkUserId: told.userId };
    const { sources, unheard } = membershipOriginOf(told, person, candidates);
    if (unheard.length > 0 && !isAsked) {
      throw new UnexplainedMembershipError(told.organization.id, unheard);
    }
    const [first] = sources;
    if (first === undefined) return { role: told.role, invitationId: null, isLowered: false };
    const valid: Invitation[] = [];
    for (const source of sources) if (await this.isValid(source, told, user, actor)) valid.push(source);
    const [source] = valid;
    if (source === undefined) {
      await this.refuse(told, organization, user, sources, actor);
      return null;
    }
    const invitationId = valid.find(({ id }) => id === told.ownId)?.id ?? source.id;
    const roles = valid.map(({ organizationRole }) => organizationRole);
    if (valid.length === sources.length || roles.includes(told.role)) {
      return { role: told.role, invitationId, isLowered: false };
    }
    // Clerk's one invitation carried several of ours, and the one that gave this role is void.
    await this.jobs.enqueue(pushRoleJob, { organizationId: organization.id, userId: user.id });
    const role = roles.includes(LEAST_ROLE) ? LEAST_ROLE : source.organizationRole;
    return { role, invitationId, isLowered: true };
  }

  /** Clerk's ids of the invitations that it has to be asked for before {@link judge}. */
  async unheard(told: ClerkMembership, organizationId: string, user: User): Promise<readonly string[]> {
    if (told.mark !== null) return [];
    const candidates = await this.candidates(told, organizationId, user, false);
    return membershipOriginOf(told, { userId: user.id, clerkUserId: told.userId }, candidates).unheard;
  }

  private async candidates(
    told: ClerkMembership,
    organizationId: string,
    user: User,
    isLocked: boolean,
  ): Promise<Invitation[]> {
    const wanted = {
      // What they have not proved yet counts too: the news of the proof may be on its way.
      emailAddresses: await this.users.listEmails(user.id),
      ownId: told.ownId,
      clerkUserId: told.userId,
    };
    return this.invitations.listForNewcomer(organizationId, wanted, isLocked);
  }

  private async isValid(
    source: Invitation,
    told: ClerkMembership,
    user: User,
    actor: Actor,
  ): Promise<boolean> {
    if (source.status === 'accepted') return source.acceptedBy === null || source.acceptedBy === user.id;
    if (source.status !== 'pending') return false;
    if (overdueFor(source, source.acceptedInClerkAt ?? told.createdAt)) {
      await this.invitations.update(source, { status: 'expired', updatedAt: this.clock.now() });
      await this.audit.record({
        actor,
        action: 'invitation.expired',
        scope: source,
        target: { kind: 'invitation', id: source.id },
      });
      return false;
    }
    if (await this.inviters.mayStillInvite(source)) return true;
    await this.voids.close(source, 'inviter_lost_right', actor);
    return false;
  }

  private async refuse(
    told: ClerkMembership,
    { id: organizationId }: Organization,
    user: User,
    sources: readonly Invitation[],
    actor: Actor,
  ): Promise<void> {
    await this.mirrorLock.close('membership', told.id, this.clock.now());
    for (const source of sources) {
      await this.invitations.update(source, {
        refusedMembershipId: told.id,
        acceptedInClerkBy: told.userId,
        updatedAt: this.clock.now(),
      });
    }
    const named = sources.find(({ id }) => id === told.ownId) ?? sources[0];
    if (named === undefined) return;
    await this.audit.record({
      actor,
      action: 'membership.refused',
      scope: { organizationId },
      target: { kind: 'user', id: user.id },
      change: { role: told.role, invitations: sources.map(({ id }) => id), invitationStatus: named.status },
    });
    const invitationId = named.id;
    await this.jobs.enqueue(removeMembershipJob, { organizationId, userId: user.id });
    await this.alarms.raise({
      kind: 'refused_membership',
      subject: organizationId,
      detail: { organizationId, invitationId, userId: user.id },
    });
  }
}
