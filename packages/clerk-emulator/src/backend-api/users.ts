import type { EmulatorCore } from '../emulator-core.js';
import type { Register } from '../server/call.js';
import { badFormat, badValue, clerkError, missing } from '../server/clerk-error.js';
import type { Fields } from '../server/fields.js';
import { mergeMetadata } from '../operations/metadata.js';
import { readPassword } from '../operations/passwords.js';
import { endSessions } from '../operations/session-operations.js';
import {
  banUser,
  changeUser,
  createUser,
  deleteUser,
  getUser,
  LOCK_MS,
  newEmailAddress,
  newPhoneNumber,
} from '../operations/user-operations.js';
import { userShape } from '../shapes/user.shape.js';
import type { JsonObject, UserRecord } from '../state/records.js';
import { countUsers, findUsers } from './user-filters.js';

const PROFILE = ['external_id', 'first_name', 'last_name', 'locale', 'username'] as const;
const SWITCHES = ['delete_self_enabled', 'create_organization_enabled', 'bypass_client_trust'] as const;
const PASSWORD = ['password', 'password_digest', 'password_hasher', 'skip_password_checks'];
const METADATA = ['public_metadata', 'private_metadata', 'unsafe_metadata'] as const;
const COMMON = [
  ...PROFILE,
  ...SWITCHES,
  ...PASSWORD,
  'totp_secret',
  'backup_codes',
  'legal_accepted_at',
  'skip_legal_checks',
  'create_organizations_limit',
  'created_at',
];
const BULK_LIMIT = 50;

/** GET, POST, PATCH and DELETE of users, bans, locks and metadata. */
export function userRoutes(route: Register, core: EmulatorCore): void {
  const show = (user: UserRecord): JsonObject => userShape(core, user);
  route('GET', '/users', ({ query }) => findUsers(core, query).map(show));
  route('GET', '/users/count', ({ query }) => ({
    object: 'total_count',
    total_count: countUsers(core, query),
  }));
  route('GET', '/users/:user_id', ({ params }) => show(getUser(core, params['user_id'] ?? '')));
  route('DELETE', '/users/:user_id', ({ params }) =>
    deleteUser(core, getUser(core, params['user_id'] ?? '')),
  );

  route('POST', '/users', async ({ body }) => {
    body.only(
      ...COMMON,
      ...METADATA,
      ...['email_address', 'email_address_identification_status', 'phone_number'],
      ...['phone_number_identification_status', 'web3_wallet', 'skip_password_requirement'],
      ...['skip_user_requirement', 'banned', 'locked'],
    );
    const identifiers = readIdentifiers(core, body);
    if (!hasIdentifier(identifiers, body) && body.flag('skip_user_requirement') !== true) {
      throw clerkError(422, 'form_data_missing', 'missing data', 'A user needs at least one identifier.', {
        param_names: ['email_address', 'phone_number', 'web3_wallet', 'username'],
      });
    }
    const password = await readPassword(core, body);
    const user = createUser(core, {
      ...readProfile(body),
      ...identifiers,
      ...metadataOf(body),
      ...(password && { password }),
      banned: body.flag('banned') ?? false,
      locked_until: body.flag('locked') === true ? core.clock.now() + LOCK_MS : null,
    });
    return show(user);
  });

  route('PATCH', '/users/:user_id', async ({ params, body }) => {
    body.only(
      ...COMMON,
      ...[
        'primary_email_address_id',
        'primary_phone_number_id',
        'primary_web3_wallet_id',
        'profile_image_id',
      ],
      ...['notify_primary_email_address_changed', 'notify_primary_phone_number_changed'],
      'sign_out_of_other_sessions',
    );
    getUser(core, params['user_id'] ?? '');
    const password = await readPassword(core, body);
    const user = getUser(core, params['user_id'] ?? '');
    if (body.flag('sign_out_of_other_sessions') === true && password) endSessions(core, user.id, 'revoked');
    return show(
      changeUser(core, user, {
        ...readProfile(body),
        ...readPrimaries(body, user),
        ...(password && { password }),
      }),
    );
  });

  route('PATCH', '/users/:user_id/metadata', ({ params, body }) => {
    const user = getUser(core, params['user_id'] ?? '');
    const changes = metadataOf(body.only(...METADATA));
    const merged = Object.entries(changes).map(([name, value]) => [
      name,
      mergeMetadata(user[name as (typeof METADATA)[number]], value),
    ]);
    return show(changeUser(core, user, Object.fromEntries(merged) as Partial<UserRecord>));
  });
  route('PUT', '/users/:user_id/metadata', ({ params, body }) => {
    const user = getUser(core, params['user_id'] ?? '');
    return show(changeUser(core, user, metadataOf(body.only(...METADATA))));
  });

  route('POST', '/users/:user_id/ban', ({ params }) =>
    show(banUser(core, getUser(core, params['user_id'] ?? ''))),
  );
  route('POST', '/users/:user_id/unban', ({ params }) =>
    show(changeUser(core, getUser(core, params['user_id'] ?? ''), { banned: false })),
  );
  route('POST', '/users/:user_id/lock', ({ params }) =>
    show(
      changeUser(core, getUser(core, params['user_id'] ?? ''), { locked_until: core.clock.now() + LOCK_MS }),
    ),
  );
  route('POST', '/users/:user_id/unlock', ({ params }) =>
    show(
      changeUser(core, getUser(core, params['user_id'] ?? ''), { locked_until: null, failed_attempts: 0 }),
    ),
  );
  route('POST', '/users/ban', ({ body }) => readBulk(core, body).map((user) => show(banUser(core, user))));
  route('POST', '/users/unban', ({ body }) =>
    readBulk(core, body).map((user) => show(changeUser(core, user, { banned: false }))),
  );
  route('POST', '/users/:user_id/profile_image', ({ params, rawBody }) => {
    if (!Buffer.isBuffer(rawBody)) throw missing('file');
    return show(changeUser(core, getUser(core, params['user_id'] ?? ''), { has_image: true }));
  });
  route('DELETE', '/users/:user_id/profile_image', ({ params }) =>
    show(changeUser(core, getUser(core, params['user_id'] ?? ''), { has_image: false })),
  );
}

type Identifiers = Pick<UserRecord, 'email_addresses' | 'phone_numbers' | 'web3_wallets'>;

function readIdentifiers(core: EmulatorCore, body: Fields): Identifiers {
  const emailStatus = body.texts('email_address_identification_status') ?? [];
  const phoneStatus = body.texts('phone_number_identification_status') ?? [];
  const reserved = { status: 'unverified', strategy: 'admin' } as const;
  return {
    email_addresses: (body.texts('email_address') ?? []).map((address, index) => {
      checkEmailAddress('email_address', address);
      return emailStatus[index] === 'reserved'
        ? newEmailAddress(core, address, { ...reserved, strategy: 'email_code' }, true)
        : newEmailAddress(core, address);
    }),
    phone_numbers: (body.texts('phone_number') ?? []).map((number, index) => {
      checkPhoneNumber('phone_number', number);
      return phoneStatus[index] === 'reserved'
        ? newPhoneNumber(core, number, { ...reserved, strategy: 'phone_code' }, true)
        : newPhoneNumber(core, number);
    }),
    web3_wallets: (body.texts('web3_wallet') ?? []).map((web3_wallet) => {
      const now = core.clock.now();
      return { id: core.ids.next('idn', now), web3_wallet, created_at: now, updated_at: now };
    }),
  };
}

function hasIdentifier(identifiers: Identifiers, body: Fields): boolean {
  return (
    Object.values(identifiers).some((list) => list.length > 0) || body.optionalText('username') !== undefined
  );
}

/** 422 unless it looks like an e-mail address. */
export function checkEmailAddress(param: string, address: string): void {
  if (!/^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(address) || address.length > 254) {
    throw badFormat(param, 'a valid email address');
  }
}

/** 422 unless it is a number in E.164 form. */
export function checkPhoneNumber(param: string, number: string): void {
  if (!/^\+[1-9]\d{6,14}$/.test(number)) throw badFormat(param, 'a phone number in E.164 format');
}

function readProfile(body: Fields): Partial<UserRecord> {
  const profile: Record<string, unknown> = {};
  for (const name of PROFILE) {
    const value = body.nullableText(name);
    if (value !== undefined) profile[name] = value === '' ? null : value;
  }
  for (const name of SWITCHES) profile[name] = body.flag(name);
  profile['totp_secret'] = body.optionalText('totp_secret');
  profile['backup_codes'] = body.texts('backup_codes');
  profile['legal_accepted_at'] = body.time('legal_accepted_at');
  profile['create_organizations_limit'] = body.integer('create_organizations_limit', 0);
  profile['created_at'] = body.time('created_at');
  return Object.fromEntries(Object.entries(profile).filter(([, value]) => value !== undefined));
}

function readPrimaries(body: Fields, user: UserRecord): Partial<UserRecord> {
  const primaries: Record<string, string> = {};
  const owned = {
    primary_email_address_id: user.email_addresses,
    primary_phone_number_id: user.phone_numbers,
    primary_web3_wallet_id: user.web3_wallets,
  };
  for (const [name, list] of Object.entries(owned)) {
    const id = body.optionalText(name);
    if (id === undefined) continue;
    if (!list.some((item) => item.id === id)) throw badValue(name, `${name} is not one of the user's.`);
    primaries[name] = id;
  }
  return primaries;
}

function metadataOf(body: Fields): Partial<Pick<UserRecord, (typeof METADATA)[number]>> {
  const sent = METADATA.map((name) => [name, body.metadata(name)] as const);
  return Object.fromEntries(sent.filter(([, value]) => value !== undefined));
}

function readBulk(core: EmulatorCore, body: Fields): UserRecord[] {
  const ids = body.only('user_ids').texts('user_ids');
  if (!ids || ids.length === 0) throw missing('user_ids');
  if (ids.length > BULK_LIMIT) {
    throw clerkError(400, 'bulk_size_exceeded', 'bulk size exceeded', `At most ${BULK_LIMIT} users at once.`);
  }
  return ids.map((id) => getUser(core, id));
}
