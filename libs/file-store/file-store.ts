/** Takes a file in, piece by piece. Nobody can open it before {@link finish}. */
export interface FileWriter {
  /** @param bytes of any length; may be used again by the caller once this has resolved */
  write(bytes: Buffer): Promise<void>;
  /** Makes the file whole; resolves when a crash can no longer take it away. */
  finish(): Promise<void>;
  /** Leaves nothing behind, finished or not; may be repeated. */
  discard(): Promise<void>;
}

/** Hands out the bytes of a whole file. */
export interface FileReader {
  /** In bytes. */
  readonly size: number;
  /**
   * Bytes from `position` on; fewer than `length` where the file ends.
   *
   * @throws StoredFileGoneError when somebody has removed it meanwhile
   */
  read(position: number, length: number): Promise<Buffer>;
  close(): Promise<void>;
}

/** What {@link FileStore.list} says of a file. */
export interface StoredFile {
  readonly name: string;
  /** When something was written to it last. */
  readonly changedAt: Date;
}

/** A file was removed while it was written or read. */
export class StoredFileGoneError extends Error {
  override readonly name = 'StoredFileGoneError';
}

/**
 * Files that every process of the service reads, wherever they were written. A file lies in a folder, has a name there
 * that is never taken twice, is written once from front to back and never changes. The store encrypts nothing: who
 * writes what nobody else may read seals it first.
 */
export abstract class FileStore {
  /**
   * Begins a file.
   *
   * @throws when the name is taken
   */
  abstract create(folder: string, name: string): Promise<FileWriter>;

  /** Opens a whole file; null when there is none. */
  abstract open(folder: string, name: string): Promise<FileReader | null>;

  /** Writes a small file as a whole, as part of an open transaction; one that has the name stays as it is. */
  abstract put(folder: string, name: string, content: Buffer): Promise<void>;

  /** The content of a small file; null when there is none. */
  abstract get(folder: string, name: string): Promise<Buffer | null>;

  /** Every file of a folder, whole or not, in no order. @param since leaves out what was changed before */
  abstract list(folder: string, since?: Date): Promise<StoredFile[]>;

  /** Removes a file, as part of an open transaction; does no harm where there is none. */
  abstract remove(folder: string, name: string): Promise<void>;
}
