import type { FileReader, FileWriter } from '#libs/file-store';
import { ContentPieces } from '../content-pieces.js';
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
  const unlessGone = async (change: () => Promise<void>): Promise<void> => {
    try {
      await change();
    } catch (error) {
      // Whoever removed the row may have been here before the last object was.
      if (parts.count > 0) await bucket.remove(`${fileId}/${parts.count - 1}`);
      throw error;
    }
  };
  const parts = new ContentPieces(PART_BYTES, async (part, number) => {
    await unlessGone(() => record.grow(part.length));
    await bucket.put(`${fileId}/${number}`, part);
  });
  return {
    write: (bytes) => parts.write(bytes),
    finish: async () => {
      await parts.flush();
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
