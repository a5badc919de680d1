/** What one row of a file says, before it is checked. Nothing of it may stand in an error or a log. */
export interface AccountRecord {
  /** The line of the file that it begins on, from 1. */
  readonly line: number;
  readonly legacyId: unknown;
  readonly emailAddress: unknown;
  readonly emailVerified: unknown;
  readonly firstName: unknown;
  readonly lastName: unknown;
  readonly username: unknown;
  /** A time as text (ISO 8601, or as PostgreSQL prints it), or milliseconds since the epoch. */
  readonly createdAt: unknown;
  /** In the form that Clerk takes for the hasher. */
  readonly digest: unknown;
  /** Clerk's name of it; undefined: told by the digest. */
  readonly hasher: unknown;
  readonly totpSecret: unknown;
  /** One or several, with their country. */
  readonly phone: unknown;
  readonly phoneVerified: unknown;
  readonly furtherEmails: unknown;
  readonly furtherEmailsVerified: unknown;
  readonly backupCodes: unknown;
}

/** A row that is read as far as its line only. */
export interface UnreadableRow {
  readonly line: number;
  readonly unreadable: true;
}

/** One source object of a file with the line that it begins on. */
export interface SourceRow {
  readonly line: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

export const NO_RECORD: Omit<AccountRecord, 'line' | 'legacyId' | 'emailAddress'> = {
  emailVerified: undefined,
  firstName: undefined,
  lastName: undefined,
  username: undefined,
  createdAt: undefined,
  digest: undefined,
  hasher: undefined,
  totpSecret: undefined,
  phone: undefined,
  phoneVerified: undefined,
  furtherEmails: undefined,
  furtherEmailsVerified: undefined,
  backupCodes: undefined,
};
