import { changeTime, type EmulatorCore } from '../emulator-core.js';
import type { Register } from '../server/call.js';
import { clerkError, notFound } from '../server/clerk-error.js';
import { changeUser, getUser, newEmailAddress } from '../operations/user-operations.js';
import { deletedShape } from '../shapes/deleted.shape.js';
import { emailAddressShape } from '../shapes/user.shape.js';
import type { EmailAddressRecord, JsonObject, UserRecord } from '../state/records.js';
import { checkEmailAddress } from './users.js';

const UNVERIFIED = { status: 'unverified', strategy: 'email_code' } as const;
const VERIFIED = { status: 'verified', strategy: 'admin' } as const;

/** The e-mail addresses of users. */
export function emailAddressRoutes(route: Register, core: EmulatorCore): void {
  route('POST', '/email_addresses', ({ body }) => {
    body.only('user_id', 'email_address', 'verified', 'primary', 'notify_primary_email_address_changed');
    const user = getUser(core, body.text('user_id'));
    const address = body.text('email_address');
    checkEmailAddress('email_address', address);
    const verified = body.flag('verified') === true;
    const email = newEmailAddress(core, address, verified ? VERIFIED : UNVERIFIED);
    const primary = body.flag('primary') === true || user.primary_email_address_id === null;
    changeUser(core, user, {
      email_addresses: [...user.email_addresses, email],
      ...(primary && { primary_email_address_id: email.id }),
    });
    return emailAddressShape(email);
  });
  route('GET', '/email_addresses/:id', ({ params }) =>
    emailAddressShape(find(core, params['id'] ?? '').email),
  );
  route('PATCH', '/email_addresses/:id', ({ params, body }) => {
    body.only('verified', 'primary', 'notify_primary_email_address_changed');
    const { user, email } = find(core, params['id'] ?? '');
    const verified = body.flag('verified');
    const changed = {
      ...email,
      ...(verified !== undefined && { verification: verified ? VERIFIED : UNVERIFIED }),
      updated_at: changeTime(core, email),
    };
    changeUser(core, user, {
      email_addresses: user.email_addresses.map((item) => (item.id === email.id ? changed : item)),
      ...(body.flag('primary') === true && { primary_email_address_id: email.id }),
    });
    return emailAddressShape(changed);
  });
  route('DELETE', '/email_addresses/:id', ({ params }) => remove(core, params['id'] ?? ''));
  route('PUT', '/users/:user_id/email_address', ({ params, body }) => {
    body.only('email_address', 'identification_status', 'notify_primary_email_address_changed');
    const user = getUser(core, params['user_id'] ?? '');
    const address = body.text('email_address');
    checkEmailAddress('email_address', address);
    const status = body.oneOf('identification_status', ['verified', 'reserved', 'unverified']) ?? 'verified';
    const email = newEmailAddress(
      core,
      address,
      status === 'verified' ? VERIFIED : UNVERIFIED,
      status === 'reserved',
    );
    changeUser(core, user, { email_addresses: [email], primary_email_address_id: email.id });
    return emailAddressShape(email);
  });
}

function find(core: EmulatorCore, id: string): { user: UserRecord; email: EmailAddressRecord } {
  const user = core.state.users.one('identification', id);
  const email = user?.email_addresses.find((item) => item.id === id);
  if (!user || !email) throw notFound('email address', id);
  return { user, email };
}

function remove(core: EmulatorCore, id: string): JsonObject {
  const { user, email } = find(core, id);
  const rest = user.email_addresses.filter((item) => item.id !== email.id);
  if (rest.length + user.phone_numbers.length + user.web3_wallets.length === 0 && user.username === null) {
    throw clerkError(
      409,
      'last_identification_deletion_failed',
      'last identification',
      'You cannot delete the last identification of the user.',
    );
  }
  const primary =
    user.primary_email_address_id === id ? (rest[0]?.id ?? null) : user.primary_email_address_id;
  changeUser(core, user, { email_addresses: rest, primary_email_address_id: primary });
  return deletedShape('email_address', id);
}
