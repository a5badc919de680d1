import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { MirrorLock, type MirroredKind, TombstoneHasher } from '#users';
import { TombstoneList } from './tombstone-list.js';
import { PRIVACY } from '../privacy.scope.js';

/** What the list says of an erasure besides whom it was about. */
interface Listed {
  readonly erasureId: string;
  readonly requestedAt: Date;
}

/** Keeps whoever was erased from coming back: by Clerk's late news, and by a restored backup. */
@Injectable()
export class TombstonesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly mirrorLock: MirrorLock,
    private readonly hashes: TombstoneHasher,
    private readonly tombstones: TombstoneList,
    private readonly clock: Clock,
  ) {}

  /** A keyed hash of our own id; in the open transaction. */
  hashOf(kind: 'person' | 'erased organization', id: string): Promise<string> {
    return this.hashes.of(kind, id);
  }

  /** Puts a person on the list outside the database, which a restored backup is compared with. May be repeated. */
  async listPerson(
    userId: string,
    { erasureId, requestedAt, dueAt }: Listed & { dueAt: Date },
  ): Promise<void> {
    const personHash = await this.unitOfWork.run(PRIVACY, () => this.hashOf('person', userId));
    await this.tombstones.add({
      erasureId,
      personHash,
      requestedAt: requestedAt.toISOString(),
      dueAt: dueAt.toISOString(),
    });
  }

  /** The same for an organization. */
  async listOrganization(organizationId: string, { erasureId, requestedAt }: Listed): Promise<void> {
    const organizationHash = await this.unitOfWork.run(PRIVACY, () =>
      this.hashOf('erased organization', organizationId),
    );
    await this.tombstones.add({ erasureId, organizationHash, requestedAt: requestedAt.toISOString() });
  }

  /**
   * Late webhooks, replays and reconciliation find the gate shut; in the open transaction.
   *
   * @param objects by Clerk's ids
   * @param inside what goes with one of them, whose lock is held already
   * @returns how many there are
   */
  async close(
    objects: readonly (readonly [MirroredKind, string])[],
    inside: readonly (readonly [MirroredKind, string])[] = [],
  ): Promise<number> {
    const now = this.clock.now();
    for (const [kind, id] of objects) {
      await this.mirrorLock.enter(kind, id);
      await this.mirrorLock.close(kind, id, now);
    }
    for (const [kind, id] of inside) await this.mirrorLock.close(kind, id, now);
    return objects.length + inside.length;
  }
}
