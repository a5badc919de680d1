interface Entry {
  id: string;
  dueAt: number;
  rank: number;
}

/** Ids by the moment they are due, earliest first; equal moments in the order they came. A binary heap. */
export class DueQueue {
  private readonly heap: Entry[] = [];
  private pushed = 0;

  get size(): number {
    return this.heap.length;
  }

  /** When the first one is due. */
  get nextAt(): number | undefined {
    return this.heap[0]?.dueAt;
  }

  push(id: string, dueAt: number): void {
    const entry = { id, dueAt, rank: this.pushed++ };
    let index = this.heap.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >>> 1;
      const above = this.heap[parent];
      if (!above || before(above, entry)) break;
      this.heap[index] = above;
      index = parent;
    }
    this.heap[index] = entry;
  }

  /** Takes the first one if it is due by then. */
  popDue(by: number): string | undefined {
    const [first] = this.heap;
    if (!first || first.dueAt > by) return undefined;
    const last = this.heap.pop();
    if (last && this.heap.length > 0) this.sink(last);
    return first.id;
  }

  private sink(entry: Entry): void {
    let index = 0;
    for (;;) {
      const left = this.heap[2 * index + 1];
      const right = this.heap[2 * index + 2];
      const rightIsFirst = left !== undefined && right !== undefined && before(right, left);
      const child = rightIsFirst ? right : left;
      if (!child || before(entry, child)) break;
      this.heap[index] = child;
      index = 2 * index + (rightIsFirst ? 2 : 1);
    }
    this.heap[index] = entry;
  }
}

function before(a: Entry, b: Entry): boolean {
  return a.dueAt < b.dueAt || (a.dueAt === b.dueAt && a.rank < b.rank);
}
