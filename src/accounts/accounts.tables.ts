import { byUserId, CONTRACT, DELETE, impersonal, INTEREST, type TableDeclaration, words } from '#manifest';

/** Accounts of an older system. */
export const accountsTables: readonly TableDeclaration[] = [
  {
    table: 'public.account_sessions',
    module: 'account-sessions',
    purpose: 'To keep browsers signed in that signed in by this service',
    basis: CONTRACT,
    retention: 'until the session is over, 30 days unused at the most',
    enforcedBy: { job: 'tables.clean-up', how: 'deleted each hour once over for a day' },
    personal: {
      user_id: 'identifier',
      sign_in_id: 'activity',
      clerk_session_id: 'activity',
      created_at: 'activity',
      rotated_at: 'activity',
      expires_at: 'activity',
      ended_at: 'activity',
    },
    // The token is sealed under the person's own key, and says nothing about them.
    other: words('id handle_hash sealed_client generation codes'),
    subjects: [byUserId('user_id', DELETE)],
  },
  {
    table: 'public.account_sign_ups',
    module: 'account-sessions',
    purpose: 'To finish each sign-up behind an invite code, or to undo it, whatever fails on the way',
    basis: CONTRACT,
    retention: 'until it is settled, 30 minutes after it began at the most, and one day',
    enforcedBy: { job: 'tables.clean-up', how: 'deleted each hour once settled for a day' },
    personal: {
      sign_up_id: 'activity',
      clerk_user_id: 'identifier',
      user_id: 'identifier',
      created_at: 'activity',
      expires_at: 'activity',
      settled_at: 'activity',
    },
    // The address and the password are Clerk's alone; the client token ends with the sign-up.
    other: words('id invite_id handle_hash state is_silent sealed_client codes holder held_until'),
    subjects: [
      byUserId('user_id', DELETE),
      { path: { column: 'clerk_user_id', holds: 'clerk id' }, erasure: DELETE },
    ],
  },
  {
    table: 'public.password_resets',
    module: 'account-sessions',
    purpose: 'To let people set another password by a code that Clerk mails',
    basis: CONTRACT,
    retention: '10 minutes, and one day',
    enforcedBy: { job: 'tables.clean-up', how: 'deleted each hour once over for a day' },
    personal: { user_id: 'identifier', sign_in_id: 'activity', expires_at: 'activity' },
    // The token is sealed under the person's own key, and says nothing about them.
    other: words('id handle_hash sealed_client is_proved codes'),
    subjects: [byUserId('user_id', DELETE)],
  },
  {
    ...impersonal(
      'public.sign_up_invites',
      'account-sessions',
      'To let in as many people as an invite code is for',
      'id code_digest uses taken created_at expires_at ended_at',
    ),
    basis: CONTRACT,
    retention: '90 days after its end',
    enforcedBy: { job: 'tables.clean-up', how: 'deleted each hour 90 days after the end' },
  },
  {
    // Sealed by a key of the service; a row never leaves: it is in no export, and goes with its account.
    ...impersonal(
      'public.legacy_account_secrets',
      'accounts',
      'To move passwords, second factors and further addresses to Clerk',
      'account_id sealed_digest sealed_totp_secret sealed_further',
    ),
    basis: CONTRACT,
    retention: 'until Clerk has them, or the account is gone',
  },
  {
    table: 'public.legacy_accounts',
    module: 'accounts',
    purpose: 'To move accounts of an older system to Clerk, each once',
    basis: CONTRACT,
    retention: 'as long as the account',
    personal: {
      legacy_id: 'identifier',
      email_address: 'contact',
      email_verified: 'account',
      first_name: 'name',
      last_name: 'name',
      username: 'name',
      legacy_created_at: 'account',
      state: 'account',
      clerk_id: 'identifier',
      user_id: 'identifier',
      loaded_at: 'account',
      updated_at: 'account',
    },
    other: words('id legacy_id_hash email_hash hasher has_totp error import_id load_id loaded_line'),
    subjects: [
      byUserId('user_id', DELETE),
      { path: { column: 'clerk_id', holds: 'clerk id' }, erasure: DELETE },
      {
        path: { column: 'email_address', holds: 'address', at: 'loaded_at', owners: ['user_id', 'clerk_id'] },
        erasure: DELETE,
      },
    ],
  },
  {
    ...impersonal(
      'public.account_imports',
      'accounts',
      'To take back what one import made',
      'id started_at finished_at',
    ),
    basis: INTEREST,
    retention: 'as long as accounts name it',
  },
  {
    table: 'public.legacy_rights',
    module: 'accounts',
    purpose: 'To move organizations, memberships and grants of an older system, each once',
    basis: CONTRACT,
    retention: 'as long as the account, and the organization',
    personal: {
      account_id: 'identifier',
      user_id: 'identifier',
      owner_account_id: 'identifier',
      role: 'access right',
      state: 'access right',
      expires_at: 'access right',
      begun_at: 'access right',
      given_at: 'access right',
      loaded_at: 'access right',
      updated_at: 'access right',
    },
    other: words(
      'id kind organization property name slug timezone error import_id organization_id property_id load_id loaded_line',
    ),
    subjects: [byUserId('user_id', DELETE)],
  },
  {
    ...impersonal(
      'public.account_import_lease',
      'accounts',
      'To let one import run at a time',
      'only_row import_id held_until',
    ),
    basis: INTEREST,
  },
  {
    ...impersonal(
      'public.account_sign_in_days',
      'accounts',
      'To know when nobody needs the older system any more',
      'day without_clerk_id with_clerk_id',
    ),
    basis: INTEREST,
  },
  {
    ...impersonal(
      'public.account_retirement',
      'accounts',
      'To prove what was removed when the older system ended',
      'only_row retired_at report',
    ),
    basis: INTEREST,
  },
];
