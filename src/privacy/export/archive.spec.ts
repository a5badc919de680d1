import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { archiveOf } from './archive.js';
import type { ArchiveFacts, Chapter } from './chapter.js';

const FACTS: ArchiveFacts = {
  subject: { kind: 'person', id: '1' },
  madeAt: new Date(0),
  recipients: [],
  missing: [],
};
const HEAD = { source: '', purpose: '', basis: '', retention: '', columns: ['n', 'text'], aboutOthers: [] };
const ROWS = 100_000;

function chapterOf(lines: () => Iterable<string>, count: number, name = 'events'): Chapter {
  return { ...HEAD, name, count, lines: () => Readable.from(lines()) };
}

/** Text that does not compress to nothing. */
const textOf = (n: number): string =>
  Array.from({ length: 12 }, (_, i) => ((n + 1) * 2654435761 * (i + 7)).toString(36)).join('');

describe('an archive', () => {
  it('reads no further ahead than a little: what nobody has taken yet is not in memory', async () => {
    let read = 0;
    const chapter = chapterOf(function* () {
      for (read = 0; read < ROWS; read += 1) yield JSON.stringify({ n: read, text: textOf(read) });
    }, ROWS);
    let taken = 0;
    for await (const piece of archiveOf([chapter], FACTS)) {
      taken += piece.length;
      if (taken > 200_000) break;
    }
    expect(read).toBeGreaterThan(100);
    expect(read).toBeLessThan(ROWS / 4);
  });

  it('ends in the error of the row that cannot be read, not as if it were whole', async () => {
    const chapter = chapterOf(function* () {
      yield '{"n":1}';
      throw new Error('the disk is gone');
    }, 2);
    const all = async (): Promise<number> => {
      let bytes = 0;
      for await (const { length } of archiveOf([chapter], FACTS)) bytes += length;
      return bytes;
    };
    await expect(all()).rejects.toThrow('the disk is gone');
  });

  it('has an entry for each chapter, also for one without rows', async () => {
    const pieces: Buffer[] = [];
    for await (const piece of archiveOf([chapterOf(() => [], 0, 'none')], FACTS)) pieces.push(piece);
    const text = Buffer.concat(pieces).toString('latin1');
    for (const name of ['data.json', 'csv/none.csv', 'index.html', 'manifest.json'])
      expect(text).toContain(name);
  });
});
