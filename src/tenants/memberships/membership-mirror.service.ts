import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { type Actor, OWNER_ROLE } from '#auth';
import type { ClerkMembership } from '#libs/clerk';
import { Clock } from '#libs/time';
import { isNewer, MirrorLock, type SourceMoment, type User } from '#users';
import type { Organization } from '../organizations/organization.entity.js';
import { OwnerlessOrganizationsService } from '../organizations/ownerless-organizations.service.js';
import { type Admitted, MembershipAdmissionService } from './membership-admission.service.js';
import type { Membership } from '../members/membership.entity.js';
import { MembershipsStore } from '../members/memberships.store.js';

/** Brings a membership to what Clerk says; organization and person must be mirrored already. */
@Injectable()
export class MembershipMirrorService {
  constructor(
    private readonly memberships: MembershipsStore,
    private readonly mirrorLock: MirrorLock,
    private readonly ownerless: OwnerlessOrganizationsService,
    private readonly admission: MembershipAdmissionService,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** The mirrored membership; in the open transaction. */
  find(clerkId: string): Promise<Membership | null> {
    return this.memberships.findByClerkId(clerkId);
  }

  /** The membership of a person in an organization, whatever Clerk calls it. */
  findOf({ organizationId, userId }: { organizationId: string; userId: string }): Promise<Membership | null> {
    return this.memberships.find(organizationId, userId);
  }

  /**
   * Keeps everybody else from person, organization and membership until the transaction ends. Whoever locks the row of
   * the organization as well does it after this: then nobody waits in a circle.
   *
   * @returns false when one of them is gone for good
   */
  async hold({ id, userId, organization }: ClerkMembership): Promise<boolean> {
    return this.mirrorLock.enterAll([
      ['user', userId],
      ['organization', organization.id],
      ['membership', id],
    ]);
  }

  /**
   * Applies what Clerk tells of its own accord. A membership that is new here is judged before: what grew out of an
   * invitation that is void here gives nothing, see `MembershipAdmissionService`.
   *
   * @param isAsked Clerk was asked a moment ago for the invitations that may be behind it
   * @returns the row as it is now; null when this membership ended or was refused, or one of its sides is gone
   * @throws UnexplainedMembershipError when Clerk has to be asked first
   */
  async applyTold(
    clerkMembership: ClerkMembership,
    organization: Organization,
    user: User,
    source: SourceMoment,
    actor: Actor,
    isAsked: boolean,
  ): Promise<Membership | null> {
    if (organization.status === 'deleted' || user.deletedAt !== null) return null;
    if (!(await this.hold(clerkMembership))) return null;
    const mirrored = await this.memberships.lock(organization.id, user.id);
    const isKnown =
      mirrored !== null &&
      (mirrored.clerkId === null ||
        mirrored.clerkId === clerkMembership.id ||
        isEarlier(clerkMembership, source, mirrored));
    const news = { clerkMembership, organization, user, source, actor };
    if (isKnown) return this.bring(mirrored, news, null, null);
    const admitted = await this.admission.judge(clerkMembership, organization, user, actor, isAsked);
    if (admitted !== null) return this.bring(mirrored, news, null, admitted);
    // The person left and came back by what is void: what they held before went with the membership that ended.
    if (mirrored !== null) await this.end(mirrored, actor);
    return null;
  }

  /**
   * Holds person, organization and membership while it works. What the caller read of them may be older than that, so
   * that somebody who is deleted at this moment is not given a membership behind it.
   *
   * @param askedAt the fence of the row when we asked Clerk for this state, under the lease on the membership: while it
   *   stands, the answer overrules what waited to be told, whatever the clocks say
   * @returns the row as it is now; null when this membership ended, or one of its sides, and stays so
   */
  async apply(
    clerkMembership: ClerkMembership,
    organization: Organization,
    user: User,
    source: SourceMoment,
    actor: Actor,
    askedAt: number | null = null,
  ): Promise<Membership | null> {
    if (organization.status === 'deleted' || user.deletedAt !== null) return null;
    if (!(await this.hold(clerkMembership))) return null;
    // Locked, so that a role which is lowered at this moment is not overwritten with what was read before.
    const mirrored = await this.memberships.lock(organization.id, user.id);
    return this.bring(mirrored, { clerkMembership, organization, user, source, actor }, askedAt, null);
  }

  /**
   * @param mirrored the row, locked, with all that it leans on held
   * @param admitted what a membership that was judged may be; without it Clerk's word stands, as for one made by a request
   *   here
   */
  private async bring(
    mirrored: Membership | null,
    { clerkMembership, organization, user, source, actor }: News,
    askedAt: number | null,
    admitted: Admitted | null,
  ): Promise<Membership | null> {
    const isSame = mirrored?.clerkId === clerkMembership.id;
    const overrules = isSame && mirrored.pendingRole !== null && mirrored.fence === askedAt;
    if (mirrored !== null && isSame && !overrules && !isNewer(source, mirrored)) return mirrored;
    const isAnother = mirrored !== null && !isSame && mirrored.clerkId !== null;
    if (isAnother && isEarlier(clerkMembership, source, mirrored)) return mirrored;
    // Lowered here and still on its way to Clerk: whatever Clerk says meanwhile must not raise it again.
    const isPending = isSame && mirrored.pendingRole !== null;
    if (isPending && !overrules && mirrored.pendingRole !== clerkMembership.role) return mirrored;
    const state = {
      pendingRole: admitted?.isLowered === true ? admitted.role : null,
      clerkId: clerkMembership.id,
      role: admitted?.role ?? clerkMembership.role,
      createdAt: clerkMembership.createdAt,
      updatedAt: clerkMembership.updatedAt,
      sourceUpdatedAt: source.updatedAt,
      sourceEventAt: source.eventAt,
    };
    const fence = mirrored?.fence ?? 0;
    const membership: Membership = {
      organizationId: organization.id,
      userId: user.id,
      fence,
      invitationId: admitted?.invitationId ?? null,
      ...state,
    };
    // The person left and came back: what they held before went with the membership that ended.
    if (isAnother) await this.end(mirrored, actor);
    const before = isAnother ? null : mirrored;
    if (before === null) await this.memberships.insert(membership);
    else await this.memberships.mirror(membership, state);
    await this.recordChange(before, membership, actor);
    if (membership.role === OWNER_ROLE && mirrored?.role !== OWNER_ROLE) {
      await this.ownerless.ownedAgain(organization.id, actor);
    }
    return membership;
  }

  /** Ends a membership for good, and every grant on the organization's properties with it. */
  async applyDeleted(clerkId: string, actor: Actor): Promise<void> {
    await this.mirrorLock.enter('membership', clerkId);
    const mirrored = await this.memberships.lockByClerkId(clerkId);
    if (mirrored === null) await this.mirrorLock.close('membership', clerkId, this.clock.now());
    else await this.end(mirrored, actor);
  }

  /** A person is gone: all their memberships end, and what they owned alone waits for its archive. */
  async endAllOf(userId: string, actor: Actor): Promise<void> {
    await this.ownerless.notice(userId, actor);
    for (const membership of await this.memberships.lockOfUser(userId)) await this.end(membership, actor);
  }

  /**
   * Ends a membership that is locked, for good, and with it every grant on the organization's properties. Whoever ends a
   * membership locks its row first and shuts the gate then.
   */
  async end(membership: Membership, actor: Actor): Promise<void> {
    if (membership.clerkId !== null)
      await this.mirrorLock.close('membership', membership.clerkId, this.clock.now());
    await this.memberships.delete(membership.organizationId, membership.userId);
    await this.audit.record({
      actor,
      action: 'membership.deleted',
      scope: { organizationId: membership.organizationId },
      target: { kind: 'user', id: membership.userId },
      change: { role: { from: membership.role, to: null } },
    });
  }

  private async recordChange(before: Membership | null, after: Membership, actor: Actor): Promise<void> {
    if (before?.role === after.role) return;
    await this.audit.record({
      actor,
      action: before === null ? 'membership.created' : 'membership.role_changed',
      scope: { organizationId: after.organizationId },
      target: { kind: 'user', id: after.userId },
      change: { role: { from: before?.role ?? null, to: after.role } },
    });
  }
}

/** What is told of a membership, and by whom. */
interface News {
  readonly clerkMembership: ClerkMembership;
  readonly organization: Organization;
  readonly user: User;
  readonly source: SourceMoment;
  readonly actor: Actor;
}

/**
 * Which of two memberships of the same person in the same organization is the one that has ended: Clerk keeps one at a
 * time. Made in the same millisecond, the one that Clerk has just been asked for lives.
 */
function isEarlier(told: ClerkMembership, source: SourceMoment, mirrored: Membership): boolean {
  const apart = mirrored.createdAt.getTime() - told.createdAt.getTime();
  return apart > 0 || (apart === 0 && source.eventAt !== null);
}
