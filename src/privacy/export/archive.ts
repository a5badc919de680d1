import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { csvLine } from '#libs/csv';
import type { ArchiveFacts, Chapter } from './chapter.js';
import { readablePage } from './readable-page.js';

export const ARCHIVE_FORMAT = 'tenantry/export/v1';
const PIECE_CHARACTERS = 32_768;

interface ManifestFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * The archive as it grows: `data.json` (the master copy), one CSV for each chapter, a page for people, and last the
 * manifest with the SHA-256 of every file. Names of entries are fixed or come from the registry.
 */
export async function* archiveOf(chapters: readonly Chapter[], facts: ArchiveFacts): AsyncGenerator<Buffer> {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  const files: ManifestFile[] = [];
  let current: Readable | undefined;
  const add = (name: string, content: () => AsyncIterable<string> | Iterable<string>): void => {
    zip.addReadStreamLazy(name, { mtime: facts.madeAt }, (give) => {
      current = Readable.from(measured(name, content(), files), { objectMode: false });
      // A source that fails must end the archive; its pipe alone would let it wait for ever.
      current.once('error', (error) => output.destroy(error));
      give(null, current);
    });
  };
  add('data.json', () => dataOf(chapters, facts));
  for (const chapter of chapters) add(`csv/${chapter.name}.csv`, () => tableOf(chapter));
  add('index.html', () => readablePage(chapters, facts));
  add('manifest.json', () => manifestOf(files, facts));
  zip.once('error', (error) => output.destroy(error as Error));
  zip.end();
  try {
    for await (const chunk of output) yield chunk as Buffer;
  } finally {
    current?.destroy();
  }
}

/** Passes the content on in larger pieces, and notes its size and hash once it is through. */
async function* measured(
  name: string,
  content: AsyncIterable<string> | Iterable<string>,
  files: ManifestFile[],
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let bytes = 0;
  let waiting = '';
  const cut = (): Buffer => {
    const piece = Buffer.from(waiting);
    waiting = '';
    bytes += piece.length;
    hash.update(piece);
    return piece;
  };
  for await (const text of content) {
    waiting += text;
    if (waiting.length >= PIECE_CHARACTERS) yield cut();
  }
  if (waiting !== '') yield cut();
  files.push({ name, bytes, sha256: hash.digest('hex') });
}

async function* dataOf(chapters: readonly Chapter[], facts: ArchiveFacts): AsyncGenerator<string> {
  const { subject, madeAt, recipients, missing } = facts;
  const about = JSON.stringify({ format: ARCHIVE_FORMAT, subject, madeAt, recipients, missing });
  yield `${about.slice(0, -1)},"tables":[`;
  for (const [index, { lines, count, ...head }] of chapters.entries()) {
    const opening = JSON.stringify({ ...head, count });
    yield `${index === 0 ? '' : ','}\n${opening.slice(0, -1)},"rows":[`;
    let separator = '\n';
    for await (const line of lines()) {
      yield separator + line;
      separator = ',\n';
    }
    yield ']}';
  }
  yield ']}\n';
}

async function* tableOf({ columns, lines }: Chapter): AsyncGenerator<string> {
  yield csvLine(columns);
  for await (const line of lines()) {
    const row = JSON.parse(line) as Record<string, unknown>;
    yield csvLine(columns.map((column) => row[column]));
  }
}

/** Read when all other files are through, and so when their hashes are known. */
function* manifestOf(files: readonly ManifestFile[], facts: ArchiveFacts): Generator<string> {
  const { subject, madeAt, missing } = facts;
  yield `${JSON.stringify({ format: ARCHIVE_FORMAT, subject, madeAt, missing, files }, null, 2)}\n`;
}
