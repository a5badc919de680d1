import { canonicalEmail } from '#libs/email';
import type { AccountDetails } from '../legacy/legacy-account.js';
import type { FurtherIdentifiers } from '../legacy/further-identifiers.js';
import type { AccountRecord } from './account-record.js';
import { hasherOf, type Hasher, isDigestOf, isHasher } from './digest.rule.js';
import { flagOf, isEmpty } from './field-values.js';
import { furtherIdentifiersIn } from './further-identifiers.rule.js';

/** A row that may be sent. */
export interface CheckedAccount extends AccountDetails {
  readonly line: number;
  readonly hasher: Hasher | null;
  readonly digest: string | null;
  readonly totpSecret: string | null;
  readonly further: FurtherIdentifiers | null;
}

/** Why a row is not taken. The words name what is wrong, never what stands there. */
export const REFUSALS = {
  unreadable: 'the row cannot be read: broken JSON, or more or fewer cells than the header',
  no_id: 'there is no id, or one of more than 255 characters',
  no_email: 'there is no e-mail address',
  email_invalid: 'the e-mail address is none',
  name_invalid: 'a name is no text, or longer than 255 characters',
  time_invalid: 'the time of creation is none, or lies in the future',
  flag_invalid: 'what says whether an address or a number is verified is neither true nor false',
  hasher_unknown: 'Clerk knows no such hasher',
  hasher_missing: 'the digest does not tell its hasher; state it in password_hasher or by --hasher',
  digest_shape: 'the digest is not one of the stated hasher',
  totp_invalid: 'the TOTP secret is no base32 text of 16 characters or more',
  phone_invalid: 'a phone number is none with its country: +43 660 1234567',
  further_email_invalid: 'a further e-mail address is none',
  backup_codes_invalid: 'the backup codes are no list of 20 texts at the most, of 4 signs or more each',
  duplicate_id: 'another line has the same id',
  duplicate_email: 'another line has the same e-mail address',
  clash_id: 'an account that was loaded before has this id and another e-mail address',
  clash_email: 'an account that was loaded before has this e-mail address and another id',
  erased: 'the person was erased and does not come back',
} as const;
export type RecordRefusal = keyof typeof REFUSALS;

const MAX_LENGTH = 255;

/** Looks one row over by itself. @param stated the hasher of all rows that name none */
export function checkRecord(
  record: AccountRecord,
  { stated, now }: { stated: string | undefined; now: Date },
): CheckedAccount | RecordRefusal {
  const { line } = record;
  const legacyId = typeof record.legacyId === 'number' ? String(record.legacyId) : record.legacyId;
  if (typeof legacyId !== 'string' || legacyId.trim() === '' || legacyId.length > MAX_LENGTH) return 'no_id';
  if (isEmpty(record.emailAddress)) return 'no_email';
  const emailAddress =
    typeof record.emailAddress === 'string' ? canonicalEmail(record.emailAddress) : undefined;
  if (emailAddress === undefined) return 'email_invalid';
  const emailVerified = flagOf(record.emailVerified);
  if (emailVerified === undefined) return 'flag_invalid';
  const names = [record.firstName, record.lastName, record.username].map(nameOf);
  const [firstName, lastName, username] = names;
  if (firstName === undefined || lastName === undefined || username === undefined) return 'name_invalid';
  const createdAt = timeOf(record.createdAt);
  if (createdAt === undefined || (createdAt !== null && createdAt > now)) return 'time_invalid';
  const password = passwordOf(record, stated);
  if (typeof password === 'string') return password;
  const totpSecret = totpOf(record.totpSecret);
  if (totpSecret === undefined) return 'totp_invalid';
  const further = furtherIdentifiersIn(record, emailAddress);
  if (typeof further === 'string') return further;
  return {
    line,
    legacyId,
    emailAddress,
    emailVerified,
    firstName,
    lastName,
    username,
    createdAt,
    ...password,
    totpSecret,
    further,
  };
}

function passwordOf(
  { digest, hasher }: AccountRecord,
  stated: string | undefined,
): Pick<CheckedAccount, 'digest' | 'hasher'> | RecordRefusal {
  if (isEmpty(digest)) return { digest: null, hasher: null };
  if (typeof digest !== 'string') return 'digest_shape';
  const text = digest.trim();
  const named = isEmpty(hasher) ? stated : hasher;
  if (named === undefined) {
    const told = hasherOf(text);
    return told === null ? 'hasher_missing' : { digest: text, hasher: told };
  }
  if (typeof named !== 'string' || !isHasher(named)) return 'hasher_unknown';
  return isDigestOf(named, text) ? { digest: text, hasher: named } : 'digest_shape';
}

function nameOf(value: unknown): string | null | undefined {
  if (isEmpty(value)) return null;
  return typeof value === 'string' && value.length <= MAX_LENGTH ? value : undefined;
}

/** Also as PostgreSQL prints it: a blank for the `T`, and whole hours of the zone. */
function timeOf(value: unknown): Date | null | undefined {
  if (isEmpty(value)) return null;
  const time =
    typeof value === 'string'
      ? new Date(value.replace(/^(\d{4}-\d\d-\d\d) (\d)/, '$1T$2').replace(/([+-]\d\d)$/, '$1:00'))
      : new Date(typeof value === 'number' ? value : NaN);
  return Number.isNaN(time.getTime()) || time.getTime() < 0 ? undefined : time;
}

function totpOf(value: unknown): string | null | undefined {
  if (isEmpty(value)) return null;
  const text = typeof value === 'string' ? value.replace(/[\s=-]/g, '').toUpperCase() : '';
  return /^[A-Z2-7]{16,128}$/.test(text) ? text : undefined;
}
