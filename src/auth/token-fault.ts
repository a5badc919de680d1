import { TokenVerificationError, TokenVerificationErrorReason as Reason } from '@clerk/backend/errors';

/**
 * Why a token is refused, as a class and never as a value: the label of a counter, a word of a log line, and for the
 * first six the sentence that the caller reads.
 */
export type TokenFault =
  | 'expired'
  | 'not_yet_valid'
  | 'wrong_party'
  | 'wrong_instance'
  | 'unknown_key'
  | 'not_a_session_token'
  /** No token at all, or one that says impossible things. */
  | 'malformed'
  /** The token is sound, its session or its person is not: ended, revoked, banned, deleted, frozen. */
  | 'shut_out'
  /** The token is sound and nobody here or at Clerk has this id. */
  | 'unknown_person';

/** Thrown for a token that is refused; the message names the claim, never its value, and is for the log only. */
export class ClaimsRefusedError extends Error {
  constructor(
    readonly fault: TokenFault,
    message: string,
  ) {
    super(message);
  }
}

/**
 * What `error_description` says of a class (RFC 6750, 3: printable ASCII without quotes and backslashes). The other
 * classes say nothing: they would tell of the person or of our rules.
 */
const DESCRIPTIONS: Partial<Record<TokenFault, string>> = {
  expired: 'The session token has expired',
  not_yet_valid: 'The session token is not valid yet; compare the clocks',
  wrong_party: 'The session token was made for another origin than those that may call here',
  wrong_instance: 'The session token comes from another Clerk instance',
  unknown_key: 'The session token is signed with a key that is not known here',
  not_a_session_token: 'This is not a session token',
};

/** The challenge of a refused token (RFC 6750, 3.1). */
export function challengeOf(fault: TokenFault): string {
  const description = DESCRIPTIONS[fault];
  return `Bearer error="invalid_token"${description === undefined ? '' : `, error_description="${description}"`}`;
}

/** The reasons of `@clerk/backend` 3 (`TokenVerificationErrorReason`) that say more than "malformed". */
const FAULTS_OF_SDK: Readonly<Record<string, TokenFault>> = {
  [Reason.TokenExpired]: 'expired',
  [Reason.TokenNotActiveYet]: 'not_yet_valid',
  [Reason.TokenIatInTheFuture]: 'not_yet_valid',
  [Reason.TokenInvalidAuthorizedParties]: 'wrong_party',
  [Reason.TokenInvalidSignature]: 'unknown_key',
  [Reason.TokenVerificationFailed]: 'unknown_key',
};

/** The class of anything that verification throws. */
export function faultOf(error: unknown): TokenFault {
  if (error instanceof ClaimsRefusedError) return error.fault;
  return error instanceof TokenVerificationError ? (FAULTS_OF_SDK[error.reason] ?? 'malformed') : 'malformed';
}
