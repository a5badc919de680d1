import { ClerkRefusedError, ClerkSchemaError, ClerkUnavailableError } from '#libs/clerk';
import { accountSignInErrors } from './sign-in.errors.js';

/** Clerk's refusals of a person or a password (Frontend API of 2026-05-12); what else it refuses is a fault of ours. */
const OF_THE_PERSON = [
  'form_identifier_not_found',
  'form_password_incorrect',
  'form_param_format_invalid',
  'strategy_for_user_invalid',
  'invalid_strategy_for_user',
  'user_locked',
  'user_banned',
  'user_deprovisioned',
];
const OF_THE_PASSWORD = ['form_password_pwned', 'form_password_compromised', 'form_password_untrusted'];
const RETRY_AFTER_SECONDS = 2;

/** Whether Clerk said no to this person or this password, in whichever way. */
export function isRefusal(error: unknown): boolean {
  return error instanceof ClerkRefusedError && OF_THE_PERSON.some((code) => error.has(code));
}

/** Whether a call failed before Clerk could have done anything. */
export function neverReached(error: unknown): boolean {
  return error instanceof ClerkUnavailableError && !error.mayHaveHappened;
}

/**
 * What a caller reads of an error of the Frontend API: 503 with `Retry-After` while Clerk does not answer. Nobody is let in
 * by another way then.
 */
export function signInErrorOf(error: unknown): unknown {
  if (error instanceof ClerkUnavailableError) {
    const seconds = Math.max(1, error.retryAfterSeconds ?? RETRY_AFTER_SECONDS);
    return accountSignInErrors.unavailable({ cause: error, headers: { 'retry-after': String(seconds) } });
  }
  if (error instanceof ClerkSchemaError)
    return accountSignInErrors.unavailable({
      cause: error,
      headers: { 'retry-after': String(RETRY_AFTER_SECONDS) },
    });
  if (error instanceof ClerkRefusedError && OF_THE_PASSWORD.some((code) => error.has(code)))
    return accountSignInErrors.newPasswordNeeded({ cause: error });
  return error;
}

/** Calls Clerk for a caller. @throws AppError what {@link signInErrorOf} makes of the error */
export async function askFrontend<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw signInErrorOf(error);
  }
}
