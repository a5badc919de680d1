import type { EmulatorCore } from '../emulator-core.js';
import { changeTime } from '../emulator-core.js';
import { identifierExists, notFound } from '../server/clerk-error.js';
import { deletedShape } from '../shapes/deleted.shape.js';
import { hasSecondFactor, userShape } from '../shapes/user.shape.js';
import type {
  EmailAddressRecord,
  PhoneNumberRecord,
  UserRecord,
  VerificationRecord,
} from '../state/records.js';
import { endSessions } from './session-operations.js';

/** How long an account stays locked, as Clerk's default since July 2026. */
export const LOCK_MS = 60 * 60 * 1000;

/** What a new user may start with; everything else has Clerk's defaults. */
export type NewUser = Partial<Omit<UserRecord, 'id' | 'updated_at'>>;

const VERIFIED: VerificationRecord = { status: 'verified', strategy: 'admin' };

/** An e-mail address as Clerk keeps it: lower case, verified by the administrator unless told otherwise. */
export function newEmailAddress(
  core: EmulatorCore,
  address: string,
  verification: VerificationRecord | null = VERIFIED,
  reserved = false,
): EmailAddressRecord {
  const now = core.clock.now();
  return {
    id: core.ids.next('idn', now),
    email_address: address.toLowerCase(),
    reserved,
    verification,
    created_at: now,
    updated_at: now,
  };
}

export function newPhoneNumber(
  core: EmulatorCore,
  number: string,
  verification: VerificationRecord | null = VERIFIED,
  reserved = false,
): PhoneNumberRecord {
  const now = core.clock.now();
  return {
    id: core.ids.next('idn', now),
    phone_number: number,
    reserved,
    reserved_for_second_factor: false,
    verification,
    created_at: now,
    updated_at: now,
  };
}

/** A user record with Clerk's defaults, not stored yet. */
export function draftUser(core: EmulatorCore, input: NewUser): UserRecord {
  const created = input.created_at ?? core.clock.now();
  return {
    external_id: null,
    username: null,
    first_name: null,
    last_name: null,
    locale: null,
    has_image: false,
    public_metadata: {},
    private_metadata: {},
    unsafe_metadata: {},
    email_addresses: [],
    phone_numbers: [],
    web3_wallets: [],
    primary_email_address_id: input.email_addresses?.[0]?.id ?? null,
    primary_phone_number_id: input.phone_numbers?.[0]?.id ?? null,
    primary_web3_wallet_id: input.web3_wallets?.[0]?.id ?? null,
    password: null,
    totp_secret: null,
    backup_codes: [],
    mfa_enabled_at: null,
    mfa_disabled_at: null,
    banned: false,
    locked_until: null,
    failed_attempts: 0,
    delete_self_enabled: true,
    create_organization_enabled: true,
    create_organizations_limit: null,
    bypass_client_trust: false,
    legal_accepted_at: null,
    last_sign_in_at: null,
    last_active_at: null,
    ...input,
    id: core.ids.next('user', core.clock.now()),
    created_at: created,
    updated_at: Math.max(created, core.clock.now()),
  };
}

/** Stores a new user, tells the webhooks. 422 `form_identifier_exists` when an identifier is taken. */
export function createUser(core: EmulatorCore, input: NewUser): UserRecord {
  const user = draftUser(core, input);
  refuseTakenIdentifiers(core, user);
  core.state.users.put(user);
  core.events.emit('user.created', userShape(core, user));
  return user;
}

export function getUser(core: EmulatorCore, id: string): UserRecord {
  const user = core.state.users.get(id);
  if (!user) throw notFound('user', id);
  return user;
}

/** Changes a user, keeps identifiers unique and second-factor times right, tells the webhooks. */
export function changeUser(core: EmulatorCore, before: UserRecord, changes: Partial<UserRecord>): UserRecord {
  const updated_at = changeTime(core, before);
  const user = { ...before, ...changes, updated_at };
  refuseTakenIdentifiers(core, user);
  const [had, has] = [hasSecondFactor(before), hasSecondFactor(user)];
  if (has && !had) user.mfa_enabled_at = updated_at;
  if (had && !has) user.mfa_disabled_at = updated_at;
  core.state.users.put(user);
  core.events.emit('user.updated', userShape(core, user));
  return user;
}

/** Deletes a user and everything that hangs on them. */
export function deleteUser(core: EmulatorCore, user: UserRecord): ReturnType<typeof deletedShape> {
  const { state } = core;
  for (const membership of state.memberships.by('user', user.id)) state.memberships.delete(membership.id);
  for (const session of state.sessions.by('user', user.id)) state.sessions.delete(session.id);
  state.users.delete(user.id);
  const deleted = deletedShape(
    'user',
    user.id,
    user.external_id === null ? {} : { external_id: user.external_id },
  );
  core.events.emit('user.deleted', deleted);
  return deleted;
}

/** A ban also ends every session, as Clerk's does. */
export function banUser(core: EmulatorCore, user: UserRecord): UserRecord {
  endSessions(core, user.id, 'revoked');
  return changeUser(core, user, { banned: true });
}

/** Who owns an e-mail address. */
export function findUserByEmail(core: EmulatorCore, address: string): UserRecord | undefined {
  return core.state.users.one('email', address.toLowerCase());
}

function refuseTakenIdentifiers(core: EmulatorCore, user: UserRecord): void {
  const { users } = core.state;
  const taken = (owner: UserRecord | undefined): boolean => owner !== undefined && owner.id !== user.id;
  for (const { email_address } of user.email_addresses) {
    if (users.by('email', email_address).some(taken)) throw identifierExists('email_address');
  }
  for (const { phone_number } of user.phone_numbers) {
    if (users.by('phone', phone_number).some(taken)) throw identifierExists('phone_number');
  }
  if (user.username !== null && taken(users.one('username', user.username)))
    throw identifierExists('username');
  if (user.external_id !== null && taken(users.one('externalId', user.external_id))) {
    throw identifierExists('external_id');
  }
}
