import { systemErrorCode } from '#libs/config';

/** A start that cannot succeed as things are. The message is one sentence or two: what is wrong and what to do. */
export class StartRefusedError extends Error {
  override readonly name = 'StartRefusedError';
}

/** The sentence for a port that could not be opened; any other error as it is. */
export function portRefusal(variable: string, port: number, error: unknown): unknown {
  const reason = PORT_REASONS[systemErrorCode(error) ?? ''];
  if (reason === undefined) return error;
  const message = `Port ${port} ${reason}, or set ${variable} to another port (0 for any free one).`;
  return new StartRefusedError(message, { cause: error });
}

/** The sentence for a folder that could not be made; any other error as it is. */
export function folderRefusal(variable: string, error: unknown): unknown {
  const reason = FOLDER_REASONS[systemErrorCode(error) ?? ''];
  return reason === undefined
    ? error
    : new StartRefusedError(`The folder of ${variable} ${reason}.`, { cause: error });
}

const FOLDER_REASONS: Readonly<Record<string, string>> = {
  EEXIST: 'is a file. Move that away, or name another folder',
  ENOTDIR: 'lies below a file. Name another folder',
  EACCES: 'cannot be made by this account. Make it, and let this account write to it',
  EPERM: 'cannot be made by this account. Make it, and let this account write to it',
  EROFS: 'lies on a read-only file system. Name another folder',
  ENOSPC: 'cannot be made: the disk is full',
};

const PORT_REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is taken. Stop what uses it',
  EACCES: 'needs more rights than you have. Take one above 1023',
};
