import { authErrors } from '#auth';
import { ClerkRefusedError, ClerkSchemaError, ClerkUnavailableError } from '#libs/clerk';
import { type AppError, type AppErrorOptions, httpErrors } from '#libs/http';
import { tenantsErrors } from '../tenants.errors.js';

/** Clerk's refusals that a caller can do something about; anything else is a fault of ours and stays one. */
const REFUSALS: Readonly<Record<string, (options: AppErrorOptions) => AppError>> = {
  resource_not_found: authErrors.notFound,
  already_a_member_in_organization: tenantsErrors.alreadyMember,
  organization_minimum_permissions_needed: tenantsErrors.lastOwner,
  organization_membership_quota_exceeded: tenantsErrors.seatsTaken,
  form_identifier_exists: tenantsErrors.slugTaken,
  organization_role_not_found: tenantsErrors.unknownRole,
  resource_locked: beingChanged,
};
/** Clerk's codes for a limit end like this, e.g. `organization_creation_quota_exceeded`. */
const QUOTA = 'quota_exceeded';
const RETRY_AFTER_SECONDS = 2;

/**
 * A question to Clerk while somebody waits for the answer, or a change of which nothing else is known.
 * @throws AppError what {@link clerkErrorOf} makes of the error
 */
export async function askClerk<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw clerkErrorOf(error);
  }
}

/**
 * What a caller reads of an error of a call to Clerk: 503 with `Retry-After` when it does not answer or answers what
 * cannot be believed, 429 with `Retry-After` when it is a limit on the object, or what its refusal means here. The
 * sentence says no more than is known: `outcome` is `none` when nothing was done, else `unknown`.
 */
export function clerkErrorOf(error: unknown): unknown {
  if (error instanceof ClerkUnavailableError) {
    const headers = { 'retry-after': String(error.retryAfterSeconds ?? RETRY_AFTER_SECONDS) };
    if (error.mayHaveHappened) return outcomeUnknown(error, error.retryAfterSeconds ?? RETRY_AFTER_SECONDS);
    if (error.isLimit) return tenantsErrors.clerkLimit({ cause: error, headers });
    return tenantsErrors.clerkUnavailable({ cause: error, headers, extensions: { outcome: 'none' } });
  }
  if (error instanceof ClerkSchemaError) return outcomeUnknown(error, RETRY_AFTER_SECONDS);
  if (error instanceof ClerkRefusedError) {
    for (const code of error.codes) {
      const refusal = REFUSALS[code];
      if (refusal !== undefined) return refusal({ cause: error });
      if (code.endsWith(QUOTA)) return tenantsErrors.clerkQuota({ cause: error });
    }
  }
  return error;
}

/** Whether it was done is not known. @param seconds after which asking again tells */
export function outcomeUnknown(cause: unknown, seconds: number): AppError {
  return tenantsErrors.clerkUnavailable({
    cause,
    detail:
      'Clerk’s answer was lost: whether the change was made is not known yet. Send the same request again after ' +
      'Retry-After, with the same Idempotency-Key where there was one; it answers what became of it.',
    headers: { 'retry-after': String(seconds) },
    extensions: { outcome: 'unknown' },
  });
}

/** Nothing was done, and that is known although no answer came. */
export function notDone(cause: unknown): AppError {
  return tenantsErrors.clerkUnavailable({
    cause,
    headers: { 'retry-after': String(RETRY_AFTER_SECONDS) },
    extensions: { outcome: 'none' },
  });
}

/** Whether Clerk refused it with this code. */
export function isRefusedWith(error: unknown, code: string): boolean {
  return error instanceof ClerkRefusedError && error.has(code);
}

/** Somebody else writes the same at Clerk. */
export function beingChanged(options: AppErrorOptions = {}): AppError {
  return tenantsErrors.beingChanged({ ...options, headers: { 'retry-after': String(RETRY_AFTER_SECONDS) } });
}

/** The lease ran out before the write began. */
export function leaseOver(): AppError {
  return httpErrors.unavailable({ headers: { 'retry-after': String(RETRY_AFTER_SECONDS) } });
}
