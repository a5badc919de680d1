import { Injectable } from '@nestjs/common';
import { ClerkDirectory, type ClerkUser } from '#libs/clerk';
import { InvitationMirror, MembershipMirror } from '#tenants';
import { UserMirror } from '#users';
import { UserSource } from '../plan/user-source.js';
import type { ReconciliationItem } from '../runs/reconciliation-item.entity.js';
import { ACTOR, type FreshTimes, type KindRepair } from './kind-repair.js';
import { momentOfFetched } from './source-moment.rule.js';

@Injectable()
export class UserRepair implements KindRepair<ClerkUser> {
  constructor(
    readonly source: UserSource,
    private readonly directory: ClerkDirectory,
    private readonly users: UserMirror,
    private readonly memberships: MembershipMirror,
    private readonly invitations: InvitationMirror,
  ) {}

  fetch(items: readonly ReconciliationItem[]): Promise<readonly ClerkUser[]> {
    return this.directory.findUsers(items.map(({ clerkId }) => clerkId));
  }

  async prepare(): Promise<void> {
    // A person leans on nothing.
  }

  async apply(fetched: ClerkUser, { mirroredUpdatedAt, askedAt }: FreshTimes): Promise<void> {
    const source = momentOfFetched(fetched.updatedAt, mirroredUpdatedAt, askedAt);
    const user = await this.users.apply(fetched, source, ACTOR);
    if (user !== null) await this.invitations.settleFor(user, ACTOR);
  }

  async remove({ clerkId }: ReconciliationItem): Promise<void> {
    const userId = await this.users.applyDeleted(clerkId, ACTOR);
    if (userId !== null) await this.memberships.endAllOf(userId, ACTOR);
  }
}
