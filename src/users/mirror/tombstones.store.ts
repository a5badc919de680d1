import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { TombstoneHasher } from './tombstone-hasher.js';
import type { TombstonedKind } from './mirrored-kind.js';

/** Which of many objects were deleted for good; reads only, and holds nothing. */
@Injectable()
export class TombstonesStore {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly tombstoneHasher: TombstoneHasher,
  ) {}

  /** Those of the ids that must not come back, each as its tombstone names it; in the open transaction of any scope. */
  async among(kind: TombstonedKind, clerkIds: readonly string[]): Promise<Set<string>> {
    // Hashing costs more than asking, and where nobody was ever deleted there is nothing to compare with.
    if (clerkIds.length === 0 || !(await this.hasAny())) return new Set();
    const byHash = new Map<string, string>();
    for (const clerkId of clerkIds) byHash.set(await this.tombstoneHasher.of(kind, clerkId), clerkId);
    const rows = await this.unitOfWork
      .manager()
      .query<{ object_hash: string }[]>(
        'select object_hash from tombstones where kind = $1 and object_hash = any ($2)',
        [kind, [...byHash.keys()]],
      );
    return new Set(rows.flatMap(({ object_hash: hash }) => byHash.get(hash) ?? []));
  }

  private async hasAny(): Promise<boolean> {
    const rows = await this.unitOfWork.manager().query<unknown[]>('select from tombstones limit 1');
    return rows.length > 0;
  }
}
