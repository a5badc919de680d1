import { defineErrors } from '#libs/http';

export const accountSignInErrors = defineErrors({
  /** One answer for every refusal, so that nobody learns from it who has an account, or which part was wrong. */
  refused: {
    code: 'sign_in_refused',
    status: 401,
    detail: 'The e-mail address or the password is wrong, or this account cannot sign in now.',
  },
  originRefused: {
    code: 'origin_refused',
    status: 403,
    detail:
      'Signing in is for pages of this service: the header Origin has to name one of its authorized parties.',
  },
  tooManyAttempts: {
    code: 'too_many_sign_ins',
    status: 429,
    detail: 'Too many sign-ins failed from this address. Try again after Retry-After.',
  },
  busy: {
    code: 'sign_in_busy',
    status: 429,
    detail: 'More people sign in than can be served at once. Try again after Retry-After.',
  },
  unavailable: {
    code: 'sign_in_unavailable',
    status: 503,
    detail:
      'The identity provider does not answer. Nobody can sign in until it does; try again after Retry-After.',
  },
  newPasswordNeeded: {
    code: 'new_password_needed',
    status: 403,
    detail: 'This password may not be used any more. Choose a new one, and sign in with it.',
  },
  extraCheckNeeded: {
    code: 'extra_check_needed',
    status: 403,
    detail:
      'The identity provider wants a check that this way of signing in does not offer. Sign in on its own page.',
  },
  notMovable: {
    code: 'account_not_movable',
    status: 409,
    detail:
      'The password is right, but the account cannot be moved: its id or address is taken. Ask the support.',
  },
  nothingPending: {
    code: 'second_factor_not_pending',
    status: 409,
    detail: 'No sign-in waits for a second factor. Begin again with the password.',
  },
  wrongCode: {
    code: 'second_factor_wrong',
    status: 401,
    detail: 'The code is wrong. After five wrong ones the sign-in is over.',
  },
  codeExpired: {
    code: 'second_factor_code_expired',
    status: 409,
    detail: 'There is no code that still holds. Ask for one: send the strategy without a code.',
  },
  factorUnavailable: {
    code: 'second_factor_unavailable',
    status: 422,
    detail: 'This second factor is not one of those that the sign-in offers.',
  },
  factorAwaited: {
    code: 'second_factor_awaited',
    status: 401,
    detail: 'This sign-in waits for its second factor.',
  },
  noCookie: {
    code: 'session_cookie_missing',
    status: 401,
    detail: 'There is no session cookie. Sign in.',
  },
  badCookie: {
    code: 'session_cookie_invalid',
    status: 401,
    detail: 'The session cookie opens nothing. Sign in again.',
  },
  reused: {
    code: 'session_cookie_reused',
    status: 401,
    detail:
      'The session cookie was used before and replaced; somebody may have a copy. The session was ended: sign in again.',
  },
  ended: {
    code: 'session_ended',
    status: 401,
    detail: 'The session has ended. Sign in again.',
  },
});
