import { defineErrors } from '#libs/http';

export const ownAccountErrors = defineErrors({
  wrongCode: {
    code: 'account_code_wrong',
    status: 401,
    detail: 'The code is wrong.',
  },
  codeExpired: {
    code: 'account_code_expired',
    status: 409,
    detail: 'There is no code that still holds. Ask for one, and try that.',
  },
  wrongPassword: {
    code: 'account_password_wrong',
    status: 401,
    detail: 'The current password is wrong.',
  },
  totpEnrolled: {
    code: 'totp_enrolled',
    status: 409,
    detail: 'There is an authenticator app already. Remove it first.',
  },
  phoneRefused: {
    code: 'phone_refused',
    status: 422,
    detail: 'The phone number cannot be taken: it is none, or somebody else’s.',
  },
  factorUnknown: {
    code: 'factor_unknown',
    status: 404,
    detail: 'There is no such factor in this account.',
  },
  changeRefused: {
    code: 'account_change_refused',
    status: 409,
    detail: 'The identity provider does not make this change; its settings may not offer it.',
  },
  resetNotPending: {
    code: 'password_reset_not_pending',
    status: 409,
    detail: 'No reset of this browser waits for its code. Ask for one with the e-mail address.',
  },
  resetCodeWrong: {
    code: 'password_reset_code_wrong',
    status: 401,
    detail: 'The code is wrong. After five wrong ones the reset is over.',
  },
  resetCodesExhausted: {
    code: 'password_reset_codes_exhausted',
    status: 409,
    detail: 'Five codes were wrong, and the reset is over. Ask for another one with the e-mail address.',
  },
});
