/** Where an account of the older system is on its way; the row is its own ledger. */
export const ACCOUNT_STATES = ['pending', 'creating', 'created', 'matched', 'failed', 'undone'] as const;
export type AccountState = (typeof ACCOUNT_STATES)[number];

/** On its way still: nothing has become of it. */
export function isWaitingAccount(state: AccountState): boolean {
  return state === 'pending' || state === 'creating';
}

/** What the older system says of an account, but for its secrets. */
export interface AccountDetails {
  readonly legacyId: string;
  readonly emailAddress: string;
  readonly emailVerified: boolean;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly username: string | null;
  readonly createdAt: Date | null;
  /** Clerk's name of it; null for people without a password. */
  readonly hasher: string | null;
}

/** A row of `legacy_accounts` with what is sealed of it. */
export interface LegacyAccount extends AccountDetails {
  readonly id: string;
  readonly state: AccountState;
  readonly error: string | null;
  readonly importId: string | null;
  readonly clerkId: string | null;
  readonly sealedDigest: string | null;
  readonly sealedTotpSecret: string | null;
  readonly sealedFurther: string | null;
}

/** The columns of {@link LegacyAccount}, of `legacy_accounts a left join legacy_account_secrets s`. */
export const ACCOUNT_COLUMNS = `a.id, a.legacy_id as "legacyId", a.email_address as "emailAddress",
  a.email_verified as "emailVerified", a.first_name as "firstName", a.last_name as "lastName", a.username,
  a.legacy_created_at as "createdAt", a.hasher, a.state, a.error, a.import_id as "importId", a.clerk_id as "clerkId",
  s.sealed_digest as "sealedDigest", s.sealed_totp_secret as "sealedTotpSecret", s.sealed_further as "sealedFurther"`;
