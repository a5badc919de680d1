import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A file is there with another content than was to be written: two histories, of which one is false. */
export class WriteOnceConflictError extends Error {
  override readonly name = 'WriteOnceConflictError';
}

/**
 * Writes a file that never changes again: whole and on the disk, or not at all. The same content once more is fine.
 *
 * @throws WriteOnceConflictError when another content has that name
 */
export async function writeOnce(path: string, content: Uint8Array): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomUUID()}.draft`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    // Unlike a rename, a link never replaces what is there.
    await link(draft, path);
  } catch (error) {
    if (fileFaultOf(error) !== 'EEXIST') throw error;
    if (!(await readFile(path)).equals(content))
      throw new WriteOnceConflictError(`${path} has another content`, { cause: error });
  } finally {
    await unlink(draft);
  }
  await syncFolder(folder);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The name of a file system fault, e.g. `ENOENT`. */
export function fileFaultOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
