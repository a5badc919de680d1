import { defineErrors } from '#libs/http';

export const signUpErrors = defineErrors({
  inviteUnknown: {
    code: 'invite_unknown',
    status: 403,
    detail: 'There is no such invite code. Check it letter by letter, or ask whoever gave it to you.',
  },
  inviteExpired: {
    code: 'invite_expired',
    status: 403,
    detail: 'The invite code has run out or was ended. Ask whoever gave it to you for another one.',
  },
  inviteUsedUp: {
    code: 'invite_used_up',
    status: 403,
    detail:
      'As many people as the invite code is for have used it, or are about to. Ask for another one, or try again in half an hour.',
  },
  inviteNotOpen: {
    code: 'invite_not_open',
    status: 404,
    detail: 'There is no invite of that id that has not ended; `accounts invites list` lists them.',
  },
  inviteBounds: {
    code: 'invite_out_of_bounds',
    status: 422,
    detail: 'An invite is for 1 to 100 000 accounts, and holds 1 to 366 days.',
  },
  tooMany: {
    code: 'too_many_sign_ups',
    status: 429,
    detail: 'Too many sign-ups came from here or were for this address. Try again after Retry-After.',
  },
  passwordRefused: {
    code: 'password_refused',
    status: 422,
    detail: 'The identity provider does not take this password: it is too short, or known from a leak.',
  },
  closed: {
    code: 'sign_up_closed',
    status: 403,
    detail:
      'The identity provider takes nobody by this way now: its settings ask for more than an address and a password, or it is full.',
  },
  noCookie: {
    code: 'sign_up_not_pending',
    status: 409,
    detail: 'No sign-up of this browser waits for its code. Begin again with the invite code.',
  },
  inProgress: {
    code: 'sign_up_in_progress',
    status: 409,
    detail: 'A code of this sign-up is being tried at this moment. Try again after Retry-After.',
  },
  wrongCode: {
    code: 'sign_up_code_wrong',
    status: 401,
    detail: 'The code is wrong. After five wrong ones the sign-up is over.',
  },
  codesExhausted: {
    code: 'sign_up_codes_exhausted',
    status: 409,
    detail: 'Five codes were wrong, and the sign-up is over. Begin again with the invite code.',
  },
  codeExpired: {
    code: 'sign_up_code_expired',
    status: 409,
    detail: 'There is no code that still holds. Ask for one: send none.',
  },
  complete: {
    code: 'sign_up_complete',
    status: 409,
    detail: 'The account is there. Sign in with the address and the password.',
  },
});
