import type { ClerkRefusedError } from '#libs/clerk';

/** As many wrong codes end a sign-up. */
export const MAX_CODES = 5;

// Clerk's codes (Frontend API of 2026-05-12). Somebody who took the address meanwhile is told as a wrong code is.
const WRONG = ['form_code_incorrect', 'form_identifier_exists'];
const EXPIRED = [
  'verification_expired',
  'verification_missing',
  'verification_not_sent',
  'verification_failed',
];

/** Whether Clerk does not take the password. */
export function isPasswordRefusal(error: ClerkRefusedError): boolean {
  return error.codes.some((code) => code.startsWith('form_password_'));
}

/** What Clerk says of a code. `other`: it is no matter of the code. */
export function codeOfSignUp(error: ClerkRefusedError): 'wrong' | 'expired' | 'other' {
  if (WRONG.some((code) => error.has(code))) return 'wrong';
  return EXPIRED.some((code) => error.has(code)) ? 'expired' : 'other';
}
