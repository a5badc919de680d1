import { canonicalEmail } from '#libs/email';
import { canonicalPhone } from '#users';
import type { FurtherIdentifiers } from '../legacy/further-identifiers.js';
import type { AccountRecord } from './account-record.js';
import { flagOf, isEmpty } from './field-values.js';

export type FurtherRefusal =
  'phone_invalid' | 'further_email_invalid' | 'backup_codes_invalid' | 'flag_invalid';

const MOST = 20;

/**
 * What a row says beside its first address; null where it says nothing. Nothing said of being proved: not proved, since the
 * older system let nobody in with it.
 */
export function furtherIdentifiersIn(
  record: AccountRecord,
  emailAddress: string,
): FurtherIdentifiers | null | FurtherRefusal {
  const phonesVerified = isEmpty(record.phoneVerified) ? false : flagOf(record.phoneVerified);
  const emailsVerified = isEmpty(record.furtherEmailsVerified) ? false : flagOf(record.furtherEmailsVerified);
  if (phonesVerified === undefined || emailsVerified === undefined) return 'flag_invalid';
  const phones = listOf(record.phone, /[,;|]/)?.map((text) => canonicalPhone(text));
  if (phones === undefined || phones.includes(null)) return 'phone_invalid';
  const emails = listOf(record.furtherEmails, /[\s,;|]+/)?.map((text) => canonicalEmail(text));
  if (emails === undefined || emails.includes(undefined)) return 'further_email_invalid';
  const backupCodes = listOf(record.backupCodes, /[\s,;|]+/);
  if (backupCodes === undefined || !backupCodes.every((code) => /^[\x21-\x7e]{4,100}$/.test(code)))
    return 'backup_codes_invalid';
  const further = {
    emailAddresses: unique(emails)
      .filter((address) => address !== emailAddress)
      .map((address) => ({ value: address, isVerified: emailsVerified })),
    phoneNumbers: unique(phones).map((number) => ({ value: number, isVerified: phonesVerified })),
    backupCodes: unique(backupCodes),
  };
  const isNothing = Object.values(further).every((list) => list.length === 0);
  return isNothing ? null : further;
}

/** A list as JSON has it, or as one text with signs between. Undefined for what is neither, or too long. */
function listOf(value: unknown, between: RegExp): string[] | undefined {
  if (isEmpty(value)) return [];
  const items: unknown[] | undefined = Array.isArray(value)
    ? value
    : typeof value === 'string'
      ? value.split(between)
      : undefined;
  const texts = items?.map((item) => (typeof item === 'string' ? item.trim() : null));
  if (texts === undefined || texts.length > MOST || texts.includes(null)) return undefined;
  return texts.filter((text): text is string => text !== null && text !== '');
}

function unique<T>(values: readonly (T | null | undefined)[]): T[] {
  return [...new Set(values)].filter((value): value is T => value !== null && value !== undefined);
}
