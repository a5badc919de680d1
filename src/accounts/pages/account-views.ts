import type { OwnFactors } from '#libs/clerk';
import { escapeHtml } from '#libs/html';
import type { OfferedFactor } from '../sign-in/sign-in-outcome.js';
import { form, type FormField, linkTo, type AccountPage } from './account-page.js';
import { qrCode } from './qr-code.js';

/** What stays in a form that is shown again, and whether something was wrong with it. */
export interface Shown {
  readonly hasError: boolean;
  readonly values: Readonly<Record<string, string>>;
}

const CODE: FormField = {
  name: 'code',
  label: 'Code',
  type: 'text',
  autocomplete: 'one-time-code',
};
const NEW_PASSWORD: FormField = {
  name: 'newPassword',
  label: 'New password',
  type: 'password',
  autocomplete: 'new-password',
};

const emailField = (values: Shown['values']): FormField => ({
  name: 'emailAddress',
  label: 'E-mail address',
  type: 'email',
  autocomplete: 'username',
  value: values['emailAddress'] ?? '',
});
const passwordField = (label = 'Password'): FormField => ({
  name: 'password',
  label,
  type: 'password',
  autocomplete: 'current-password',
});

export function signInPage({ hasError, values }: Shown): AccountPage {
  const body = [
    form('/sign-in', [emailField(values), passwordField()], 'Sign in', { hasError }),
    linkTo('/reset', 'Forgot the password?'),
    linkTo('/sign-up', 'Sign up with an invite code'),
  ];
  return { title: 'Sign in', body: body.join('\n') };
}

/** A code of one of several factors; those that are sent have a button for it. */
export function factorPage(
  path: '/second-factor' | '/confirm/code',
  factors: readonly OfferedFactor[],
  { hasError, values }: Shown,
): AccountPage {
  const chosen = values['strategy'] ?? factors[0]?.strategy;
  const choices = factors.map(
    ({ strategy, safeIdentifier }) =>
      `<label><input type="radio" name="strategy" value="${escapeHtml(strategy)}"${strategy === chosen ? ' checked' : ''}> ${escapeHtml(NAMES[strategy] ?? strategy)}${safeIdentifier === null ? '' : ` ${escapeHtml(safeIdentifier)}`}</label>`,
  );
  const before = `<fieldset><legend>How do you prove it?</legend>${choices.join('')}</fieldset>`;
  const sent = factors.filter(({ strategy }) => strategy === 'phone_code' || strategy === 'email_code');
  const body = [
    form(path, [CODE], 'Continue', { hasError, before }),
    ...sent.map(({ strategy }) =>
      form(path, [], strategy === 'phone_code' ? 'Send a text message' : 'Send an e-mail', {
        hidden: { strategy, send: 'yes' },
        isPlain: true,
      }),
    ),
  ];
  return { title: 'One more proof', body: body.join('\n') };
}

const NAMES: Readonly<Record<string, string>> = {
  totp: 'Code of the authenticator app',
  backup_code: 'Backup code',
  phone_code: 'Text message to',
  email_code: 'E-mail to',
};

export function signUpPage({ hasError, values }: Shown): AccountPage {
  const fields: FormField[] = [
    {
      name: 'inviteCode',
      label: 'Invite code',
      type: 'text',
      autocomplete: 'off',
      value: values['inviteCode'] ?? '',
    },
    emailField(values),
    { ...NEW_PASSWORD, name: 'password', label: 'Password' },
    {
      name: 'firstName',
      label: 'First name',
      type: 'text',
      autocomplete: 'given-name',
      isOptional: true,
      value: values['firstName'] ?? '',
    },
    {
      name: 'lastName',
      label: 'Last name',
      type: 'text',
      autocomplete: 'family-name',
      isOptional: true,
      value: values['lastName'] ?? '',
    },
  ];
  const body = [form('/sign-up', fields, 'Sign up', { hasError }), linkTo('/sign-in', 'I have an account')];
  return { title: 'Sign up', body: body.join('\n') };
}

export function verifyPage({ hasError }: Shown): AccountPage {
  const hint = 'We have mailed it to the address, unless that has an account already.';
  const body = [
    form('/verify', [{ ...CODE, inputmode: 'numeric', hint }], 'Continue', { hasError }),
    form('/verify', [], 'Send another code', { hidden: { send: 'yes' }, isPlain: true }),
  ];
  return { title: 'Prove your address', body: body.join('\n') };
}

export function resetPage({ hasError, values }: Shown): AccountPage {
  const body = [
    form('/reset', [emailField(values)], 'Mail me a code', { hasError }),
    linkTo('/sign-in', 'Back to sign-in'),
  ];
  return { title: 'Reset the password', body: body.join('\n') };
}

export function resetCodePage({ hasError }: Shown): AccountPage {
  const hint = 'We have mailed it, if somebody has the address. Leave it out where it was right before.';
  const code: FormField = { ...CODE, inputmode: 'numeric', hint, isOptional: true };
  return {
    title: 'Choose a new password',
    body: form('/reset/code', [code, NEW_PASSWORD], 'Set the password', { hasError }),
  };
}

export function confirmPage({ hasError }: Shown): AccountPage {
  const hint = 'Changes of this kind need a proof of the last ten minutes. Then make the change again.';
  return {
    title: 'Is it you?',
    body: form('/confirm', [{ ...passwordField(), hint }], 'Continue', { hasError }),
  };
}

export function passwordPage({ hasError }: Shown): AccountPage {
  const fields = [{ ...passwordField('Current password'), name: 'currentPassword' }, NEW_PASSWORD];
  const body = [form('/password', fields, 'Change the password', { hasError }), linkTo('', 'Back')];
  return { title: 'Change the password', body: body.join('\n') };
}

export function overviewPage({ hasTotp, hasBackupCodes, phones }: OwnFactors): AccountPage {
  const row = (words: string, action: string) =>
    `<div class="row"><span>${escapeHtml(words)}</span>${action}</div>`;
  const plain = (path: string, button: string, hidden = {}) =>
    form(path, [], button, { hidden, isPlain: true });
  const rows = [
    row('Password', '<a href="/account/password">Change the password</a>'),
    hasTotp
      ? row('Authenticator app: on', plain('/totp/remove', 'Remove the app'))
      : row('Authenticator app: off', plain('/totp', 'Set up an app')),
    row(`Backup codes: ${hasBackupCodes ? 'made' : 'none'}`, plain('/backup-codes', 'Make new codes')),
    ...phones.map(({ id, phoneNumber, isSecondFactor }) =>
      row(
        `Phone ${phoneNumber}${isSecondFactor ? '' : ', not proved'}`,
        plain('/phone/remove', `Remove ${phoneNumber}`, { phoneNumberId: id }),
      ),
    ),
  ];
  const phone: FormField = {
    name: 'phoneNumber',
    label: 'Add a phone for codes by text message',
    type: 'tel',
    autocomplete: 'tel',
    hint: 'With the country, such as +15555550100',
  };
  const body = [...rows, form('/phone', [phone], 'Send a code'), plain('/sign-out', 'Sign out')];
  return { title: 'Your account', body: body.join('\n') };
}

/** Asks before a page of the API is opened, so that a link from elsewhere opens none. */
export function openPage(
  address: string,
  { hasError, isOfTenant }: { readonly hasError: boolean; readonly isOfTenant: boolean },
): AccountPage {
  const reason: FormField = {
    name: 'accessReason',
    label: 'Why you look at it',
    type: 'text',
    autocomplete: 'off',
    hint: 'Staff of the platform say so of what is a customer’s; the customer sees it.',
    isOptional: true,
  };
  const before = `<p><code>${escapeHtml(address)}</code></p>`;
  return {
    title: 'Open a page',
    body: form('/open', isOfTenant ? [reason] : [], 'Open', { hasError, before, hidden: { page: address } }),
  };
}

export function totpPage(
  { secret, uri }: { readonly secret: string; readonly uri: string },
  shown: Shown,
): AccountPage {
  const body = [
    '<p>Scan this with the authenticator app, or type the secret into it. Then enter the code that it shows.</p>',
    qrCode(uri, 'QR code of the secret below'),
    `<p>Secret: <code>${escapeHtml(secret)}</code></p>`,
    form('/totp/code', [{ ...CODE, inputmode: 'numeric' }], 'Continue', {
      hasError: shown.hasError,
      hidden: { secret, uri },
    }),
  ];
  return { title: 'Set up an authenticator app', body: body.join('\n') };
}

export function phoneCodePage(phoneNumberId: string, { hasError }: Shown): AccountPage {
  const code: FormField = { ...CODE, inputmode: 'numeric', hint: 'We have sent it by text message.' };
  return {
    title: 'Prove the phone',
    body: form('/phone/code', [code], 'Continue', { hasError, hidden: { phoneNumberId } }),
  };
}

export function backupCodesPage(codes: readonly string[]): AccountPage {
  const body = [
    '<p>Each is good for one sign-in where the app or the phone is away. Keep them where only you find them: they are not shown again.</p>',
    `<ul class="codes">${codes.map((code) => `<li><code>${escapeHtml(code)}</code></li>`).join('')}</ul>`,
    linkTo('', 'I have kept them'),
  ];
  return { title: 'Backup codes', body: body.join('\n') };
}
