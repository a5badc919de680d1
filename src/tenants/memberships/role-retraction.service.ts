import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { actorOf, type Caller, OWNER_ROLE } from '#auth';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import { MembershipMirrorService } from './membership-mirror.service.js';
import type { Membership } from '../members/membership.entity.js';
import { pushRoleJob, removeMembershipJob } from './membership.jobs.js';
import { MembershipsStore } from '../members/memberships.store.js';

/** Why something that Clerk has already given is taken back. */
export type RetractionCause = 'ownership_changed' | 'giver_lost_right';

/**
 * Takes back what Clerk gave for a request whose ground was gone when Clerk answered: here in the open transaction, and at
 * Clerk by a job. Until Clerk has heard, nothing that it says can give it again.
 */
@Injectable()
export class RoleRetractionService {
  constructor(
    private readonly memberships: MembershipsStore,
    private readonly mirror: MembershipMirrorService,
    private readonly jobs: JobQueue,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** The member is again what they were. The last owner who can act stays one. @param given as Clerk's answer left it */
  async toRole(given: Membership, roleBefore: string, caller: Caller, cause: RetractionCause): Promise<void> {
    const { organizationId, userId, role } = given;
    if (role === roleBefore || (await this.isLastOwner(given))) return;
    await this.memberships.lowerRole(given, roleBefore, this.clock.now());
    await this.audit.record({
      actor: actorOf(caller),
      action: 'membership.role_changed',
      scope: { organizationId },
      target: { kind: 'user', id: userId },
      change: { role: { from: role, to: roleBefore }, because: cause },
    });
    await this.jobs.enqueue(pushRoleJob, { organizationId, userId });
  }

  /** Ends a membership that was only just begun. */
  async end(begun: Membership, caller: Caller): Promise<void> {
    const { organizationId, userId } = begun;
    await this.mirror.end(begun, actorOf(caller));
    await this.jobs.enqueue(removeMembershipJob, { organizationId, userId });
  }

  private async isLastOwner({ organizationId, userId, role }: Membership): Promise<boolean> {
    return role === OWNER_ROLE && !(await this.memberships.hasOtherOwner(organizationId, userId));
  }
}
