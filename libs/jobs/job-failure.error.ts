/**
 * What the queue may keep of a failed try. pg-boss stores a handler's error whole, with every property of it and of its
 * causes: a driver's error carries the values of the row, an error of HTTP the headers that were sent. This one says
 * what kind of error it was and where it was raised, and nothing that it was raised with.
 */
export class JobFailureError extends Error {
  override readonly name = 'JobFailureError';
  /** Classes of the error and its causes, outermost first: `QueryFailedError < DatabaseError`. */
  readonly errorType: string;
  /** SQLSTATE, a system's code or one of our own; null where there is none. */
  readonly code: string | null;

  constructor(fault: unknown) {
    const chain = [...errorsIn(fault)];
    const errorType = chain.map((error) => error.name).join(' < ') || typeof fault;
    const code = chain.map(codeOf).find((found) => found !== null) ?? null;
    super(code === null ? errorType : `${errorType} (${code})`);
    this.errorType = errorType;
    this.code = code;
    this.stack = [`${this.name}: ${this.message}`, ...framesOf(chain[0])].join('\n');
  }
}

const MAX_CAUSES = 5;
const MAX_FRAMES = 15;
const CODE = /^[A-Za-z0-9_.-]{1,64}$/;

function* errorsIn(fault: unknown, depth = 0): Generator<Error> {
  if (!(fault instanceof Error) || depth >= MAX_CAUSES) return;
  yield fault;
  yield* errorsIn(fault.cause ?? (fault as { driverError?: unknown }).driverError, depth + 1);
}

function codeOf(error: Error): string | null {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && CODE.test(code) ? code : null;
}

/** Only the stack: what stands before it repeats the message. */
function framesOf(error: Error | undefined): string[] {
  const stack = error?.stack ?? '';
  const message = error?.message ?? '';
  const afterMessage = message === '' ? 0 : stack.indexOf(message) + message.length;
  const lines = afterMessage < message.length ? [] : stack.slice(afterMessage).split('\n').slice(1);
  return lines.filter((line) => /^\s+at \S.*:\d+:\d+\)?$/.test(line)).slice(0, MAX_FRAMES);
}
