import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';

export type MirroredKind = 'user' | 'organization' | 'membership' | 'invitation';

/** What every state of a Clerk object passes before it is mirrored: one at a time, and never from the grave. */
@Injectable()
export class MirrorGate {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Waits until no other transaction works on the same object, and holds it until this one ends.
   *
   * @returns false when the object was deleted: Clerk never gives an id twice, so it must not come back
   */
  async enter(kind: MirroredKind, clerkId: string): Promise<boolean> {
    const manager = this.unitOfWork.manager();
    await manager.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${kind} ${clerkId}`]);
    const graves = await manager.query<unknown[]>(
      'select from tombstones where kind = $1 and clerk_id = $2',
      [kind, clerkId],
    );
    return graves.length === 0;
  }

  /** Shuts the gate for good. */
  async close(kind: MirroredKind, clerkId: string, deletedAt: Date): Promise<void> {
    await this.unitOfWork
      .manager()
      .query(
        'insert into tombstones (kind, clerk_id, deleted_at) values ($1, $2, $3) on conflict do nothing',
        [kind, clerkId, deletedAt],
      );
  }
}
