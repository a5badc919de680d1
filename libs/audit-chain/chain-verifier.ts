import { type Checkpoint, frontierOf } from './checkpoint.js';
import { genesisHash, rowHash, type SealedRow } from './chain-hash.js';
import { MerkleFrontier } from './merkle-frontier.js';

/** One thing that is wrong; rows are named by their position. */
export interface ChainProblem {
  readonly kind: 'altered' | 'missing' | 'inserted' | 'broken_link' | 'checkpoint_mismatch' | 'head_mismatch';
  readonly sequence: number;
  readonly detail: string;
}

export interface ChainReport {
  readonly isIntact: boolean;
  readonly rows: number;
  readonly checkpoints: number;
  readonly head: { readonly sequence: number; readonly hash: string };
  /** The first bad row; null when all is well. */
  readonly firstBad: ChainProblem | null;
  /** At most 1 000 of them, in the order of the rows. */
  readonly problems: readonly ChainProblem[];
}

export interface ChainVerifierOptions {
  readonly origin: string;
  /** Signed ones only (see `openCheckpoint`), in any order. */
  readonly checkpoints: readonly Checkpoint[];
  /** Hashes of the rows `from`..`to` as noted when the checkpoint was signed; they let a bad row be named exactly. */
  readonly leaves?: (from: number, to: number) => readonly Buffer[] | undefined;
}

const MAX_PROBLEMS = 1_000;

/**
 * Rebuilds the chain from what the rows say, in one pass and bounded memory, and compares it with every checkpoint.
 * Rows come in the order of their sequence.
 */
export class ChainVerifier {
  private readonly checkpoints: readonly Checkpoint[];
  private readonly problems: ChainProblem[] = [];
  private readonly start: Checkpoint | undefined;
  private frontier: MerkleFrontier;
  /** Hash of the row before, as that row itself says. */
  private previous: Buffer;
  private last: number;
  private rows = 0;
  private compared = 0;
  private next = 0;
  /** Rows since the last checkpoint, while another one follows. */
  private pending: { sequence: number; hash: Buffer }[] = [];
  private pendingProblems: ChainProblem[] = [];

  constructor(private readonly options: ChainVerifierOptions) {
    const sorted = options.checkpoints.toSorted((a, b) => a.size - b.size);
    this.start = sorted.findLast(({ droppedBefore }) => droppedBefore !== null);
    const size = this.start?.size ?? 0;
    this.checkpoints = sorted.filter((checkpoint) => checkpoint.size > size);
    this.frontier = this.start ? frontierOf(this.start) : new MerkleFrontier();
    this.previous = this.start?.head ?? genesisHash(options.origin);
    this.last = size;
  }

  /** Rows up to here may be there or not: a signed boundary says that they were dropped. */
  get boundary(): number {
    return this.start?.size ?? 0;
  }

  add(row: SealedRow): void {
    if (row.sequence <= this.boundary) return;
    while (this.nextCheckpoint !== undefined && row.sequence > this.nextCheckpoint.size) this.closeInterval();
    this.rows += 1;
    const own = rowHash(this.options.origin, row.sequence, row.previousHash, row.content);
    if (row.sequence <= this.last) this.note('inserted', row.sequence, 'a second row has this position');
    else if (row.sequence > this.last + 1) {
      this.note('missing', this.last + 1, `${row.sequence - this.last - 1} rows are missing from here`);
    } else if (!row.previousHash.equals(this.previous)) {
      this.note('broken_link', row.sequence, 'it does not follow the row before');
    }
    if (!own.equals(row.hash)) this.note('altered', row.sequence, 'it does not say what was sealed');
    this.previous = own;
    this.last = Math.max(this.last, row.sequence);
    if (this.nextCheckpoint !== undefined) this.pending.push({ sequence: row.sequence, hash: own });
  }

  /** @param expected where the log itself says that it ends; finds a tail cut off behind the last checkpoint */
  finish(expected?: { sequence: number; hash: Buffer }): ChainReport {
    while (this.nextCheckpoint !== undefined) this.closeInterval();
    const [last, head] = [this.last, this.previous];
    if (expected !== undefined && expected.sequence > last) {
      this.note('missing', last + 1, `the log was ${expected.sequence} rows long; its tail is cut off`);
    } else if (
      expected !== undefined &&
      (expected.sequence < last || (last > 0 && !expected.hash.equals(head)))
    ) {
      this.note('head_mismatch', last, 'the log ends elsewhere than it says');
    }
    this.settle();
    const problems = this.problems.toSorted((a, b) => a.sequence - b.sequence);
    return {
      isIntact: problems.length === 0,
      rows: this.rows,
      checkpoints: this.compared,
      head: { sequence: last, hash: last === 0 ? '' : head.toString('hex') },
      firstBad: problems[0] ?? null,
      problems,
    };
  }

  private get nextCheckpoint(): Checkpoint | undefined {
    return this.checkpoints[this.next];
  }

  /** Everything up to the next checkpoint is there: compare, and go on from what the checkpoint vouches for. */
  private closeInterval(): void {
    const checkpoint = this.nextCheckpoint;
    if (checkpoint === undefined) return;
    const from = this.frontier.size + 1;
    const tree = this.frontier.copy();
    for (const { hash } of this.pending) tree.append(hash);
    if (this.last < checkpoint.size) {
      this.note('missing', this.last + 1, `rows up to ${checkpoint.size} were signed and are not there`);
    }
    if (!tree.root().equals(checkpoint.root) || !this.previous.equals(checkpoint.head)) {
      const exact = this.compareWithLeaves(from, checkpoint);
      if (exact.length > 0) this.pendingProblems = exact;
      else if (this.pendingProblems.length === 0) {
        const detail = `a row from ${from} to ${checkpoint.size} is not what was signed`;
        this.note('checkpoint_mismatch', from, detail);
      }
    }
    this.settle();
    this.compared += 1;
    this.next += 1;
    this.pending = [];
    this.frontier = frontierOf(checkpoint);
    this.previous = checkpoint.head;
    this.last = checkpoint.size;
  }

  /** The noted hashes are worth something only if the signed root follows from them. */
  private compareWithLeaves(from: number, checkpoint: Checkpoint): ChainProblem[] {
    const leaves = this.options.leaves?.(from, checkpoint.size);
    if (leaves?.length !== checkpoint.size - from + 1) return [];
    const tree = this.frontier.copy();
    for (const leaf of leaves) tree.append(leaf);
    if (!tree.root().equals(checkpoint.root)) return [];
    const found = new Map<number, Buffer>();
    const problems: ChainProblem[] = [];
    for (const { sequence, hash } of this.pending) {
      if (found.has(sequence))
        problems.push({ kind: 'inserted', sequence, detail: 'a second row has this position' });
      else found.set(sequence, hash);
    }
    for (const [index, leaf] of leaves.entries()) {
      const sequence = from + index;
      const hash = found.get(sequence);
      if (hash === undefined)
        problems.push({ kind: 'missing', sequence, detail: 'it was signed and is not there' });
      else if (!hash.equals(leaf))
        problems.push({ kind: 'altered', sequence, detail: 'it does not say what was signed' });
    }
    return problems;
  }

  private note(kind: ChainProblem['kind'], sequence: number, detail: string): void {
    if (this.pendingProblems.length < MAX_PROBLEMS) this.pendingProblems.push({ kind, sequence, detail });
  }

  private settle(): void {
    const room = MAX_PROBLEMS - this.problems.length;
    this.problems.push(...this.pendingProblems.toSorted((a, b) => a.sequence - b.sequence).slice(0, room));
    this.pendingProblems = [];
  }
}
