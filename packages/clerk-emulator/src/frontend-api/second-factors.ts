import { useBackupCode } from '../backend-api/user-credentials.js';
import type { EmulatorCore } from '../emulator-core.js';
import { isTotpCode } from '../operations/one-time-codes.js';
import { clerkError } from '../server/clerk-error.js';
import type { JsonObject, PhoneNumberRecord, UserRecord } from '../state/records.js';
import { sendCode, sendTextCode, TEST_CODE } from './verification-codes.js';

const CODE_MS = 10 * 60 * 1000;

/** What may follow the password: what the person has enrolled, or, on a device that is new, a code to their address. */
export function secondFactorsOf(user: UserRecord, status: string): JsonObject[] {
  if (status === 'needs_client_trust') {
    const email = user.email_addresses.find(({ id }) => id === user.primary_email_address_id);
    return email === undefined
      ? []
      : [
          {
            strategy: 'email_code',
            safe_identifier: masked(email.email_address),
            email_address_id: email.id,
            primary: true,
          },
        ];
  }
  return [
    ...(user.totp_secret === null ? [] : [{ strategy: 'totp' }]),
    ...phonesOf(user).map((phone) => ({
      strategy: 'phone_code',
      safe_identifier: `••••${phone.phone_number.slice(-2)}`,
      phone_number_id: phone.id,
    })),
    ...(user.backup_codes.length === 0 ? [] : [{ strategy: 'backup_code' }]),
  ];
}

/** "Sends" the code of a second factor that needs one; `sms.created` or `email.created` tells about it. */
export function prepareSecondFactor(core: EmulatorCore, user: UserRecord, strategy: string): void {
  if (strategy === 'email_code') sendCode(core, user);
  else if (strategy === 'phone_code') {
    const [phone] = phonesOf(user);
    if (phone !== undefined) sendTextCode(core, user, phone);
  } else throw clerkError(400, 'strategy_for_user_invalid', 'Invalid strategy', 'It needs no preparation.');
}

/** Whether the code is right; a backup code is used up by it. 400 where a code was never sent or is too old. */
export function isSecondFactorCode(
  core: EmulatorCore,
  user: UserRecord,
  attempt: JsonObject,
  strategy: string,
  code: string,
): boolean {
  if (strategy === 'totp')
    return user.totp_secret !== null && isTotpCode(user.totp_secret, code, core.clock.wall());
  if (strategy === 'backup_code') return useBackupCode(core, user, code);
  if (attempt['prepared'] !== strategy)
    throw clerkError(400, 'verification_missing', 'Verification missing', 'Prepare the verification first.');
  if (Number(attempt['prepared_at']) + CODE_MS <= core.clock.now())
    throw clerkError(400, 'verification_expired', 'Verification expired', 'The code has expired.');
  return code === TEST_CODE;
}

function phonesOf(user: UserRecord): PhoneNumberRecord[] {
  return user.phone_numbers.filter(({ reserved_for_second_factor: isReserved }) => isReserved);
}

function masked(address: string): string {
  return address.replace(/^(.).*@/, '$1***@');
}
