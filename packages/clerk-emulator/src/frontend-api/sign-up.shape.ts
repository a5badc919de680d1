import type { JsonObject } from '../state/records.js';

/** A sign-up as the Frontend API shows it. */
export function signUpShape(attempt: JsonObject): JsonObject {
  const verified = attempt['verified'] === true;
  const email = attempt['email_address'];
  const complete = attempt['status'] === 'complete';
  return {
    object: 'sign_up_attempt',
    id: attempt['id'],
    status: attempt['status'],
    required_fields: ['email_address'],
    optional_fields: ['first_name', 'last_name', 'password', 'username', 'phone_number'],
    missing_fields: email === null ? ['email_address'] : [],
    unverified_fields: email === null || verified ? [] : ['email_address'],
    verifications: {
      email_address:
        email === null
          ? null
          : {
              object: 'verification_otp',
              status: verified ? 'verified' : 'unverified',
              strategy: 'email_code',
              attempts: 0,
              expire_at: attempt['abandon_at'],
              next_action: verified ? '' : 'needs_attempt',
              supported_strategies: ['email_code'],
            },
      phone_number: null,
      web3_wallet: null,
      external_account: null,
    },
    username: attempt['username'] ?? null,
    email_address: email,
    phone_number: null,
    web3_wallet: null,
    password_enabled: attempt['password'] !== null,
    first_name: attempt['first_name'] ?? null,
    last_name: attempt['last_name'] ?? null,
    unsafe_metadata: attempt['unsafe_metadata'] ?? {},
    public_metadata: attempt['public_metadata'] ?? {},
    custom_action: false,
    external_id: null,
    created_session_id: complete ? attempt['created_session_id'] : null,
    created_user_id: complete ? attempt['created_user_id'] : null,
    abandon_at: attempt['abandon_at'],
    legal_accepted_at: null,
  };
}
