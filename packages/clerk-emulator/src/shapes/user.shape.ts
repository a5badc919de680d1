import type { EmulatorCore } from '../emulator-core.js';
import type {
  EmailAddressRecord,
  JsonObject,
  PhoneNumberRecord,
  UserRecord,
  Web3WalletRecord,
} from '../state/records.js';

/** Failed attempts after which Clerk locks an account. */
export const ATTEMPTS_BEFORE_LOCK = 10;

const CODE_LIFETIME_MS = 600_000;

/** Where Clerk serves a picture of this object; nothing is fetched from there. */
export function imageUrl(id: string): string {
  return `https://img.clerk.com/${id}`;
}

/** A verification as Clerk shows it, or null. Codes carry the moment until which they would be accepted. */
function verificationShape(part: EmailAddressRecord | PhoneNumberRecord): JsonObject | null {
  if (!part.verification) return null;
  const { status, strategy } = part.verification;
  const byCode = strategy === 'email_code' || strategy === 'phone_code';
  return {
    object: byCode ? 'verification_otp' : `verification_${strategy}`,
    status,
    strategy,
    attempts: byCode ? 1 : null,
    expire_at: byCode ? part.created_at + CODE_LIFETIME_MS : null,
  };
}

export function emailAddressShape(email: EmailAddressRecord): JsonObject {
  return {
    id: email.id,
    object: 'email_address',
    email_address: email.email_address,
    reserved: email.reserved,
    verification: verificationShape(email),
    linked_to: [],
    matches_sso_connection: false,
    created_at: email.created_at,
    updated_at: email.updated_at,
  };
}

export function phoneNumberShape(phone: PhoneNumberRecord): JsonObject {
  return {
    id: phone.id,
    object: 'phone_number',
    phone_number: phone.phone_number,
    reserved_for_second_factor: phone.reserved_for_second_factor,
    default_second_factor: false,
    reserved: phone.reserved,
    verification: verificationShape(phone),
    linked_to: [],
    backup_codes: null,
    created_at: phone.created_at,
    updated_at: phone.updated_at,
  };
}

function web3WalletShape(wallet: Web3WalletRecord): JsonObject {
  return {
    id: wallet.id,
    object: 'web3_wallet',
    web3_wallet: wallet.web3_wallet,
    verification: {
      object: 'verification_admin',
      status: 'verified',
      strategy: 'admin',
      attempts: null,
      expire_at: null,
    },
    created_at: wallet.created_at,
    updated_at: wallet.updated_at,
  };
}

/** Is a second factor in place? */
export function hasSecondFactor(user: UserRecord): boolean {
  return user.totp_secret !== null || user.phone_numbers.some((phone) => phone.reserved_for_second_factor);
}

/** The user as the Backend API and webhooks show it. */
export function userShape(core: EmulatorCore, user: UserRecord): JsonObject {
  const now = core.clock.now();
  const locked = user.locked_until !== null && user.locked_until > now;
  return {
    id: user.id,
    object: 'user',
    external_id: user.external_id,
    primary_email_address_id: user.primary_email_address_id,
    primary_phone_number_id: user.primary_phone_number_id,
    primary_web3_wallet_id: user.primary_web3_wallet_id,
    username: user.username,
    first_name: user.first_name,
    last_name: user.last_name,
    locale: user.locale,
    profile_image_url: imageUrl(user.id),
    image_url: imageUrl(user.id),
    has_image: user.has_image,
    public_metadata: user.public_metadata,
    private_metadata: user.private_metadata,
    unsafe_metadata: user.unsafe_metadata,
    email_addresses: user.email_addresses.map(emailAddressShape),
    phone_numbers: user.phone_numbers.map(phoneNumberShape),
    web3_wallets: user.web3_wallets.map(web3WalletShape),
    passkeys: [],
    password_enabled: user.password !== null,
    two_factor_enabled: hasSecondFactor(user),
    totp_enabled: user.totp_secret !== null,
    backup_code_enabled: user.backup_codes.length > 0,
    mfa_enabled_at: user.mfa_enabled_at,
    mfa_disabled_at: user.mfa_disabled_at,
    password_last_updated_at: user.password?.updated_at ?? null,
    external_accounts: [],
    saml_accounts: [],
    enterprise_accounts: [],
    last_sign_in_at: user.last_sign_in_at,
    banned: user.banned,
    locked,
    deprovisioned: false,
    lockout_expires_in_seconds: locked ? Math.ceil(((user.locked_until ?? now) - now) / 1000) : null,
    verification_attempts_remaining: Math.max(0, ATTEMPTS_BEFORE_LOCK - user.failed_attempts),
    created_at: user.created_at,
    updated_at: user.updated_at,
    delete_self_enabled: user.delete_self_enabled,
    create_organization_enabled: user.create_organization_enabled,
    create_organizations_limit: user.create_organizations_limit,
    last_active_at: user.last_active_at,
    legal_accepted_at: user.legal_accepted_at,
    bypass_client_trust: user.bypass_client_trust,
  };
}

/** The e-mail address a person is known by. */
export function primaryEmail(user: UserRecord): string | null {
  const primary = user.email_addresses.find(({ id }) => id === user.primary_email_address_id);
  return (primary ?? user.email_addresses[0])?.email_address ?? null;
}

/** What others see of a user first: e-mail address, else phone number, else username. */
export function identifierOf(user: UserRecord): string {
  return primaryEmail(user) ?? user.phone_numbers[0]?.phone_number ?? user.username ?? '';
}
