import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Environment } from '#settings';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { type ExportSubject, ExportsStore } from '../records/exports.store.js';
import { type ByteRange, readSealedFile, SealedFileWriter } from './sealed-file.js';
import { PRIVACY } from '../privacy.scope.js';

/** A file that no row claims may still be growing; after this long whoever wrote it is gone. */
const FORGOTTEN_AFTER_MS = 3_600_000;

/** The encrypted files of exports in the data folder, each under a key of its own. */
@Injectable()
export class ExportFiles {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly exports: ExportsStore,
    private readonly environment: Environment,
    private readonly clock: Clock,
  ) {}

  /** Begins a file; nobody is told of it before it is whole. */
  async create(fileName: string, key: Buffer): Promise<SealedFileWriter> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    return SealedFileWriter.create(this.pathOf(fileName), key, fileName);
  }

  /** The plain text again; ends in an error before the first byte that was changed. */
  read(fileName: string, key: Buffer, range?: ByteRange): Readable {
    return Readable.from(readSealedFile(this.pathOf(fileName), key, fileName, range), { objectMode: false });
  }

  async exists(fileName: string): Promise<boolean> {
    return stat(this.pathOf(fileName)).then(
      () => true,
      () => false,
    );
  }

  async remove(fileName: string): Promise<void> {
    await rm(this.pathOf(fileName), { force: true });
  }

  pathOf(fileName: string): string {
    return join(this.folder, fileName);
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
      // Should the transaction fail, the export is gone without its file: it is being ended anyway.
      if (fileName !== null) await this.remove(fileName);
    }
    return open.length;
  }

  /** Removes what processes left that were killed. @returns how many files */
  async sweep(): Promise<number> {
    const names = await readdir(this.folder).catch(() => []);
    if (names.length === 0) return 0;
    const claimed = await this.unitOfWork.run(PRIVACY, () => this.exports.listByFile(names));
    const kept = new Set(claimed.map(({ fileName }) => fileName));
    let swept = 0;
    for (const name of names) {
      if (kept.has(name)) continue;
      const age =
        this.clock.nowMs() -
        (await stat(this.pathOf(name)).then(
          ({ mtimeMs }) => mtimeMs,
          () => Infinity,
        ));
      if (age < FORGOTTEN_AFTER_MS) continue;
      await this.remove(name);
      swept += 1;
    }
    return swept;
  }

  private get folder(): string {
    return join(this.environment.dataDir, 'exports');
  }
}
