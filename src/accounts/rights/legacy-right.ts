import type { AccountState } from '../legacy/legacy-account.js';
import type { RightKind } from './right-record.js';

/** A row of `legacy_rights` with where its person is. */
export interface LegacyRight {
  readonly id: string;
  readonly kind: RightKind;
  readonly line: number;
  readonly organization: string;
  readonly property: string | null;
  readonly role: string | null;
  readonly name: string | null;
  readonly slug: string | null;
  readonly timezone: string | null;
  readonly expiresAt: Date | null;
  readonly state: AccountState;
  readonly importId: string | null;
  readonly organizationId: string | null;
  readonly propertyId: string | null;
  readonly ownerAccountId: string | null;
  readonly begunAt: Date | null;
  readonly givenAt: Date | null;
  /** Of the person's account; null for organizations and properties. */
  readonly accountId: string | null;
  readonly legacyId: string | null;
  readonly accountState: AccountState | null;
  readonly accountImportId: string | null;
  readonly userId: string | null;
  readonly clerkId: string | null;
}

/** The columns of {@link LegacyRight}, of `legacy_rights r left join legacy_accounts a`. */
export const RIGHT_COLUMNS = `r.id, r.kind, r.loaded_line as line, r.organization, r.property, r.role, r.name, r.slug,
  r.timezone, r.expires_at as "expiresAt", r.state, r.import_id as "importId", r.organization_id as "organizationId",
  r.property_id as "propertyId", r.owner_account_id as "ownerAccountId", r.begun_at as "begunAt",
  r.given_at as "givenAt", r.account_id as "accountId", a.legacy_id as "legacyId", a.state as "accountState",
  a.import_id as "accountImportId", coalesce(r.user_id, a.user_id) as "userId", a.clerk_id as "clerkId"`;
