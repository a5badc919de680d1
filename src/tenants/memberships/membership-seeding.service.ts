import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import type { Actor } from '#auth';
import type { ClerkMembership } from '#libs/clerk';
import { MirrorLock } from '#users';
import { MembershipsStore } from '../members/memberships.store.js';
import type { Membership } from '../members/membership.entity.js';

/** Adds many memberships to the mirror at once: those on which nothing but Clerk's word bears. */
@Injectable()
export class MembershipSeedingService {
  constructor(
    private readonly memberships: MembershipsStore,
    private readonly mirrorLock: MirrorLock,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Adds those that are new here, in the open transaction of the system scope. Left out is whatever has to be judged alone
   * (`MembershipAdmissionService`): one that a request or an invitation of ours may be behind, one in an organization that
   * has invitations here or waits for an owner, and one whose person or organization is not here or is gone.
   *
   * @param told as Clerk has just told them, each once
   * @returns Clerk's ids of those that were added
   */
  async add(told: readonly ClerkMembership[], actor: Actor): Promise<Set<string>> {
    const plain = told.filter(({ mark, ownId }) => mark === null && ownId === null);
    // From the person to the organization to what lies between them, as everybody else.
    const people = await this.mirrorLock.enterEach(
      'user',
      plain.map(({ userId }) => userId),
    );
    const organizations = await this.mirrorLock.enterEach(
      'organization',
      plain.map(({ organization }) => organization.id),
    );
    const open = await this.mirrorLock.enterEach(
      'membership',
      plain.map(({ id }) => id),
    );
    const living = plain.filter(
      ({ id, userId, organization }) =>
        open.has(id) && people.has(userId) && organizations.has(organization.id),
    );
    const added = uniqueByPair(await this.memberships.placesOf(living));
    await this.memberships.insertAll(added);
    await this.audit.recordAll(
      added.map(({ organizationId, userId, role }) => ({
        actor,
        action: 'membership.created' as const,
        scope: { organizationId },
        target: { kind: 'user', id: userId },
        change: { role: { from: null, to: role } },
      })),
    );
    return new Set(added.flatMap(({ clerkId }) => clerkId ?? []));
  }
}

/** Clerk keeps one membership of a person in an organization; where its list names two, both are looked at alone. */
function uniqueByPair(memberships: readonly Membership[]): Membership[] {
  const pair = ({ organizationId, userId }: Membership) => `${organizationId} ${userId}`;
  const times = new Map<string, number>();
  for (const each of memberships) times.set(pair(each), (times.get(pair(each)) ?? 0) + 1);
  return memberships.filter((each) => times.get(pair(each)) === 1);
}
