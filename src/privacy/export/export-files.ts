import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Environment } from '#libs/config';
import { UnitOfWork } from '#libs/database';
import { PrivacyExport } from '../privacy.entities.js';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** The encrypted files of exports: nonce, ciphertext and tag (AES-256-GCM), each under a key of its own. */
@Injectable()
export class ExportFiles {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly environment: Environment,
  ) {}

  /** Streams a plain text into the file of an export; there is no file until it is whole. */
  async write(id: string, key: Buffer, plain: Readable): Promise<{ bytes: number; sha256: string }> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    cipher.setAAD(Buffer.from(id));
    const hash = createHash('sha256');
    let bytes = 0;
    const meter = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        bytes += chunk.length;
        hash.update(chunk);
        done(null, chunk);
      },
    });
    const partial = `${this.pathOf(id)}.partial`;
    const file = createWriteStream(partial, { mode: 0o600 });
    file.write(nonce);
    const sealed = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        done(null, cipher.update(chunk));
      },
      flush(done) {
        this.push(cipher.final());
        this.push(cipher.getAuthTag());
        done();
      },
    });
    try {
      await pipeline(plain, meter, sealed, file);
      await rename(partial, this.pathOf(id));
    } catch (error) {
      await rm(partial, { force: true });
      throw error;
    }
    return { bytes, sha256: hash.digest('hex') };
  }

  /** The plain text again; ends in an error when a byte of the file was changed. */
  async read(id: string, key: Buffer): Promise<Readable> {
    const path = this.pathOf(id);
    const { size } = await stat(path);
    const handle = await open(path);
    const nonce = Buffer.alloc(NONCE_BYTES);
    const tag = Buffer.alloc(TAG_BYTES);
    try {
      await handle.read(nonce, 0, NONCE_BYTES, 0);
      await handle.read(tag, 0, TAG_BYTES, size - TAG_BYTES);
    } finally {
      await handle.close();
    }
    const decipher = createDecipheriv('aes-256-gcm', key, nonce);
    decipher.setAAD(Buffer.from(id));
    decipher.setAuthTag(tag);
    return createReadStream(path, { start: NONCE_BYTES, end: size - TAG_BYTES - 1 }).pipe(decipher);
  }

  async remove(id: string): Promise<void> {
    await rm(this.pathOf(id), { force: true });
  }

  /** Ends every export of a person, in the open transaction. @returns how many */
  async abortAll(userId: string): Promise<number> {
    const exports = this.unitOfWork.manager().getRepository(PrivacyExport);
    const open = await exports.findBy({ userId, status: In(['pending', 'running', 'ready']) });
    for (const { id } of open) {
      await exports.update({ id }, { status: 'aborted', sealedKey: null, expiresAt: null });
      await this.remove(id);
    }
    return open.length;
  }

  private pathOf(id: string): string {
    return join(this.folder, `${id}.zip.enc`);
  }

  private get folder(): string {
    return join(this.environment.dataDir, 'exports');
  }
}
