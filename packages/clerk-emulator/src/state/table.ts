/** What every stored object has. */
export interface StoredObject {
  readonly id: string;
  readonly created_at: number;
}

/** Told of every change; a row of `null` means the object is gone. */
export type ChangeListener = (table: string, id: string, row: StoredObject | null) => void;

/**
 * Objects of one kind in memory, with indexes and the order of creation. Rows are immutable: a change is a `put` of a
 * new row under the same id, so indexes cannot go stale.
 */
export class Table<T extends StoredObject, Index extends string = never> {
  private readonly rows = new Map<string, T>();
  private readonly indexes: {
    name: Index;
    keys: (row: T) => readonly string[];
    entries: Map<string, Entry>;
  }[];
  private orderedIds: string[] | null = [];

  constructor(
    readonly name: string,
    indexes: Record<Index, (row: T) => readonly string[]>,
    private readonly changed: ChangeListener,
  ) {
    const named = Object.entries(indexes) as [Index, (row: T) => readonly string[]][];
    this.indexes = named.map(([index, keys]) => ({ name: index, keys, entries: new Map() }));
  }

  get size(): number {
    return this.rows.size;
  }

  get(id: string): T | undefined {
    return this.rows.get(id);
  }

  /** Adds the object or replaces the one with its id. */
  put(row: T): T {
    this.restore(row);
    this.changed(this.name, row.id, row);
    return row;
  }

  /** As `put`, without telling anybody: for what comes from disk. */
  restore(row: T): void {
    const before = this.rows.get(row.id);
    if (before) this.unindex(before);
    this.rows.set(row.id, row);
    this.index(row);
    if (!before) this.insertNewest(row);
    else if (before.created_at !== row.created_at) this.orderedIds = null;
  }

  delete(id: string): T | undefined {
    const row = this.rows.get(id);
    if (!row) return undefined;
    if (this.orderedIds) this.orderedIds.splice(this.position(this.orderedIds, row), 1);
    this.rows.delete(id);
    this.unindex(row);
    this.changed(this.name, id, null);
    return row;
  }

  /** Removes everything. */
  clear(): void {
    for (const id of [...this.rows.keys()].reverse()) this.delete(id);
  }

  /** All objects, oldest first. */
  all(): T[] {
    return this.ordered().map((id) => this.rows.get(id) as T);
  }

  /** A page of all objects in order of creation, without touching the rest. */
  page(offset: number, limit: number, newestFirst: boolean): T[] {
    const ids = this.ordered();
    const start = newestFirst ? Math.max(0, ids.length - offset - limit) : offset;
    const end = newestFirst ? Math.max(0, ids.length - offset) : offset + limit;
    const page = ids.slice(start, end).map((id) => this.rows.get(id) as T);
    return newestFirst ? page.reverse() : page;
  }

  /** How many objects come before this one in order of creation. */
  rank(row: T): number {
    return this.position(this.ordered(), row);
  }

  /** The objects under a key, oldest first. */
  by(index: Index, key: string): T[] {
    const entry = this.entry(index, key);
    if (entry === undefined) return [];
    if (typeof entry === 'string') return [this.rows.get(entry) as T];
    return [...entry].map((id) => this.rows.get(id) as T).sort(byCreation);
  }

  /** The first object under a key. */
  one(index: Index, key: string): T | undefined {
    return this.by(index, key)[0];
  }

  /** How many objects are under a key. */
  count(index: Index, key: string): number {
    const entry = this.entry(index, key);
    if (entry === undefined) return 0;
    return typeof entry === 'string' ? 1 : entry.size;
  }

  private entry(index: Index, key: string): Entry | undefined {
    return this.indexes.find((candidate) => candidate.name === index)?.entries.get(key);
  }

  private index(row: T): void {
    for (const { keys, entries } of this.indexes) {
      for (const key of keys(row)) {
        const entry = entries.get(key);
        // One id needs no set: most keys have one, and a set costs more than the row.
        if (entry === undefined) entries.set(key, row.id);
        else if (typeof entry === 'string') entries.set(key, new Set([entry, row.id]));
        else entry.add(row.id);
      }
    }
  }

  private unindex(row: T): void {
    for (const { keys, entries } of this.indexes) {
      for (const key of keys(row)) {
        const entry = entries.get(key);
        if (entry === row.id) entries.delete(key);
        else if (typeof entry === 'object' && entry.delete(row.id) && entry.size === 0) entries.delete(key);
      }
    }
  }

  private insertNewest(row: T): void {
    if (!this.orderedIds) return;
    const lastId = this.orderedIds.at(-1);
    const last = lastId === undefined ? undefined : this.rows.get(lastId);
    if (!last || byCreation(last, row) < 0) this.orderedIds.push(row.id);
    else this.orderedIds = null;
  }

  private ordered(): string[] {
    this.orderedIds ??= [...this.rows.values()].sort(byCreation).map((row) => row.id);
    return this.orderedIds;
  }

  private position(ids: readonly string[], row: T): number {
    let low = 0;
    let high = ids.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (byCreation(this.rows.get(ids[middle] ?? '') as T, row) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

type Entry = string | Set<string>;

function byCreation(a: StoredObject, b: StoredObject): number {
  return a.created_at - b.created_at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
