import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileFaultOf, writeOnce } from './write-once.js';

const BUCKET = 100_000;
const HASH_BYTES = 32;

/**
 * Checkpoints outside the database: `<data dir>/audit/<bucket>/checkpoint-<rows>.note`, beside each the hashes of the
 * rows it added (`.leaves`, 32 bytes each). Files are only ever added. A folder that was lost is completed from the
 * copies in the database and from the rows, where those are what was signed.
 */
export class CheckpointFiles {
  private readonly root: string;

  constructor(dataDir: string) {
    this.root = join(dataDir, 'audit');
  }

  /** The note last: where it stands, the hashes stand too. */
  async write(size: number, note: string, leaves: readonly Buffer[]): Promise<void> {
    if (leaves.length > 0) await writeOnce(this.path(size, 'checkpoint', 'leaves'), Buffer.concat(leaves));
    await writeOnce(this.path(size, 'checkpoint', 'note'), Buffer.from(note));
  }

  async writeBoundary(size: number, note: string): Promise<void> {
    await writeOnce(this.path(size, 'boundary', 'note'), Buffer.from(note));
  }

  /** The note of the longest log that was signed. */
  async latest(): Promise<string | undefined> {
    for (const bucket of (await entriesOf(this.root)).toReversed()) {
      const folder = join(this.root, bucket);
      const last = (await entriesOf(folder)).findLast((name) => /^checkpoint-\d+\.note$/.test(name));
      if (last !== undefined) return readFile(join(folder, last), 'utf8');
    }
    return undefined;
  }

  /** Every note, boundaries included; those that cover more than `after` rows. */
  async list(after = 0): Promise<string[]> {
    const notes: string[] = [];
    for (const bucket of await entriesOf(this.root)) {
      const folder = join(this.root, bucket);
      for (const name of await entriesOf(folder)) {
        const size = Number(/^(?:checkpoint|boundary)-(\d+)\.note$/.exec(name)?.[1] ?? -1);
        if (size > after) notes.push(await readFile(join(folder, name), 'utf8'));
      }
    }
    return notes;
  }

  /** The hashes that the checkpoint over `to` rows added, if it added exactly those from `from` on. */
  leaves(from: number, to: number): Buffer[] | undefined {
    let bytes: Buffer;
    try {
      bytes = readFileSync(this.path(to, 'checkpoint', 'leaves'));
    } catch {
      return undefined;
    }
    const count = to - from + 1;
    if (bytes.length !== count * HASH_BYTES) return undefined;
    return Array.from({ length: count }, (_, index) =>
      bytes.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES),
    );
  }

  private path(size: number, kind: 'checkpoint' | 'boundary', extension: 'note' | 'leaves'): string {
    const bucket = String(Math.floor(size / BUCKET)).padStart(10, '0');
    return join(this.root, bucket, `${kind}-${String(size).padStart(16, '0')}.${extension}`);
  }
}

async function entriesOf(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).toSorted();
  } catch (error) {
    if (fileFaultOf(error) === 'ENOENT') return [];
    throw error;
  }
}
