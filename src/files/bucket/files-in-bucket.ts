import { newId, type UnitOfWork } from '#libs/database';
import { type FileReader, type FileWriter, StoredFileGoneError } from '#libs/file-store';
import type { JobQueue } from '#libs/jobs';
import { FilesInPostgres, type FileRow } from '../files-in-postgres.js';
import { removeStoredObjectsJob } from '../stored-objects.jobs.js';
import type { Bucket } from './bucket.js';
import { readParts, writeParts } from './bucket-parts.js';

/**
 * Files whose content lies in a bucket, and whose rows say which there are. A row comes and goes with its transaction;
 * objects are there before the row says whole, and go by a job of the transaction that removes the row. Small files that
 * are part of a transaction stay rows, and so does what was written before there was a bucket.
 */
export class FilesInBucket extends FilesInPostgres {
  constructor(
    unitOfWork: UnitOfWork,
    private readonly bucket: Bucket,
    private readonly jobs: JobQueue,
  ) {
    super(unitOfWork);
  }

  override async create(folder: string, name: string): Promise<FileWriter> {
    const id = newId();
    await this.query('insert into stored_files (id, folder, name, in_bucket) values ($1, $2, $3, true)', [
      id,
      folder,
      name,
    ]);
    const change = async (what: string, values: readonly unknown[] = []) => {
      const statement = `update stored_files set ${what}, changed_at = now() where id = $1`;
      if ((await this.changed(statement, [id, ...values])) === 0)
        throw new StoredFileGoneError('a file was removed while it was written');
    };
    return writeParts(this.bucket, id, {
      grow: (bytes) => change('size = size + $2', [bytes]),
      makeWhole: () => change('is_whole = true'),
      remove: () => this.remove(folder, name),
    });
  }

  protected override readerOf(row: FileRow): FileReader {
    return row.in_bucket ? readParts(this.bucket, row.id, Number(row.size)) : super.readerOf(row);
  }

  protected override async removeRow(row: FileRow): Promise<void> {
    if (!row.in_bucket) return super.removeRow(row);
    await this.query('delete from stored_files where id = $1', [row.id]);
    await this.jobs.enqueue(removeStoredObjectsJob, { fileId: row.id, bytes: Number(row.size) });
  }
}
