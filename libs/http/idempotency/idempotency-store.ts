/** A request that may be repeated. Unique by user, operation, params and key; kept for 24 hours. */
export interface IdempotentRequest {
  readonly userId: string;
  /** Method and route pattern: `POST /api/v1/organizations/:organizationId/invitations`. */
  readonly operation: string;
  /** The path's parameters as JSON with sorted keys. */
  readonly params: string;
  /** The caller's `Idempotency-Key`, 1 to 255 visible ASCII characters. */
  readonly key: string;
  /** Keyed hash of the body, 64 hexadecimal digits; the body itself is personal data and is not kept. */
  readonly fingerprint: string;
  /** The status of an answer of success. */
  readonly status: number;
  /** Whether it makes one thing, which is remembered by the transaction that makes it; else it makes several. */
  readonly makesOne: boolean;
}

/** What is remembered of a finished request: no body, since that would outlive an erasure. */
export interface IdempotentOutcome {
  readonly status: number;
  /** Id of the answered resource. */
  readonly resourceId: string | null;
  /** The `Location` header. */
  readonly location: string | null;
}

/** What became of a request with a key. */
export type IdempotencyResult<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'replayed'; readonly outcome: IdempotentOutcome }
  | { readonly kind: 'in_progress'; readonly retryAfterSeconds: number }
  | { readonly kind: 'reused' };

/** How long a finished request is remembered, in seconds. */
export const IDEMPOTENCY_TTL_SECONDS = 24 * 60 * 60;

/**
 * Under what the effect of a request is known outside the database, where no transaction can take it back. A request
 * without a key has one for itself.
 */
export interface EffectMark {
  /** UUID; the same for every try of a request with a key. */
  readonly id: string;
  /** An earlier try may have done it: look whether it is there before doing it. */
  readonly mayExist: boolean;
  /**
   * It is being done from now on. When the request breaks off, its key is kept, and the next try looks first.
   * @throws AppError 503 when so little is left of the time for which the key is held that another try may begin
   */
  begin(): void;
  /** It is known not to be there: nothing is left of the request if it fails. */
  clear(): void;
  /** It may still be done, for so many seconds: no other try may begin before. */
  awaitFor(seconds: number): void;
}

/**
 * Remembers finished requests; a port.
 *
 * An implementation takes the key with the first transaction of the work, and writes the outcome with the transaction
 * that makes the resource (`UnitOfWork.made`), so that effect and memory are both there or both not, whatever crashes:
 * 1. a row younger than 24 h with another fingerprint -> `reused`; with an outcome -> `replayed`;
 * 2. one without an outcome is held by a try under way -> `in_progress`, until the time for which it is held is over;
 * 3. else run the work -> `done`. When the work throws, nothing is remembered but that its effect may be there, if so.
 */
export abstract class IdempotencyStore {
  abstract run<T>(
    request: IdempotentRequest,
    work: () => Promise<{ readonly value: T; readonly outcome: IdempotentOutcome }>,
  ): Promise<IdempotencyResult<T>>;

  /** The mark of the effect of the request under way. */
  abstract mark(): EffectMark;
}
