import { changeTime, type EmulatorCore } from '../emulator-core.js';
import { checkPhoneNumber } from '../backend-api/users.js';
import { changeSession } from '../operations/session-operations.js';
import { changeUser, newPhoneNumber } from '../operations/user-operations.js';
import type { Call, Register } from '../server/call.js';
import { clerkError, notFound } from '../server/clerk-error.js';
import { deletedShape } from '../shapes/deleted.shape.js';
import { phoneNumberShape } from '../shapes/user.shape.js';
import type { PhoneNumberRecord, UserRecord } from '../state/records.js';
import type { ClientAccess, SignedIn } from './client-access.js';
import { newBackupCodes } from './new-backup-codes.js';
import { sendTextCode, TEST_CODE } from './verification-codes.js';

const CODE_MS = 10 * 60 * 1000;

/** The phone numbers of a signed-in person: added, proved by a code, and reserved for the second factor. */
export function ownPhoneNumberRoutes(route: Register, core: EmulatorCore, access: ClientAccess): void {
  const sent = new Map<string, number>();
  const one = '/me/phone_numbers/:id';
  const find = (call: Call): SignedIn & { phone: PhoneNumberRecord } => {
    const signedIn = access.requireFreshPerson(call);
    const phone = signedIn.user.phone_numbers.find(({ id }) => id === call.params['id']);
    if (!phone) throw notFound('phone number', call.params['id'] ?? '');
    return { ...signedIn, phone };
  };

  route('GET', '/me/phone_numbers', (call) =>
    access.requirePerson(call).user.phone_numbers.map((phone) => phoneNumberShape(phone)),
  );
  route('POST', '/me/phone_numbers', (call) => {
    const { client, user } = access.requireFreshPerson(call);
    const number = call.body.text('phone_number');
    checkPhoneNumber('phone_number', number);
    const phone = {
      ...newPhoneNumber(core, number, { status: 'unverified', strategy: 'phone_code' }),
      reserved_for_second_factor: call.body.flag('reserved_for_second_factor') ?? false,
    };
    changeUser(core, user, { phone_numbers: [...user.phone_numbers, phone] });
    return access.wrap(client, phoneNumberShape(phone));
  });
  route('POST', `${one}/prepare_verification`, (call) => {
    const { client, user, phone } = find(call);
    sent.set(phone.id, core.clock.now());
    sendTextCode(core, user, phone);
    return access.wrap(client, phoneNumberShape(phone));
  });
  route('POST', `${one}/attempt_verification`, (call) => {
    const { client, user, session, phone } = find(call);
    const at = sent.get(phone.id);
    if (at === undefined)
      throw clerkError(
        400,
        'verification_missing',
        'Verification missing',
        'Prepare the verification first.',
      );
    if (at + CODE_MS <= core.clock.now())
      throw clerkError(400, 'verification_expired', 'Verification expired', 'The code has expired.');
    if (call.body.text('code') !== TEST_CODE)
      throw clerkError(422, 'form_code_incorrect', 'is incorrect', 'Incorrect code', { param_name: 'code' });
    sent.delete(phone.id);
    const proved = change(core, user, phone, {
      verification: { status: 'verified', strategy: 'phone_code' },
    });
    if (proved.reserved_for_second_factor)
      changeSession(core, session, { second_factor_at: core.clock.now() });
    return access.wrap(client, phoneNumberShape(proved));
  });
  route('PATCH', one, (call) => {
    const { client, user, session, phone } = find(call);
    const isReserved = call.body.flag('reserved_for_second_factor') ?? phone.reserved_for_second_factor;
    if (isReserved && phone.verification?.status !== 'verified')
      throw clerkError(
        400,
        'verification_missing',
        'Verification missing',
        'The phone number is not verified.',
      );
    const isFirst = isReserved && user.backup_codes.length === 0;
    const codes = isFirst ? newBackupCodes() : null;
    const changed = change(
      core,
      user,
      phone,
      { reserved_for_second_factor: isReserved },
      codes === null ? {} : { backup_codes: codes },
    );
    if (isReserved) changeSession(core, session, { second_factor_at: core.clock.now() });
    return access.wrap(client, { ...phoneNumberShape(changed), backup_codes: codes });
  });
  route('DELETE', one, (call) => {
    const { client, user, phone } = find(call);
    const rest = user.phone_numbers.filter(({ id }) => id !== phone.id);
    const isPrimary = user.primary_phone_number_id === phone.id;
    changeUser(core, user, {
      phone_numbers: rest,
      ...(isPrimary && { primary_phone_number_id: rest[0]?.id ?? null }),
    });
    return access.wrap(client, deletedShape('phone_number', phone.id));
  });
}

function change(
  core: EmulatorCore,
  user: UserRecord,
  phone: PhoneNumberRecord,
  changes: Partial<PhoneNumberRecord>,
  ofUser: Partial<UserRecord> = {},
): PhoneNumberRecord {
  const changed = { ...phone, ...changes, updated_at: changeTime(core, phone) };
  changeUser(core, user, {
    ...ofUser,
    phone_numbers: user.phone_numbers.map((each) => (each.id === phone.id ? changed : each)),
    primary_phone_number_id: user.primary_phone_number_id ?? phone.id,
  });
  return changed;
}
