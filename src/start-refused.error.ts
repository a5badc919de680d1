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

const PORT_REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is taken. Stop what uses it',
  EACCES: 'needs more rights than you have. Take one above 1023',
};
