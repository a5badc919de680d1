import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { TombstoneHasher } from './tombstone-hasher.js';
import type { TombstonedKind } from './mirrored-kind.js';

/**
 * Which objects were deleted for good; reads only, in the open transaction of any scope. It holds nothing: whoever is going
 * to mirror an object passes {@link MirrorLock}.
 */
@Injectable()
export class TombstoneLookupService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly tombstoneHasher: TombstoneHasher,
  ) {}

  async isTombstoned(kind: TombstonedKind, clerkId: string): Promise<boolean> {
    const found = await this.unitOfWork
      .manager()
      .query<unknown[]>('select from tombstones where kind = $1 and object_hash = $2', [
        kind,
        await this.tombstoneHasher.of(kind, clerkId),
      ]);
    return found.length > 0;
  }

  /** Those of the ids that must not come back: for a page of them, most of which live. */
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

  /** The same for thousands, of which many may be gone: each is looked up along the key. */
  async amongThousands(kind: TombstonedKind, clerkIds: readonly string[]): Promise<string[]> {
    if (clerkIds.length === 0) return [];
    const idOf = new Map<string, string>();
    for (const clerkId of clerkIds) idOf.set(await this.tombstoneHasher.of(kind, clerkId), clerkId);
    const found = await this.unitOfWork.manager().query<{ object_hash: string }[]>(
      `select object_hash from unnest($2::text[]) as asked (object_hash)
        where (select exists (select from tombstones t where t.kind = $1 and t.object_hash = asked.object_hash))`,
      [kind, [...idOf.keys()]],
    );
    return found.flatMap(({ object_hash: hash }) => idOf.get(hash) ?? []);
  }

  private async hasAny(): Promise<boolean> {
    const rows = await this.unitOfWork.manager().query<unknown[]>('select from tombstones limit 1');
    return rows.length > 0;
  }
}
