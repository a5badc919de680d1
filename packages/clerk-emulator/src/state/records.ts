import type { StoredObject } from './table.js';

/** Free-form data as callers give it. */
export type JsonObject = Record<string, unknown>;

/** What is kept of a verification of an e-mail address or phone number. */
export interface VerificationRecord {
  status: 'verified' | 'unverified';
  strategy: 'admin' | 'email_code' | 'phone_code' | 'ticket';
}

export interface EmailAddressRecord {
  id: string;
  email_address: string;
  reserved: boolean;
  verification: VerificationRecord | null;
  created_at: number;
  updated_at: number;
}

export interface PhoneNumberRecord {
  id: string;
  phone_number: string;
  reserved: boolean;
  reserved_for_second_factor: boolean;
  verification: VerificationRecord | null;
  created_at: number;
  updated_at: number;
}

export interface Web3WalletRecord {
  id: string;
  web3_wallet: string;
  created_at: number;
  updated_at: number;
}

export interface PasswordRecord {
  digest: string;
  hasher: string;
  compromised: boolean;
  updated_at: number;
}

export interface UserRecord extends StoredObject {
  external_id: string | null;
  username: string | null;
  first_name: string | null;
  last_name: string | null;
  locale: string | null;
  has_image: boolean;
  public_metadata: JsonObject;
  private_metadata: JsonObject;
  unsafe_metadata: JsonObject;
  email_addresses: readonly EmailAddressRecord[];
  phone_numbers: readonly PhoneNumberRecord[];
  web3_wallets: readonly Web3WalletRecord[];
  primary_email_address_id: string | null;
  primary_phone_number_id: string | null;
  primary_web3_wallet_id: string | null;
  password: PasswordRecord | null;
  totp_secret: string | null;
  backup_codes: readonly string[];
  mfa_enabled_at: number | null;
  mfa_disabled_at: number | null;
  banned: boolean;
  locked_until: number | null;
  failed_attempts: number;
  delete_self_enabled: boolean;
  create_organization_enabled: boolean;
  create_organizations_limit: number | null;
  bypass_client_trust: boolean;
  legal_accepted_at: number | null;
  last_sign_in_at: number | null;
  last_active_at: number | null;
  updated_at: number;
}

export interface OrganizationRecord extends StoredObject {
  name: string;
  slug: string;
  has_image: boolean;
  max_allowed_memberships: number;
  admin_delete_enabled: boolean;
  public_metadata: JsonObject;
  private_metadata: JsonObject;
  created_by: string | null;
  role_set_key: string;
  updated_at: number;
}

export interface MembershipRecord extends StoredObject {
  organization_id: string;
  user_id: string;
  role: string;
  public_metadata: JsonObject;
  private_metadata: JsonObject;
  updated_at: number;
}

export type InvitationStatus = 'pending' | 'accepted' | 'revoked' | 'expired';

export interface OrganizationInvitationRecord extends StoredObject {
  organization_id: string;
  email_address: string;
  role: string;
  inviter_id: string | null;
  status: InvitationStatus;
  public_metadata: JsonObject;
  private_metadata: JsonObject;
  redirect_url: string | null;
  ticket: string;
  accepted_by: string | null;
  expires_at: number;
  updated_at: number;
}

export type SessionStatus = 'active' | 'revoked' | 'ended' | 'expired' | 'removed' | 'replaced' | 'pending';

export interface SessionRecord extends StoredObject {
  user_id: string;
  client_id: string;
  actor: JsonObject | null;
  status: SessionStatus;
  last_active_organization_id: string | null;
  last_active_at: number;
  first_factor_at: number;
  second_factor_at: number | null;
  expire_at: number;
  abandon_at: number;
  updated_at: number;
}

/** A browser or device; its secret is what the `__client` cookie carries. */
export interface ClientRecord extends StoredObject {
  secret: string;
  sign_in_id: string | null;
  sign_up_id: string | null;
  last_active_session_id: string | null;
  updated_at: number;
}

export interface RoleRecord extends StoredObject {
  key: string;
  name: string;
  description: string | null;
  is_creator_eligible: boolean;
  permission_ids: readonly string[];
  updated_at: number;
}

export interface PermissionRecord extends StoredObject {
  key: string;
  name: string;
  description: string;
  type: 'system' | 'user';
  updated_at: number;
}

/** Everything that is kept just as Clerk shows it: settings, templates, tokens and the like. */
export interface DocumentRecord extends StoredObject {
  kind: string;
  /** A second key to be found under, such as a name or a secret. */
  lookup: string | null;
  body: JsonObject;
}

export interface DeliveryAttempt {
  at: number;
  status: number | null;
  error: string | null;
}

/** One webhook message on its way to the endpoint. */
export interface DeliveryRecord extends StoredObject {
  type: string;
  payload: string;
  status: 'pending' | 'delivered' | 'failed' | 'dropped';
  attempts: readonly DeliveryAttempt[];
  next_attempt_at: number | null;
  /** How many more copies to send after the first, as a fault asked. */
  extra_copies: number;
}
