/** The receiver may not be sent to, or did not take it. The message holds no address and no body. */
export class OutboundError extends Error {
  override readonly name = 'OutboundError';
  /** The HTTP status that it answered with; null where it answered nothing. */
  readonly status: number | null;

  constructor(message: string, { status, cause }: { status?: number; cause?: unknown } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.status = status ?? null;
  }
}
