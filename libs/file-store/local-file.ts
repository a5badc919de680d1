import { type FileHandle, open, rm } from 'node:fs/promises';
import type { FileReader, FileWriter } from './file-store.js';

/** Begins a file of this machine that its owner alone may open. @throws the system's error, `EEXIST` when it is there */
export async function createLocalFile(path: string): Promise<FileWriter> {
  const handle = await open(path, 'wx', 0o600);
  return {
    write: (bytes) => writeWhole(handle, bytes),
    finish: async () => {
      await handle.sync();
      await handle.close();
    },
    discard: async () => {
      await handle.close().catch(() => undefined);
      await rm(path, { force: true });
    },
  };
}

/** Opens a file of this machine. @throws the system's error, `ENOENT` when there is none */
export async function openLocalFile(path: string): Promise<FileReader> {
  const handle = await open(path, 'r');
  const { size } = await handle.stat();
  return {
    size,
    read: async (position, length) => {
      const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(length), 0, length, position);
      return buffer.subarray(0, bytesRead);
    },
    close: () => handle.close(),
  };
}

async function writeWhole(handle: FileHandle, buffer: Buffer): Promise<void> {
  for (let done = 0; done < buffer.length;) {
    const { bytesWritten } = await handle.write(buffer, done);
    done += bytesWritten;
  }
}
