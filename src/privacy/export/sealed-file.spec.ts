import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createLocalFile, openLocalFile } from '#libs/file-store';
import fc from 'fast-check';
import {
  type ByteRange,
  CHUNK_BYTES,
  readSealedFile,
  SealedFileError,
  SealedFileWriter,
} from './sealed-file.js';

const directory = mkdtempSync(join(tmpdir(), 'tenantry-sealed-'));
const key = randomBytes(32);
let files = 0;

afterAll(() => {
  rmSync(directory, { recursive: true });
});

async function write(plain: Buffer, pieces = 1): Promise<string> {
  const path = join(directory, `${(files += 1)}`);
  const writer = await SealedFileWriter.create(await createLocalFile(path), key, 'context');
  const step = Math.max(1, Math.ceil(plain.length / pieces));
  for (let at = 0; at < plain.length; at += step) await writer.write(plain.subarray(at, at + step));
  const { bytes, sha256 } = await writer.finish();
  expect([bytes, sha256]).toEqual([plain.length, createHash('sha256').update(plain).digest('hex')]);
  return path;
}

async function read(path: string, range?: ByteRange, withKey = key, context = 'context'): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of readSealedFile(await openLocalFile(path), withKey, context, range))
    chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe('a sealed file', () => {
  it('gives back what was written, whatever the size, and from any position', async () => {
    const sizes = fc.oneof(
      fc.integer({ min: 0, max: 300 }),
      fc.constantFrom(CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES, 3 * CHUNK_BYTES + 7),
    );
    await fc.assert(
      fc.asyncProperty(
        sizes,
        fc.integer({ min: 1, max: 9 }),
        fc.nat(),
        fc.nat(),
        async (size, pieces, a, b) => {
          const plain = randomBytes(size);
          const path = await write(plain, pieces);
          expect((await read(path)).equals(plain)).toBe(true);
          const [start, end] = [a % (size + 1), b % (size + 1)].sort((one, other) => one - other) as [
            number,
            number,
          ];
          expect((await read(path, { start, end })).equals(plain.subarray(start, end))).toBe(true);
          rmSync(path);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('holds nothing readable, and only the owner may open it', async () => {
    const path = await write(Buffer.from('mark@harbour.test'.repeat(100)));
    expect(readFileSync(path, 'latin1')).not.toContain('harbour');
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('notices every changed byte, before it gives a byte of that chunk out', async () => {
    const plain = randomBytes(CHUNK_BYTES + 100);
    const path = await write(plain);
    const sealed = readFileSync(path);
    for (const at of [0, 5, 11, 11 + CHUNK_BYTES, 11 + CHUNK_BYTES + 16, sealed.length - 1]) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      writeFileSync(path, changed);
      await expect(read(path)).rejects.toThrow(SealedFileError);
    }
  });

  it('notices a missing end, also where a chunk ends, and chunks in another order', async () => {
    const plain = randomBytes(3 * CHUNK_BYTES);
    const path = await write(plain);
    const sealed = readFileSync(path);
    const chunk = CHUNK_BYTES + 16;
    for (const size of [sealed.length - 1, sealed.length - chunk, 11 + chunk, 11, 4, 0]) {
      writeFileSync(path, sealed);
      truncateSync(path, size);
      await expect(read(path)).rejects.toThrow(SealedFileError);
    }
    const [first, second] = [sealed.subarray(11, 11 + chunk), sealed.subarray(11 + chunk, 11 + 2 * chunk)];
    writeFileSync(
      path,
      Buffer.concat([sealed.subarray(0, 11), second, first, sealed.subarray(11 + 2 * chunk)]),
    );
    await expect(read(path)).rejects.toThrow(SealedFileError);
  });

  it('opens with its own key and context only', async () => {
    const path = await write(Buffer.from('text'));
    await expect(read(path, undefined, randomBytes(32))).rejects.toThrow(SealedFileError);
    await expect(read(path, undefined, key, 'another context')).rejects.toThrow(SealedFileError);
  });

  it('is never written over another, and leaves nothing when it is discarded', async () => {
    const path = await write(Buffer.from('text'));
    await expect(createLocalFile(path)).rejects.toThrow('EEXIST');
    const writer = await SealedFileWriter.create(await createLocalFile(`${path}.new`), key, 'context');
    await writer.write('text');
    await writer.discard();
    await writer.discard();
    expect(() => statSync(`${path}.new`)).toThrow('ENOENT');
  });
});
