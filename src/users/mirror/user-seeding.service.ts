import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import type { Actor } from '#auth';
import type { ClerkUser } from '#libs/clerk';
import { newId } from '#libs/database';
import { PlatformOwnersService } from '../platform-roles/platform-owners.service.js';
import type { User } from '../user.entity.js';
import { UsersStore } from '../users.store.js';
import { MirrorLock } from './mirror-lock.js';
import { mirroredAddressesOf, mirroredUserOf } from './mirrored-user.js';

/** Adds many people to the mirror at once; what one by one would do too is done for all of them. */
@Injectable()
export class UserSeedingService {
  constructor(
    private readonly users: UsersStore,
    private readonly mirrorLock: MirrorLock,
    private readonly platformOwners: PlatformOwnersService,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Adds those who have no row and no tombstone, in the open transaction; nobody's row is changed.
   *
   * @param people as Clerk has just told them, each once
   * @returns Clerk's ids of those who were added
   */
  async add(people: readonly ClerkUser[], actor: Actor): Promise<Set<string>> {
    const ids = people.map(({ id }) => id);
    const open = await this.mirrorLock.enterEach('user', ids);
    const here = await this.users.clerkIdsAmong(ids);
    const added = people
      .filter(({ id }) => open.has(id) && !here.has(id))
      .map((person) => ({ user: rowOf(person), addresses: mirroredAddressesOf(person) }));
    await this.users.insertAll(added);
    for (const { user } of added) await this.platformOwners.claim(user);
    await this.audit.recordAll(
      added.map(({ user }) => ({
        actor,
        action: 'user.created' as const,
        target: { kind: 'user', id: user.id },
      })),
    );
    return new Set(added.flatMap(({ user: { clerkId } }) => clerkId ?? []));
  }
}

function rowOf(person: ClerkUser): User {
  return {
    id: newId(),
    deletedAt: null,
    frozenAt: null,
    sessionsInvalidBefore: null,
    signOutPending: false,
    banPending: false,
    banned: person.banned,
    ...mirroredUserOf(person, { updatedAt: person.updatedAt, eventAt: null }),
  };
}
