import type { ChapterHead, Row } from './chapter.js';

/** What Clerk says of a person, list by list, as `ClerkRecords.ofUser` brings it. */
export interface ClerkRecordsOfUser {
  readonly user: unknown;
  readonly sessions: readonly unknown[];
  readonly memberships: readonly unknown[];
  readonly invitations: readonly unknown[];
}

export interface ClerkChapter {
  readonly head: ChapterHead;
  readonly rows: readonly Row[];
}

/** Lists inside Clerk's user that are tables of their own for a reader. */
const LISTS: Readonly<Record<string, string>> = {
  email_addresses: 'clerk_email_addresses',
  phone_numbers: 'clerk_phone_numbers',
  external_accounts: 'clerk_connected_accounts',
  saml_accounts: 'clerk_saml_accounts',
  enterprise_accounts: 'clerk_enterprise_accounts',
  web3_wallets: 'clerk_web3_wallets',
  passkeys: 'clerk_passkeys',
};

/** Who else took part, by Clerk's names: the inviter, whoever founded the organization. */
const OTHER_PEOPLE = new Set([
  'inviter_id',
  'inviter_user_id',
  'public_inviter_data',
  'created_by',
  'requesting_user_id',
]);
/** An organization is its customer's: the person is told which it is, not what is kept of it. */
const OF_ORGANIZATION = ['id', 'name', 'slug', 'image_url'];

/** Clerk's part of an archive, without what is about other people. */
export function chaptersOfClerk({
  user,
  sessions,
  memberships,
  invitations,
}: ClerkRecordsOfUser): ClerkChapter[] {
  if (!isRecord(user)) return [];
  const lists = Object.entries(LISTS).map(([field, name]) =>
    chapterOf(name, 'Your account', Array.isArray(user[field]) ? (user[field] as unknown[]) : []),
  );
  const account = Object.fromEntries(Object.entries(user).filter(([field]) => !(field in LISTS)));
  return [
    chapterOf('clerk_user', 'Your account', [account]),
    ...lists,
    chapterOf('clerk_sessions', 'To keep you signed in', sessions),
    chapterOf('clerk_memberships', 'To know which organizations you belong to', memberships),
    chapterOf('clerk_invitations', 'To invite you to an organization', invitations),
  ].filter(({ rows }) => rows.length > 0);
}

/** What Clerk says of an organization and the people in it, for its owner. */
export function chaptersOfOrganization({
  organization,
  memberships,
  invitations,
}: {
  organization: unknown;
  memberships: readonly unknown[];
  invitations: readonly unknown[];
}): ClerkChapter[] {
  const chapter = (name: string, purpose: string, records: readonly unknown[]): ClerkChapter => {
    const rows = records.filter(isRecord);
    const { head } = chapterOf(name, purpose, rows);
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    return { head: { ...head, source: 'Clerk, where the organization is kept', columns }, rows };
  };
  return [
    chapter('clerk_organization', 'The customers of the platform', [organization]),
    chapter('clerk_memberships', 'To know who belongs to the organization', memberships),
    chapter('clerk_invitations', 'To invite people', invitations),
  ].filter(({ rows }) => rows.length > 0);
}

function chapterOf(name: string, purpose: string, records: readonly unknown[]): ClerkChapter {
  const rows = records.filter(isRecord).map((record) => withoutOthers(record));
  return {
    head: {
      name,
      purpose,
      source: 'Clerk, which you signed up with',
      basis: 'Art. 6(1)(b) GDPR (contract)',
      retention: 'as long as the account',
      columns: [...new Set(rows.flatMap((row) => Object.keys(row)))],
      aboutOthers: [],
    },
    rows,
  };
}

/**
 * Leaves out who else took part. An impersonator becomes the fact that there was one: that somebody acted in their name
 * is the person's to know, who it was is in the audit log of the platform.
 */
export function withoutOthers(record: Row): Row {
  const kept: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(record)) {
    if (OTHER_PEOPLE.has(field)) continue;
    if (field === 'actor') kept['impersonated'] = value !== null && value !== undefined;
    else if (isOrganization(field, value))
      kept[field] = Object.fromEntries(OF_ORGANIZATION.map((name) => [name, value[name] ?? null]));
    else kept[field] = isRecord(value) ? withoutOthers(value) : value;
  }
  return kept;
}

function isOrganization(field: string, value: unknown): value is Row {
  return isRecord(value) && (field === 'organization' || field === 'public_organization_data');
}

function isRecord(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
