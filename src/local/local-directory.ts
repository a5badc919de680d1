import { accessSync, constants, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { systemErrorCode } from '#libs/config';
import { StartRefusedError } from '../start-refused.error.js';

/**
 * Makes the folder in which the local stack keeps everything; answers its absolute path.
 * @throws StartRefusedError when it cannot be written to
 */
export function prepareLocalDirectory(directory: string): string {
  const path = resolve(directory);
  try {
    mkdirSync(path, { recursive: true });
    accessSync(path, constants.W_OK | constants.X_OK);
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === undefined) throw error;
    throw new StartRefusedError(
      `Nothing can be kept in ${path}: ${REASONS[code] ?? `the system says ${code}`}. ` +
        'Make it writable for you, or set TENANTRY_LOCAL_DIR to another folder.',
      { cause: error },
    );
  }
  return path;
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied (it may belong to another user)',
  EPERM: 'the operation is not permitted (it may belong to another user)',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  ENOENT: 'a folder above it cannot be made',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'a file with that name is in the way',
};
