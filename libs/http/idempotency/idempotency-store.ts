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
}

/** What is remembered of a finished request: no body, since that would outlive an erasure. */
export interface IdempotentOutcome {
  readonly status: number;
  /** `id` of the answered resource. */
  readonly resourceId: string | null;
  /** The `Location` header. */
  readonly location: string | null;
}

/** What became of a request with a key. */
export type IdempotencyResult<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'replayed'; readonly outcome: IdempotentOutcome }
  | { readonly kind: 'in_progress' }
  | { readonly kind: 'reused' };

/** How long a finished request is remembered, in seconds. */
export const IDEMPOTENCY_TTL_SECONDS = 24 * 60 * 60;

/**
 * Remembers finished requests; a port.
 *
 * An implementation runs the work in one transaction with its own row (services join the ambient transaction), so that
 * effect and memory are both there or both not, whatever crashes:
 * 1. try a transaction-scoped lock on the request's identity; taken -> `in_progress`;
 * 2. a row younger than 24 h: other fingerprint -> `reused`, same -> `replayed`;
 * 3. else run the work and write the row -> `done`. When the work throws, nothing is remembered and the error goes on.
 */
export abstract class IdempotencyStore {
  abstract run<T>(
    request: IdempotentRequest,
    work: () => Promise<{ readonly value: T; readonly outcome: IdempotentOutcome }>,
  ): Promise<IdempotencyResult<T>>;
}
