import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { UnitOfWork } from '#libs/database';
import type { MirroredKind } from './mirrored-kind.js';
import { TombstoneHasher } from './tombstone-hasher.js';
import { TombstoneLookupService } from './tombstone-lookup.service.js';

export type MirroredObject = readonly [kind: MirroredKind, clerkId: string];

const LOCK = {
  name: 'lock of mirrored objects',
  text: 'select pg_advisory_xact_lock(hashtextextended(name, 0)) from unnest($1::text[]) name',
};

const TOMBSTONED = {
  name: 'tombstones of objects',
  text: `select kind, object_hash as hash from tombstones
          where (kind, object_hash) in (select * from unnest($1::text[], $2::text[]))`,
};

/** In the order in which everybody holds them. */
const KINDS: readonly MirroredKind[] = ['user', 'organization', 'membership', 'invitation'];

/** What every state of a Clerk object passes before it is mirrored: one at a time, and never one with a tombstone. */
@Injectable()
export class MirrorLock {
  private readonly living = new WeakMap<EntityManager, Set<string>>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly tombstoneHasher: TombstoneHasher,
    private readonly tombstones: TombstoneLookupService,
  ) {}

  /**
   * Waits until no other transaction works on the same object, and holds it until this one ends.
   *
   * @returns false when the object was deleted: Clerk never gives an id twice, so it must not come back
   */
  async enter(kind: MirroredKind, clerkId: string): Promise<boolean> {
    return this.enterAll([[kind, clerkId]]);
  }

  /**
   * The same for an object and what it leans on. Everybody goes from the person to the organization to what lies
   * between them, so that nobody waits in a circle.
   *
   * @returns false when any of them was deleted
   */
  async enterAll(objects: readonly MirroredObject[]): Promise<boolean> {
    const living = this.livingIn(this.unitOfWork.manager());
    const names = objects.map(nameOf);
    if (names.every((name) => living.has(name))) return true;
    const isLiving = await this.unitOfWork.gather(this.enterSets, objects);
    if (isLiving) for (const name of names) living.add(name);
    return isLiving;
  }

  /** The same for several at once: all are held in the order of their kinds, and then asked for. */
  private readonly enterSets = async (sets: readonly (readonly MirroredObject[])[]): Promise<boolean[]> => {
    const all = sets.length === 1 ? (sets[0] ?? []) : inOrder(sets.flat());
    await this.unitOfWork.query(LOCK, [all.map(nameOf)]);
    // A statement of its own: one that waits for a lock does not see what was committed meanwhile.
    const hashes: string[] = [];
    for (const [kind, clerkId] of all) hashes.push(await this.tombstoneHasher.of(kind, clerkId));
    const found = await this.unitOfWork.query<{ kind: MirroredKind; hash: string }>(TOMBSTONED, [
      all.map(([kind]) => kind),
      hashes,
    ]);
    if (found.length === 0) return sets.map(() => true);
    const tombstones = new Set(found.map(({ kind, hash }) => `${kind} ${hash}`));
    const gone = new Set(
      all.filter(([kind], at) => tombstones.has(`${kind} ${hashes[at] ?? ''}`)).map(nameOf),
    );
    return sets.map((objects) => !objects.some((object) => gone.has(nameOf(object))));
  };

  /**
   * Holds many objects of one kind until the transaction ends; kinds in the order of {@link enterAll}.
   *
   * @returns those of them that were not deleted
   */
  async enterEach(kind: MirroredKind, clerkIds: readonly string[]): Promise<Set<string>> {
    // In one order, so that nobody waits in a circle.
    const sorted = [...new Set(clerkIds)].sort();
    await this.unitOfWork.query(LOCK, [sorted.map((clerkId) => `${kind} ${clerkId}`)]);
    const tombstoned = await this.tombstones.among(kind, sorted);
    return new Set(sorted.filter((clerkId) => !tombstoned.has(clerkId)));
  }

  /** Shuts the gate for good. */
  async close(kind: MirroredKind, clerkId: string, deletedAt: Date): Promise<void> {
    const manager = this.unitOfWork.manager();
    this.livingIn(manager).delete(`${kind} ${clerkId}`);
    await manager.query(
      `insert into tombstones (kind, object_hash, hashed, deleted_at) values ($1, $2, true, $3)
         on conflict do nothing`,
      [kind, await this.tombstoneHasher.of(kind, clerkId), deletedAt],
    );
  }

  /** What the open transaction holds and has found without a tombstone: nobody else can change that until it ends. */
  private livingIn(manager: EntityManager): Set<string> {
    const living = this.living.get(manager) ?? new Set<string>();
    this.living.set(manager, living);
    return living;
  }
}

function nameOf([kind, clerkId]: MirroredObject): string {
  return `${kind} ${clerkId}`;
}

function inOrder(objects: readonly MirroredObject[]): MirroredObject[] {
  return objects.toSorted(
    ([kind, id], [other, otherId]) =>
      KINDS.indexOf(kind) - KINDS.indexOf(other) || (id < otherId ? -1 : id > otherId ? 1 : 0),
  );
}
