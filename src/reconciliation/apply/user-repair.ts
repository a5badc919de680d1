import { Injectable } from '@nestjs/common';
import { ClerkDirectory, type ClerkUser } from '#libs/clerk';
import { InvitationMirrorService, MembershipMirrorService, PersonalTenantsService } from '#tenants';
import { UserMirrorService, UserSeedingService } from '#users';
import { UserSource } from '../plan/user-source.js';
import type { ReconciliationItem } from '../records/reconciliation-item.entity.js';
import { RECONCILIATION_ACTOR, type FreshTimes, type KindRepair } from './kind-repair.js';
import { sourceMomentOfFetched } from './source-moment.rule.js';

/** Whoever was made lately and is not here is one whose `user.created` got lost, not one of an older time. */
const NEWCOMER_MS = 7 * 24 * 3_600_000;

@Injectable()
export class UserRepair implements KindRepair<ClerkUser> {
  constructor(
    readonly source: UserSource,
    private readonly directory: ClerkDirectory,
    private readonly users: UserMirrorService,
    private readonly seeding: UserSeedingService,
    private readonly memberships: MembershipMirrorService,
    private readonly invitations: InvitationMirrorService,
    private readonly personalTenants: PersonalTenantsService,
  ) {}

  fetch(items: readonly ReconciliationItem[]): Promise<readonly ClerkUser[]> {
    return this.directory.findUsers(items.map(({ clerkId }) => clerkId));
  }

  async prepare(): Promise<void> {
    // A person leans on nothing.
  }

  async apply(fetched: ClerkUser, { mirroredUpdatedAt, askedAt }: FreshTimes): Promise<void> {
    const source = sourceMomentOfFetched(fetched.updatedAt, mirroredUpdatedAt, askedAt);
    const user = await this.users.apply(fetched, source, RECONCILIATION_ACTOR);
    if (user === null) return;
    if (mirroredUpdatedAt === null && isNewcomer(fetched, askedAt)) await this.personalTenants.request(user);
    await this.invitations.settleFor(user, RECONCILIATION_ACTOR);
  }

  /** Nobody new has a membership, so no invitation can be settled yet; a newcomer may be given a tenant of their own. */
  addMissing(people: readonly ClerkUser[], askedAt: Date): Promise<Set<string>> {
    const plain = this.personalTenants.isEnabled
      ? people.filter((each) => !isNewcomer(each, askedAt))
      : people;
    return this.seeding.add(plain, RECONCILIATION_ACTOR);
  }

  async remove({ clerkId }: ReconciliationItem): Promise<void> {
    const userId = await this.users.applyDeleted(clerkId, RECONCILIATION_ACTOR);
    if (userId !== null) await this.memberships.endAllOf(userId, RECONCILIATION_ACTOR);
  }
}

function isNewcomer({ createdAt }: ClerkUser, askedAt: Date): boolean {
  return askedAt.getTime() - createdAt.getTime() < NEWCOMER_MS;
}
