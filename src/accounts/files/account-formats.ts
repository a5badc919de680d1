import { type AccountRecord, NO_RECORD, type SourceRow, type UnreadableRow } from './account-record.js';
import { csvOrNdjson } from './csv-or-ndjson.js';
import { csvRows } from './csv-rows.js';
import { withDemandedFields } from './demanded-fields.js';
import { scryptFirebaseDigest, type FirebaseParameters } from './firebase-digest.js';
import { jsonListRows, ndjsonRows } from './json-rows.js';

/** The files that accounts are read from. */
export const ACCOUNT_FORMATS = ['csv', 'ndjson', 'auth0', 'firebase', 'supabase', 'authjs'] as const;
export type AccountFormat = (typeof ACCOUNT_FORMATS)[number];

export interface FileContext {
  /** Of the project that a Firebase export is of. */
  readonly firebase: FirebaseParameters | undefined;
}

interface Format {
  /** By the name of the file where a system writes several kinds. */
  readonly rows: (
    fileName: string,
  ) => (chunks: AsyncIterable<string>) => AsyncGenerator<SourceRow | UnreadableRow>;
  /** Fields without which a first row is of another kind of file; one of each group. */
  readonly demanded: readonly (readonly string[])[];
  readonly read: (row: SourceRow, context: FileContext) => AccountRecord;
}

const ID = ['legacy_id', 'id'];

/** Our own columns, for an app that has its own table of users. */
const own = ({ line, fields }: SourceRow): AccountRecord => ({
  line,
  legacyId: fields['legacy_id'] ?? fields['id'],
  emailAddress: fields['email'],
  emailVerified: fields['email_verified'],
  firstName: fields['first_name'],
  lastName: fields['last_name'],
  username: fields['username'],
  createdAt: fields['created_at'],
  digest: fields['password_digest'],
  hasher: fields['password_hasher'],
  totpSecret: fields['totp_secret'],
  phone: fields['phone'],
  phoneVerified: fields['phone_verified'],
  furtherEmails: fields['further_emails'],
  furtherEmailsVerified: fields['further_emails_verified'],
  backupCodes: fields['backup_codes'],
});

const FORMATS: Readonly<Record<AccountFormat, Format>> = {
  csv: { rows: () => csvRows, demanded: [ID, ['email']], read: own },
  ndjson: { rows: () => ndjsonRows, demanded: [ID, ['email']], read: own },
  // The bulk export, and the file with digests that Auth0's support hands out: MongoDB's extended JSON.
  auth0: {
    rows: () => ndjsonRows,
    demanded: [['user_id', '_id'], ['email']],
    read: ({ line, fields }) => ({
      ...NO_RECORD,
      line,
      legacyId: fields['user_id'] ?? auth0Id(fields['_id']),
      emailAddress: fields['email'],
      emailVerified: fields['email_verified'] ?? false,
      firstName: fields['given_name'],
      lastName: fields['family_name'],
      username: fields['username'],
      createdAt: fields['created_at'],
      digest: fields['passwordHash'],
      phone: fields['phone_number'],
      phoneVerified: fields['phone_verified'],
    }),
  },
  // `firebase auth:export users.json`
  firebase: {
    rows: () => jsonListRows,
    demanded: [['localId']],
    read: ({ line, fields }, { firebase }) => ({
      ...NO_RECORD,
      line,
      legacyId: fields['localId'],
      emailAddress: fields['email'],
      emailVerified: fields['emailVerified'] ?? false,
      ...namesOf(fields['displayName']),
      createdAt: numberIn(fields['createdAt']),
      // Firebase keeps no number that was not proved.
      phone: fields['phoneNumber'],
      phoneVerified: true,
      ...(filled(fields['passwordHash']) && {
        digest: scryptFirebaseDigest(fields['passwordHash'], fields['salt'], firebase),
        hasher: 'scrypt_firebase',
      }),
    }),
  },
  // `copy (select * from auth.users) to … csv header`, or the CSV of the dashboard
  supabase: {
    rows: csvOrNdjson,
    demanded: [['id'], ['email'], ['encrypted_password']],
    read: ({ line, fields }) => ({
      ...NO_RECORD,
      line,
      legacyId: fields['id'],
      emailAddress: fields['email'],
      emailVerified: filled(fields['email_confirmed_at']) || filled(fields['confirmed_at']),
      ...namesOf(fullNameIn(fields['raw_user_meta_data'])),
      createdAt: fields['created_at'],
      digest: fields['encrypted_password'],
      // Without the sign before it.
      phone: filled(fields['phone']) ? `+${String(fields['phone']).replace(/^\+/, '')}` : undefined,
      phoneVerified: filled(fields['phone_confirmed_at']),
    }),
  },
  // The table `User` of an adapter, with the column in which the app's credentials provider keeps the digest.
  authjs: {
    rows: csvOrNdjson,
    demanded: [['id'], ['email'], ['emailVerified', 'email_verified']],
    read: ({ line, fields }) => ({
      ...NO_RECORD,
      line,
      legacyId: fields['id'],
      emailAddress: fields['email'],
      emailVerified: filled(fields['emailVerified'] ?? fields['email_verified']),
      ...namesOf(fields['name']),
      createdAt: fields['createdAt'] ?? fields['created_at'],
      digest:
        fields['password'] ?? fields['hashedPassword'] ?? fields['passwordHash'] ?? fields['password_hash'],
    }),
  },
};

/**
 * The rows of a file as a format reads them, one after the other.
 *
 * @throws AppError `accounts_file_unreadable` where the first row shows that it is another kind of file
 */
export async function* recordsIn(
  chunks: AsyncIterable<string>,
  fileName: string,
  format: AccountFormat,
  context: FileContext,
): AsyncGenerator<AccountRecord | UnreadableRow> {
  const { rows, demanded, read } = FORMATS[format];
  for await (const row of withDemandedFields(rows(fileName)(chunks), demanded))
    yield 'fields' in row ? read(row, context) : row;
}

/** By its name where nothing is stated: `.csv`, else a JSON object a line. */
export function accountFormatOf(fileName: string): AccountFormat {
  return csvOrNdjson(fileName) === csvRows ? 'csv' : 'ndjson';
}

function auth0Id(id: unknown): unknown {
  if (typeof id !== 'object' || id === null || !('$oid' in id)) return id;
  return typeof id.$oid === 'string' ? `auth0|${id.$oid}` : undefined;
}

function filled(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && value !== false;
}

function numberIn(value: unknown): unknown {
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
}

function fullNameIn(value: unknown): unknown {
  try {
    const data: unknown = typeof value === 'string' ? JSON.parse(value) : value;
    if (typeof data !== 'object' || data === null) return undefined;
    const { full_name: fullName, name } = data as { full_name?: unknown; name?: unknown };
    return fullName ?? name;
  } catch {
    return undefined;
  }
}

/** The last word is the last name: systems with one field for both keep no more than that. */
function namesOf(name: unknown): { firstName: unknown; lastName: unknown } {
  if (typeof name !== 'string') return { firstName: undefined, lastName: undefined };
  const parts = name.trim().split(/\s+/);
  return parts.length < 2
    ? { firstName: parts[0], lastName: undefined }
    : { firstName: parts.slice(0, -1).join(' '), lastName: parts.at(-1) };
}
