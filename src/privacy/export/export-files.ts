import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Environment } from '#settings';
import { UnitOfWork } from '#libs/database';
import { type FileReader, FileStore, openLocalFile, StoredFileGoneError } from '#libs/file-store';
import { Clock } from '#libs/time';
import { errorCode } from '../error-code.js';
import { type ExportSubject, ExportsStore } from '../records/exports.store.js';
import { type ByteRange, readSealedFile, SealedFileWriter } from './sealed-file.js';
import { PRIVACY } from '../privacy.scope.js';

/** A file that no row claims may still be growing; after this long whoever wrote it is gone. */
const FORGOTTEN_AFTER_MS = 3_600_000;

const FOLDER = 'exports';

/**
 * The encrypted files of exports in the store that replicas share, each under a key of its own. The data folder holds
 * what a packer needs for itself, and files of exports that were made before there was a store.
 */
@Injectable()
export class ExportFiles {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly exports: ExportsStore,
    private readonly store: FileStore,
    private readonly environment: Environment,
    private readonly clock: Clock,
  ) {}

  /** Begins a file; nobody is told of it before it is whole. */
  async create(fileName: string, key: Buffer): Promise<SealedFileWriter> {
    return SealedFileWriter.create(await this.store.create(FOLDER, fileName), key, fileName);
  }

  /** The plain text again; ends in an error before the first byte that was changed. */
  read(fileName: string, key: Buffer, range?: ByteRange): Readable {
    return Readable.from(this.plainOf(fileName, key, range), { objectMode: false });
  }

  async exists(fileName: string): Promise<boolean> {
    const file = await this.open(fileName);
    await file?.close();
    return file !== null;
  }

  async remove(fileName: string): Promise<void> {
    await this.store.remove(FOLDER, fileName);
    await rm(join(this.folder, fileName), { force: true });
  }

  /** Where a packer may lay rows on their way into a file. */
  async spoolPathOf(fileName: string): Promise<string> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    return join(this.folder, `${fileName}.rows`);
  }

  /** Ends every export of a person or of an organization, in the open transaction. @returns how many */
  async abort(subject: ExportSubject): Promise<number> {
    // Locked: a packer that ends at this moment must not leave a file behind.
    const open = await this.exports.lockAlive(subject);
    for (const { id, fileName } of open) {
      await this.exports.update(id, {
        status: 'aborted',
        sealedKey: null,
        fileName: null,
        expiresAt: null,
        waitingFor: null,
      });
      if (fileName !== null) await this.remove(fileName);
    }
    return open.length;
  }

  /** Removes what processes left that were killed: in the store, and in this machine's folder. @returns how many files */
  async sweep(): Promise<number> {
    const stored = await this.store.list(FOLDER);
    const files = [
      ...stored.map(({ name, changedAt }) => ({ name, changedAtMs: changedAt.getTime() })),
      ...(await this.listLocal()),
    ];
    if (files.length === 0) return 0;
    const claimed = await this.unitOfWork.run(PRIVACY, () =>
      this.exports.listByFile(files.map(({ name }) => name)),
    );
    const kept = new Set(claimed.map(({ fileName }) => fileName));
    const forgotten = files.filter(
      ({ name, changedAtMs }) => !kept.has(name) && this.clock.nowMs() - changedAtMs >= FORGOTTEN_AFTER_MS,
    );
    for (const { name } of forgotten) await this.remove(name);
    return forgotten.length;
  }

  private async *plainOf(fileName: string, key: Buffer, range?: ByteRange): AsyncGenerator<Buffer> {
    const file = await this.open(fileName);
    if (file === null) throw new StoredFileGoneError('an export was removed before it was read');
    yield* readSealedFile(file, key, fileName, range);
  }

  private async open(fileName: string): Promise<FileReader | null> {
    const stored = await this.store.open(FOLDER, fileName);
    return stored ?? openLocalFile(join(this.folder, fileName)).catch(nullIfMissing);
  }

  private async listLocal(): Promise<{ name: string; changedAtMs: number }[]> {
    const names = await readdir(this.folder).catch(() => []);
    const read = names.map(async (name) => {
      const found = await stat(join(this.folder, name)).catch(nullIfMissing);
      return found === null ? [] : [{ name, changedAtMs: found.mtimeMs }];
    });
    return (await Promise.all(read)).flat();
  }

  private get folder(): string {
    return join(this.environment.dataDir, FOLDER);
  }
}

function nullIfMissing(error: unknown): null {
  if (errorCode(error) === 'ENOENT') return null;
  throw error;
}
