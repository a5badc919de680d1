import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { createLocalFile, openLocalFile } from '#libs/file-store';
import type { Chapter, ChapterHead, Row } from './chapter.js';
import { lineOfRow } from './chapter.js';
import { readSealedFile, SealedFileWriter } from './sealed-file.js';

/**
 * Rows on their way into an archive. They are read from the database once and from here for each file that tells them,
 * so that the files agree; on the disk of this machine they lie under a key that only this process knows.
 */
export class RowSpool {
  private readonly key = randomBytes(32);
  private readonly paths: string[] = [];

  /** @param path where its files lie; each adds a number */
  constructor(private readonly path: string) {}

  /** Writes one chapter. `fill` hands its rows over. */
  async keep(
    head: ChapterHead,
    fill: (take: (rows: readonly Row[]) => Promise<void>) => Promise<unknown>,
  ): Promise<Chapter> {
    const path = `${this.path}.${String(this.paths.length)}`;
    this.paths.push(path);
    const writer = await SealedFileWriter.create(await createLocalFile(path), this.key, path);
    let count = 0;
    try {
      await fill(async (rows) => {
        count += rows.length;
        await writer.write(rows.map((row) => `${lineOfRow(row)}\n`).join(''));
      });
      await writer.finish();
    } catch (error) {
      await writer.discard();
      throw error;
    }
    return { ...head, count, lines: () => linesOf(path, this.key) };
  }

  /** Removes what was kept. */
  async clear(): Promise<void> {
    for (const path of this.paths) await rm(path, { force: true });
  }
}

async function* linesOf(path: string, key: Buffer): AsyncGenerator<string> {
  // Cut at line ends only, so that no character is torn apart.
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of readSealedFile(await openLocalFile(path), key, path)) {
    const all = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const end = all.lastIndexOf('\n');
    if (end === -1) {
      rest = all;
      continue;
    }
    for (const line of all.toString('utf8', 0, end).split('\n')) yield line;
    rest = all.subarray(end + 1);
  }
}
