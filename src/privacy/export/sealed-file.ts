import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { FileReader, FileWriter } from '#libs/file-store';

const MAGIC = Buffer.from('TNX1');
const PREFIX_BYTES = 7;
const HEADER_BYTES = MAGIC.length + PREFIX_BYTES;
const TAG_BYTES = 16;
/** Plain bytes of a chunk; only the last one may hold fewer. */
export const CHUNK_BYTES = 65_536;
const SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES;

/** The file is not what was written: changed, cut off, of other associated data or another key. */
export class SealedFileError extends Error {}

/** Plain bytes from `start` up to, not including, `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Writes a file that is encrypted in chunks (AES-256-GCM in the STREAM construction): each is sealed together with its
 * number and whether it is the last, so that none can be changed, swapped or cut off unnoticed, and reading may begin at
 * any of them. Memory is one chunk, whatever the size.
 *
 * Layout: `TNX1`, seven random bytes, then chunks of 65 536 bytes and 16 bytes of tag each.
 */
export class SealedFileWriter {
  private readonly hash = createHash('sha256');
  /** The chunk that grows; the same bytes for all of them. */
  private readonly chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  private filled = 0;
  private chunks = 0;
  private bytes = 0;

  private constructor(
    private readonly file: FileWriter,
    private readonly key: Buffer,
    private readonly context: string,
    private readonly prefix: Buffer,
  ) {}

  /**
   * @param file takes the sealed bytes in
   * @param key 32 bytes, used for this file only
   * @param context names what the file is; needed again to read it
   */
  static async create(file: FileWriter, key: Buffer, context: string): Promise<SealedFileWriter> {
    const writer = new SealedFileWriter(file, key, context, randomBytes(PREFIX_BYTES));
    try {
      await file.write(Buffer.concat([MAGIC, writer.prefix]));
    } catch (error) {
      await writer.discard();
      throw error;
    }
    return writer;
  }

  async write(plain: Buffer | string): Promise<void> {
    const buffer = typeof plain === 'string' ? Buffer.from(plain) : plain;
    this.hash.update(buffer);
    this.bytes += buffer.length;
    for (let done = 0; done < buffer.length;) {
      // Only when more comes, so that there is always something to be the last chunk.
      if (this.filled === CHUNK_BYTES) await this.seal(false);
      const copied = buffer.copy(this.chunk, this.filled, done);
      this.filled += copied;
      done += copied;
    }
  }

  /** Seals the rest and waits until the file is whole. @returns size and SHA-256 of the plain text */
  async finish(): Promise<{ bytes: number; sha256: string }> {
    await this.seal(true);
    await this.file.finish();
    return { bytes: this.bytes, sha256: this.hash.digest('hex') };
  }

  /** Leaves nothing behind; does no harm after {@link finish} or twice. */
  async discard(): Promise<void> {
    await this.file.discard();
  }

  private async seal(isLast: boolean): Promise<void> {
    const cipher = createCipheriv('aes-256-gcm', this.key, nonceOf(this.prefix, this.chunks, isLast));
    cipher.setAAD(Buffer.from(this.context));
    this.chunks += 1;
    const sealed = cipher.update(this.chunk.subarray(0, this.filled));
    this.filled = 0;
    cipher.final();
    await this.file.write(sealed);
    await this.file.write(cipher.getAuthTag());
  }
}

/**
 * The plain text again, chunk by chunk; no byte is given out before it is proven.
 *
 * @param file is closed at the end
 * @throws SealedFileError in place of the first byte that is not proven
 */
export async function* readSealedFile(
  file: FileReader,
  key: Buffer,
  context: string,
  range?: ByteRange,
): AsyncGenerator<Buffer> {
  const { size } = file;
  try {
    const header = await readWhole(file, 0, HEADER_BYTES);
    if (!header.subarray(0, MAGIC.length).equals(MAGIC)) throw new SealedFileError('this is no sealed file');
    const prefix = header.subarray(MAGIC.length);
    const chunks = Math.ceil((size - HEADER_BYTES) / SEALED_CHUNK_BYTES);
    const { start, end } = range ?? { start: 0, end: Infinity };
    const first = Math.floor(start / CHUNK_BYTES);
    const last = Math.min(chunks, end === Infinity ? chunks : Math.ceil(end / CHUNK_BYTES));
    // Even of nothing the end has to be proven.
    if (chunks === 0) throw new SealedFileError('the file is cut off');
    for (let number = first; number < last; number += 1) {
      const position = HEADER_BYTES + number * SEALED_CHUNK_BYTES;
      const length = Math.min(SEALED_CHUNK_BYTES, size - position);
      const sealed = await readWhole(file, position, length);
      const plain = unseal(sealed, key, context, nonceOf(prefix, number, number === chunks - 1));
      const offset = number * CHUNK_BYTES;
      yield plain.subarray(Math.max(0, start - offset), Math.min(plain.length, end - offset));
    }
  } finally {
    await file.close();
  }
}

function unseal(sealed: Buffer, key: Buffer, context: string, nonce: Buffer): Buffer {
  if (sealed.length < TAG_BYTES) throw new SealedFileError('the file is cut off');
  const decipher = createDecipheriv('aes-256-gcm', key, nonce);
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  try {
    const plain = decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES));
    decipher.final();
    return plain;
  } catch (cause) {
    throw new SealedFileError('the file was changed or cut off', { cause });
  }
}

function nonceOf(prefix: Buffer, number: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  prefix.copy(nonce);
  nonce.writeUInt32BE(number, PREFIX_BYTES);
  nonce.writeUInt8(isLast ? 1 : 0, 11);
  return nonce;
}

async function readWhole(file: FileReader, position: number, length: number): Promise<Buffer> {
  const bytes = await file.read(position, length);
  if (bytes.length < length) throw new SealedFileError('the file is cut off');
  return bytes;
}
