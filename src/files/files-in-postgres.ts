import { Injectable } from '@nestjs/common';
import { systemScope } from '#auth';
import { type NamedStatement, newId, UnitOfWork } from '#libs/database';
import {
  type FileReader,
  FileStore,
  type FileWriter,
  type StoredFile,
  StoredFileGoneError,
} from '#libs/file-store';
import { httpErrors } from '#libs/http';
import { ContentPieces } from './content-pieces.js';

const FILES = systemScope('files');

/** Bytes of each row but the last one of a file; memory is one of them for each file that is written or read. */
const CHUNK_BYTES = 262_144;
/** Rows that go in one statement, so that none comes near the time-out however large the file is. */
const REMOVED_AT_ONCE = 500;

/** What is known of a file without its content. */
export interface FileRow {
  readonly id: string;
  readonly size: string;
  /** Its content is an object of a bucket, and no rows. */
  readonly in_bucket: boolean;
}

interface ListedRow {
  readonly name: string;
  readonly changed_at: Date;
}

const READ_CHUNK: NamedStatement = {
  name: 'files.read-chunk',
  text: 'select content from stored_file_chunks where file_id = $1 and number = $2',
};

/**
 * The default store: files as rows of at most 262 144 bytes each. They go with a transaction and with a backup of the
 * database, and need nothing that replicas would have to share besides.
 */
@Injectable()
export class FilesInPostgres extends FileStore {
  constructor(private readonly unitOfWork: UnitOfWork) {
    super();
  }

  async create(folder: string, name: string): Promise<FileWriter> {
    const id = newId();
    await this.query('insert into stored_files (id, folder, name) values ($1, $2, $3)', [id, folder, name]);
    return this.writerOf(id);
  }

  async open(folder: string, name: string): Promise<FileReader | null> {
    const [row] = await this.query<FileRow>(
      'select id, size, in_bucket from stored_files where folder = $1 and name = $2 and is_whole',
      [folder, name],
    );
    return row === undefined ? null : this.readerOf(row);
  }

  async put(folder: string, name: string, content: Buffer): Promise<void> {
    await this.unitOfWork.run(FILES, async () => {
      const id = newId();
      const made = await this.query<unknown>(
        `insert into stored_files (id, folder, name) values ($1, $2, $3)
           on conflict (folder, name) do nothing returning id`,
        [id, folder, name],
      );
      if (made.length === 0) return;
      const writer = this.writerOf(id);
      await writer.write(content);
      await writer.finish();
    });
  }

  async get(folder: string, name: string): Promise<Buffer | null> {
    const reader = await this.open(folder, name);
    return reader?.read(0, reader.size) ?? null;
  }

  async list(folder: string, since?: Date): Promise<StoredFile[]> {
    const rows = await (since === undefined
      ? this.query<ListedRow>('select name, changed_at from stored_files where folder = $1 order by name', [
          folder,
        ])
      : this.query<ListedRow>(
          'select name, changed_at from stored_files where folder = $1 and changed_at >= $2 order by changed_at',
          [folder, since],
        ));
    return rows.map(({ name, changed_at: changedAt }) => ({ name, changedAt }));
  }

  async remove(folder: string, name: string): Promise<void> {
    await this.unitOfWork.run(FILES, async () => {
      // Locked: whoever still writes to it must not add a row meanwhile.
      const [row] = await this.query<FileRow>(
        'select id, size, in_bucket from stored_files where folder = $1 and name = $2 for update',
        [folder, name],
      );
      if (row !== undefined) await this.removeRow(row);
    });
  }

  /** Removes a file and its content, in the open transaction. */
  protected async removeRow({ id, in_bucket: isInBucket }: Pick<FileRow, 'id' | 'in_bucket'>): Promise<void> {
    if (isInBucket) throw bucketIsMissing();
    await this.unitOfWork.run(FILES, async () => {
      for (let count = REMOVED_AT_ONCE; count === REMOVED_AT_ONCE;) {
        const [, removed] = await this.unitOfWork.manager().query<[unknown, number]>(
          `delete from stored_file_chunks where file_id = $1 and number in
             (select number from stored_file_chunks where file_id = $1 order by number limit $2)`,
          [id, REMOVED_AT_ONCE],
        );
        count = removed;
      }
      await this.query('delete from stored_files where id = $1', [id]);
    });
  }

  private writerOf(id: string): FileWriter {
    const chunks = new ContentPieces(CHUNK_BYTES, (chunk, number) => this.append(id, number, chunk));
    return {
      write: (bytes) => chunks.write(bytes),
      finish: async () => {
        await chunks.flush();
        const rows = await this.changed(
          'update stored_files set is_whole = true, changed_at = now() where id = $1 returning id',
          [id],
        );
        if (rows === 0) throw new StoredFileGoneError('a file was removed while it was written');
      },
      discard: () => this.removeRow({ id, in_bucket: false }),
    };
  }

  private async append(id: string, number: number, content: Buffer): Promise<void> {
    await this.unitOfWork.run(FILES, async () => {
      const grown = await this.changed(
        'update stored_files set size = size + $2, changed_at = now() where id = $1 returning id',
        [id, content.length],
      );
      if (grown === 0) throw new StoredFileGoneError('a file was removed while it was written');
      await this.query('insert into stored_file_chunks (file_id, number, content) values ($1, $2, $3)', [
        id,
        number,
        content,
      ]);
    });
  }

  protected readerOf({ id, size: text, in_bucket: isInBucket }: FileRow): FileReader {
    if (isInBucket) throw bucketIsMissing();
    const size = Number(text);
    let known: { readonly number: number; readonly content: Buffer } | undefined;
    const chunkOf = async (number: number): Promise<Buffer> => {
      if (known?.number === number) return known.content;
      const [row] = await this.unitOfWork.read<{ content: Buffer }>(FILES, READ_CHUNK, [id, number]);
      if (row === undefined) throw new StoredFileGoneError('a file was removed while it was read');
      known = { number, content: row.content };
      return row.content;
    };
    return {
      size,
      read: async (position, length) => {
        const end = Math.min(size, position + length);
        const pieces: Buffer[] = [];
        for (let at = position; at < end;) {
          const number = Math.floor(at / CHUNK_BYTES);
          const start = number * CHUNK_BYTES;
          const piece = (await chunkOf(number)).subarray(at - start, end - start);
          // Fewer bytes than the row of the file promises: it is not what was written.
          if (piece.length === 0) break;
          pieces.push(piece);
          at += piece.length;
        }
        return Buffer.concat(pieces);
      },
      close: () => Promise.resolve(),
    };
  }

  protected asFiles<T>(work: () => Promise<T>): Promise<T> {
    return this.unitOfWork.run(FILES, work);
  }

  protected query<Row>(text: string, values: readonly unknown[]): Promise<Row[]> {
    return this.asFiles(() => this.unitOfWork.manager().query<Row[]>(text, [...values]));
  }

  /** How many rows an `update` changed. */
  protected async changed(text: string, values: readonly unknown[]): Promise<number> {
    const [, count] = await this.asFiles(() =>
      this.unitOfWork.manager().query<[unknown, number]>(text, [...values]),
    );
    return count;
  }
}

/** Nobody is told that a file is gone which lies where this process was not told to look. */
function bucketIsMissing() {
  const cause = new Error('a file lies in a bucket, and FILES_S3_BUCKET is not set');
  return httpErrors.unavailable({ headers: { 'retry-after': '60' }, cause });
}
