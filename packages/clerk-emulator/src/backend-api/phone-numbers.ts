import { changeTime, type EmulatorCore } from '../emulator-core.js';
import type { Register } from '../server/call.js';
import { notFound } from '../server/clerk-error.js';
import { changeUser, getUser, newPhoneNumber } from '../operations/user-operations.js';
import { deletedShape } from '../shapes/deleted.shape.js';
import { phoneNumberShape } from '../shapes/user.shape.js';
import type { PhoneNumberRecord, UserRecord } from '../state/records.js';
import { checkPhoneNumber } from './users.js';

const UNVERIFIED = { status: 'unverified', strategy: 'phone_code' } as const;
const VERIFIED = { status: 'verified', strategy: 'admin' } as const;

/** The phone numbers of users. */
export function phoneNumberRoutes(route: Register, core: EmulatorCore): void {
  route('POST', '/phone_numbers', ({ body }) => {
    body.only('user_id', 'phone_number', 'verified', 'primary', 'reserved_for_second_factor');
    const user = getUser(core, body.text('user_id'));
    const number = body.text('phone_number');
    checkPhoneNumber('phone_number', number);
    const phone = {
      ...newPhoneNumber(core, number, body.flag('verified') === true ? VERIFIED : UNVERIFIED),
      reserved_for_second_factor: body.flag('reserved_for_second_factor') ?? false,
    };
    const primary = body.flag('primary') === true || user.primary_phone_number_id === null;
    changeUser(core, user, {
      phone_numbers: [...user.phone_numbers, phone],
      ...(primary && { primary_phone_number_id: phone.id }),
    });
    return phoneNumberShape(phone);
  });
  route('GET', '/phone_numbers/:id', ({ params }) => phoneNumberShape(find(core, params['id'] ?? '').phone));
  route('PATCH', '/phone_numbers/:id', ({ params, body }) => {
    body.only('verified', 'primary', 'reserved_for_second_factor');
    const { user, phone } = find(core, params['id'] ?? '');
    const verified = body.flag('verified');
    const changed = {
      ...phone,
      ...(verified !== undefined && { verification: verified ? VERIFIED : UNVERIFIED }),
      reserved_for_second_factor: body.flag('reserved_for_second_factor') ?? phone.reserved_for_second_factor,
      updated_at: changeTime(core, phone),
    };
    changeUser(core, user, {
      phone_numbers: user.phone_numbers.map((item) => (item.id === phone.id ? changed : item)),
      ...(body.flag('primary') === true && { primary_phone_number_id: phone.id }),
    });
    return phoneNumberShape(changed);
  });
  route('DELETE', '/phone_numbers/:id', ({ params }) => {
    const { user, phone } = find(core, params['id'] ?? '');
    const rest = user.phone_numbers.filter((item) => item.id !== phone.id);
    const primary =
      user.primary_phone_number_id === phone.id ? (rest[0]?.id ?? null) : user.primary_phone_number_id;
    changeUser(core, user, { phone_numbers: rest, primary_phone_number_id: primary });
    return deletedShape('phone_number', phone.id);
  });
  route('PUT', '/users/:user_id/phone_number', ({ params, body }) => {
    body.only('phone_number', 'identification_status');
    const user = getUser(core, params['user_id'] ?? '');
    const number = body.text('phone_number');
    checkPhoneNumber('phone_number', number);
    const status = body.oneOf('identification_status', ['verified', 'reserved', 'unverified']) ?? 'verified';
    const phone = newPhoneNumber(
      core,
      number,
      status === 'verified' ? VERIFIED : UNVERIFIED,
      status === 'reserved',
    );
    changeUser(core, user, { phone_numbers: [phone], primary_phone_number_id: phone.id });
    return phoneNumberShape(phone);
  });
}

function find(core: EmulatorCore, id: string): { user: UserRecord; phone: PhoneNumberRecord } {
  const user = core.state.users.one('identification', id);
  const phone = user?.phone_numbers.find((item) => item.id === id);
  if (!user || !phone) throw notFound('phone number', id);
  return { user, phone };
}
