import { hash } from 'node:crypto';

/**
 * The right edge of a Merkle tree (RFC 6962): the roots of its full subtrees, largest first. Enough to add leaves and to
 * name the root, whatever the size.
 */
export class MerkleFrontier {
  private readonly roots: Buffer[];

  /** @param roots as many as `size` has binary ones, see {@link hashes} */
  constructor(
    private count = 0,
    roots: readonly Uint8Array[] = [],
  ) {
    if (roots.length !== onesIn(count)) throw new RangeError('a frontier of another size');
    this.roots = roots.map((root) => Buffer.from(root));
  }

  get size(): number {
    return this.count;
  }

  get hashes(): readonly Buffer[] {
    return this.roots;
  }

  /** Adds a leaf that holds `value`. */
  append(value: Uint8Array): void {
    let node: Buffer = hash('sha256', Buffer.concat([LEAF, value]), 'buffer');
    for (let rest = this.count; rest % 2 === 1; rest = Math.floor(rest / 2)) {
      node = parentOf(this.roots.pop() ?? Buffer.alloc(0), node);
    }
    this.roots.push(node);
    this.count += 1;
  }

  /** The root hash; that of no leaves is the hash of nothing. */
  root(): Buffer {
    const [last, ...larger] = this.roots.toReversed();
    if (last === undefined) return hash('sha256', Buffer.alloc(0), 'buffer');
    return larger.reduce((right, left) => parentOf(left, right), last);
  }

  copy(): MerkleFrontier {
    return new MerkleFrontier(this.count, this.roots);
  }
}

const LEAF = Buffer.from([0]);
const NODE = Buffer.from([1]);

function parentOf(left: Buffer, right: Buffer): Buffer {
  return hash('sha256', Buffer.concat([NODE, left, right]), 'buffer');
}

function onesIn(count: number): number {
  return BigInt(count).toString(2).replaceAll('0', '').length;
}
