import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { GraveHash } from './grave-hash.js';

export type MirroredKind = 'user' | 'organization' | 'membership' | 'invitation';

/** What every state of a Clerk object passes before it is mirrored: one at a time, and never from the grave. */
@Injectable()
export class MirrorGate {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly graves: GraveHash,
  ) {}

  /**
   * Waits until no other transaction works on the same object, and holds it until this one ends.
   *
   * @returns false when the object was deleted: Clerk never gives an id twice, so it must not come back
   */
  async enter(kind: MirroredKind, clerkId: string): Promise<boolean> {
    const manager = this.unitOfWork.manager();
    await manager.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${kind} ${clerkId}`]);
    return !(await this.isBuried(kind, clerkId));
  }

  /** Whether the object was deleted, in the open transaction of any scope. */
  async isBuried(kind: MirroredKind, clerkId: string): Promise<boolean> {
    const found = await this.unitOfWork
      .manager()
      .query<unknown[]>('select from tombstones where kind = $1 and object_hash = $2', [
        kind,
        await this.graves.of(kind, clerkId),
      ]);
    return found.length > 0;
  }

  /** Shuts the gate for good. */
  async close(kind: MirroredKind, clerkId: string, deletedAt: Date): Promise<void> {
    await this.unitOfWork.manager().query(
      `insert into tombstones (kind, object_hash, hashed, deleted_at) values ($1, $2, true, $3)
         on conflict do nothing`,
      [kind, await this.graves.of(kind, clerkId), deletedAt],
    );
  }
}
