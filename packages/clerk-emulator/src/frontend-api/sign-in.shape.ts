import type { EmulatorCore } from '../emulator-core.js';
import { secondFactorsOf } from './second-factors.js';
import { imageUrl } from '../shapes/user.shape.js';
import type { JsonObject } from '../state/records.js';

/** A sign-in as the Frontend API shows it. */
export function signInShape(core: EmulatorCore, attempt: JsonObject): JsonObject {
  const user = core.state.users.get(String(attempt['user_id']));
  const email = user?.email_addresses[0];
  const verification = (strategy: unknown): JsonObject | null =>
    typeof strategy === 'string'
      ? {
          object: `verification_${verificationKind(strategy)}`,
          status: 'verified',
          strategy,
          attempts: 1,
          expire_at: strategy.endsWith('_code') && strategy !== 'backup_code' ? attempt['abandon_at'] : null,
        }
      : null;
  return {
    object: 'sign_in_attempt',
    id: attempt['id'],
    status: attempt['status'],
    supported_identifiers: ['email_address', 'phone_number', 'username'],
    supported_first_factors: user
      ? [
          ...(user.password ? [{ strategy: 'password' }] : []),
          ...(email
            ? [
                {
                  strategy: 'email_code',
                  safe_identifier: email.email_address,
                  email_address_id: email.id,
                  primary: true,
                },
              ]
            : []),
          ...(email && user.password
            ? [
                {
                  strategy: 'reset_password_email_code',
                  safe_identifier: email.email_address,
                  email_address_id: email.id,
                  primary: true,
                },
              ]
            : []),
          { strategy: 'ticket' },
        ]
      : null,
    supported_second_factors:
      user && (attempt['status'] === 'needs_second_factor' || attempt['status'] === 'needs_client_trust')
        ? secondFactorsOf(user, attempt['status'])
        : null,
    first_factor_verification: verification(attempt['first_factor']),
    second_factor_verification: verification(attempt['second_factor']),
    identifier: attempt['identifier'] ?? null,
    user_data: user
      ? {
          first_name: user.first_name,
          last_name: user.last_name,
          image_url: imageUrl(user.id),
          has_image: user.has_image,
        }
      : null,
    created_session_id: attempt['created_session_id'] ?? null,
    abandon_at: attempt['abandon_at'],
  };
}

function verificationKind(strategy: string): string {
  return strategy.endsWith('_code') && strategy !== 'backup_code' ? 'otp' : strategy;
}
