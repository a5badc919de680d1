import { OWNER_ROLE } from '#auth';
import { slugValue, textValue, timezoneValue, type ValueType } from '#libs/http';
import type { SourceRow } from '../files/account-record.js';
import { isEmpty } from '../files/field-values.js';

/** What a row gives, by the fields that it fills. */
export type RightKind = 'organization' | 'property' | 'membership' | 'grant';

/** In this order: a right needs the place that it is held on, and a grant the membership. */
export const RIGHT_KINDS: readonly RightKind[] = ['organization', 'property', 'membership', 'grant'];

/** A row by itself: what it says is well-formed, and nothing is known of what it names. */
export interface RightRecord {
  readonly line: number;
  /** The older system's id of it, or that of one which is here: Clerk's (`org_…`) or ours. */
  readonly organization: string;
  /** The slug of a property. */
  readonly property: string | null;
  /** The person's id in the older system. */
  readonly person: string | null;
  readonly role: string | null;
  readonly name: string | null;
  readonly slug: string | null;
  readonly timezone: string | null;
  readonly expiresAt: Date | null;
}

/** Why a row is not taken. The words name what is wrong, never what stands there. */
export const RIGHT_REFUSALS = {
  unreadable: 'the row cannot be read: broken JSON, or more or fewer cells than the header',
  no_organization: 'there is no organization, or one of more than 255 characters',
  no_name: 'a row without a person makes an organization or a property, and needs a name',
  no_role: 'a row with a person needs a role',
  role_without_person: 'a role needs a person',
  slug_invalid: 'a slug is none: small letters, digits and hyphens, 63 at the most',
  name_invalid: 'a name is no text, or longer than 200 characters',
  timezone_invalid: 'the time zone is none of the IANA names',
  time_invalid: 'expires_at is no time, or lies in the past',
  expiry_of_membership: 'a membership has no end; only a grant expires',
  organization_unknown: 'the organization is neither in this file nor here',
  property_unknown: 'the property is neither in this file nor in the organization',
  no_owner: `nobody in the file has the role ${OWNER_ROLE} in the organization`,
  person_unknown: 'no account with that id was loaded',
  role_unknown: 'there is no such role at this place',
  duplicate: 'another line says the same',
} as const;
export type RightRefusal = keyof typeof RIGHT_REFUSALS;

const MAX_LENGTH = 255;
/** As the routes take them that make a property. */
const NAME = textValue({ max: 200 });

/** Looks one row over by itself. */
export function readRight({ line, fields }: SourceRow, now: Date): RightRecord | RightRefusal {
  const organization = textIn(fields['organization']);
  if (organization === null || organization.length > MAX_LENGTH) return 'no_organization';
  const person = textIn(fields['person']);
  const role = textIn(fields['role']);
  const name = valueIn(NAME, fields['name']);
  if (name === undefined) return 'name_invalid';
  const property = valueIn(slugValue, fields['property']);
  const slug = valueIn(slugValue, fields['slug']);
  if (property === undefined || slug === undefined) return 'slug_invalid';
  const timezone = valueIn(timezoneValue, fields['timezone']);
  if (timezone === undefined) return 'timezone_invalid';
  const expiresAt = timeIn(fields['expires_at']);
  if (expiresAt === undefined || (expiresAt !== null && expiresAt <= now)) return 'time_invalid';
  if (person === null) {
    if (role !== null) return 'role_without_person';
    if (name === null) return 'no_name';
  } else if (role === null) return 'no_role';
  return { line, organization, property, person, role, name, slug, timezone, expiresAt };
}

function textIn(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' ? null : text;
}

/** @returns null where nothing is said, undefined for what is none of its kind */
function valueIn(type: ValueType, field: unknown): string | null | undefined {
  const text = textIn(field);
  if (text === null) return null;
  const reading = type.read(text);
  return 'value' in reading ? (reading.value as string) : undefined;
}

/** @returns null where nothing is said, undefined for what is no time */
function timeIn(value: unknown): Date | null | undefined {
  if (isEmpty(value)) return null;
  const time = new Date(typeof value === 'string' ? value : NaN);
  return Number.isNaN(time.getTime()) ? undefined : time;
}
