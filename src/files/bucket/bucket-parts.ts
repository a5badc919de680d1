import type { FileReader, FileWriter } from '#libs/file-store';
import type { Bucket } from './bucket.js';

/** Bytes of each object but the last one of a file: what is in memory of a file that is written. */
export const PART_BYTES = 8 * 1_048_576;
/** Bytes that are fetched at once: what is in memory of a file that is read. */
const WINDOW_BYTES = 1_048_576;

/** The row that says what of a file there is. Both throw StoredFileGoneError when it is gone. */
export interface FileRecord {
  /** Notes that so many more bytes will be there, before they are. */
  grow(bytes: number): Promise<void>;
  makeWhole(): Promise<void>;
  /** Removes the row and, by a job of its transaction, the objects. */
  remove(): Promise<void>;
}

/** The names of the objects of a file of that size. */
export function partsOf(fileId: string, size: number): string[] {
  return Array.from({ length: Math.ceil(size / PART_BYTES) }, (_, number) => `${fileId}/${number}`);
}

/** Writes a file as objects of at most 8 MiB. */
export function writeParts(bucket: Bucket, fileId: string, record: FileRecord): FileWriter {
  const part = Buffer.allocUnsafe(PART_BYTES);
  let [filled, number] = [0, 0];
  const removeLast = async () => {
    // Whoever removed the row may have been here before the object was.
    if (number > 0) await bucket.remove(`${fileId}/${number - 1}`);
  };
  const unlessGone = async (change: () => Promise<void>): Promise<void> => {
    try {
      await change();
    } catch (error) {
      await removeLast();
      throw error;
    }
  };
  const flush = async (): Promise<void> => {
    if (filled === 0) return;
    await unlessGone(() => record.grow(filled));
    await bucket.put(`${fileId}/${number}`, part.subarray(0, filled));
    number += 1;
    filled = 0;
  };
  return {
    write: async (bytes) => {
      for (let done = 0; done < bytes.length;) {
        const copied = bytes.copy(part, filled, done);
        filled += copied;
        done += copied;
        if (filled === PART_BYTES) await flush();
      }
    },
    finish: async () => {
      await flush();
      await unlessGone(() => record.makeWhole());
    },
    discard: () => record.remove(),
  };
}

/** Reads what {@link writeParts} has written. @param size in bytes */
export function readParts(bucket: Bucket, fileId: string, size: number): FileReader {
  let window: { readonly start: number; readonly content: Buffer } = { start: 0, content: Buffer.alloc(0) };
  const fetched = async (position: number): Promise<Buffer> => {
    if (position >= window.start && position < window.start + window.content.length)
      return window.content.subarray(position - window.start);
    const inPart = position % PART_BYTES;
    const length = Math.min(WINDOW_BYTES, PART_BYTES - inPart, size - position);
    const key = `${fileId}/${Math.floor(position / PART_BYTES)}`;
    window = { start: position, content: await bucket.read(key, inPart, length) };
    return window.content;
  };
  return {
    size,
    read: async (position, length) => {
      const end = Math.min(size, position + length);
      const pieces: Buffer[] = [];
      for (let at = position; at < end;) {
        const piece = (await fetched(at)).subarray(0, end - at);
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
