import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import type { Actor } from '#auth';
import type { ClerkUser } from '#libs/clerk';
import { newId } from '#libs/database';
import { Clock } from '#libs/time';
import { FormerIdentifiersStore } from '../identity/former-identifiers.store.js';
import { PlatformOwnersService } from '../platform-roles/platform-owners.service.js';
import type { User } from '../user.entity.js';
import { UsersStore } from '../users.store.js';
import { MirrorLock } from './mirror-lock.js';
import { mirroredAddressesOf, mirroredUserOf } from './mirrored-user.js';
import { isNewer, type SourceMoment } from './source-moment.rule.js';

/** Brings a person's row to what Clerk says; the same way for webhooks, for a fetch and for a reconciliation. */
@Injectable()
export class UserMirrorService {
  constructor(
    private readonly users: UsersStore,
    private readonly former: FormerIdentifiersStore,
    private readonly mirrorLock: MirrorLock,
    private readonly platformOwners: PlatformOwnersService,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * Applies a state of a Clerk user in the open transaction.
   *
   * @returns the row as it is now; null when the person was deleted and stays so
   */
  async apply(clerkUser: ClerkUser, source: SourceMoment, actor: Actor): Promise<User | null> {
    if (!(await this.mirrorLock.enter('user', clerkUser.id))) return null;
    // Locked, so that a ban or a freeze of this moment is not overwritten with what was read before it.
    const mirrored = await this.users.lockByClerkId(clerkUser.id);
    if (mirrored !== null && !isNewer(source, mirrored)) return mirrored;

    // A ban that Clerk has not confirmed yet stands, whatever Clerk says meanwhile.
    const banPending = mirrored?.banPending === true && !clerkUser.banned;
    const state = {
      ...mirroredUserOf(clerkUser, source),
      banned: clerkUser.banned || banPending,
      banPending,
    };
    const user: User =
      mirrored === null
        ? {
            id: newId(),
            deletedAt: null,
            frozenAt: null,
            sessionsInvalidBefore: null,
            signOutPending: false,
            ...state,
          }
        : { ...mirrored, ...state };
    const addresses = mirroredAddressesOf(clerkUser);
    if (mirrored === null) await this.users.insert(user);
    else {
      const kept = addresses.map(({ emailAddress }) => emailAddress);
      await this.former.keep(mirrored, state, kept);
      await this.users.mirror(user.id, state);
    }
    await this.users.setEmailAddresses(user.id, addresses);
    if (mirrored === null) await this.platformOwners.claim(user);
    await this.recordChange(mirrored, user, actor);
    return user;
  }

  /** Marks a person as deleted for good; returns their id, or null when there was no row. */
  async applyDeleted(clerkId: string, actor: Actor): Promise<string | null> {
    const now = this.clock.now();
    await this.mirrorLock.enter('user', clerkId);
    await this.mirrorLock.close('user', clerkId, now);
    const mirrored = await this.users.lockByClerkId(clerkId);
    if (mirrored === null) return null;
    if (mirrored.deletedAt !== null) return mirrored.id;
    await this.users.update(mirrored.id, { deletedAt: now, updatedAt: now, sessionsInvalidBefore: now });
    await this.audit.record({ actor, action: 'user.deleted', target: { kind: 'user', id: mirrored.id } });
    return mirrored.id;
  }

  private async recordChange(before: User | null, after: User, actor: Actor): Promise<void> {
    const target = { kind: 'user', id: after.id };
    if (before === null) {
      await this.audit.record({ actor, action: 'user.created', target });
      return;
    }
    if (before.banned !== after.banned) {
      await this.audit.record({ actor, action: after.banned ? 'user.banned' : 'user.unbanned', target });
    }
    const changed = MIRRORED_FIELDS.filter((field) => before[field] !== after[field]);
    // Names of fields only: their values are personal.
    if (changed.length > 0)
      await this.audit.record({ actor, action: 'user.updated', target, change: { changed } });
  }
}

const MIRRORED_FIELDS = ['emailAddress', 'firstName', 'lastName', 'externalId', 'twoFactorEnabled'] as const;
