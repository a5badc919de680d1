import { authErrors } from '#auth';
import { ClerkRefusedError } from '#libs/clerk';
import type { AppError } from '#libs/http';
import { signInErrorOf } from '../sign-in/clerk-answers.js';
import { accountSignInErrors } from '../sign-in/sign-in.errors.js';
import { isPasswordRefusal } from '../sign-up/sign-up-answers.js';
import { signUpErrors } from '../sign-up/sign-up.errors.js';
import { ownAccountErrors } from './own-account.errors.js';

// Clerk's codes (Frontend API of 2026-05-12).
const TOLD: readonly (readonly [string, (cause: Error) => AppError])[] = [
  // Clerk falls back to the first factor for people who have no second one.
  ['session_reverification_required', () => authErrors.stepUpRequired('second_factor')],
  ['form_code_incorrect', (cause) => ownAccountErrors.wrongCode({ cause })],
  ['verification_expired', (cause) => ownAccountErrors.codeExpired({ cause })],
  ['verification_missing', (cause) => ownAccountErrors.codeExpired({ cause })],
  ['verification_not_sent', (cause) => ownAccountErrors.codeExpired({ cause })],
  ['form_password_incorrect', (cause) => ownAccountErrors.wrongPassword({ cause })],
  ['totp_already_enabled', (cause) => ownAccountErrors.totpEnrolled({ cause })],
  ['form_identifier_exists', (cause) => ownAccountErrors.phoneRefused({ cause })],
  ['form_param_format_invalid', (cause) => ownAccountErrors.phoneRefused({ cause })],
  ['user_locked', (cause) => accountSignInErrors.refused({ cause })],
  ['user_banned', (cause) => accountSignInErrors.refused({ cause })],
];

/** Whether somebody guessed a code or a password, and guessed wrong. */
export function isWrongGuess(error: unknown): boolean {
  return (
    error instanceof ClerkRefusedError &&
    (error.has('form_code_incorrect') || error.has('form_password_incorrect'))
  );
}

/** What a caller reads of a refusal of a change to their own account. */
export function changeToldAs(error: unknown): unknown {
  if (!(error instanceof ClerkRefusedError)) return signInErrorOf(error);
  const [, told] = TOLD.find(([code]) => error.has(code)) ?? [];
  if (told !== undefined) return told(error);
  if (isPasswordRefusal(error)) return signUpErrors.passwordRefused({ cause: error });
  if (error.status === 401) return accountSignInErrors.ended({ cause: error });
  if (error.status === 404) return ownAccountErrors.factorUnknown({ cause: error });
  return ownAccountErrors.changeRefused({ cause: error });
}
