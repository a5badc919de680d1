import { mirroredEmail } from '#libs/email';
import type { UserState } from '#users';

type Fields = Readonly<Record<string, unknown>>;

/** What Clerk never sends as null on purpose: null is as unknown there as a field that is missing. */
const NEVER_NULL = new Set([
  'banned',
  'two_factor_enabled',
  'created_at',
  'updated_at',
  'email_address',
  'email_addresses',
  'name',
  'organization_id',
  'role',
  'status',
  'user_id',
]);

/**
 * Fills in, with what is known, what an event does not tell: Clerk's schema and its documented examples differ
 * in what they leave out, and a field that is missing says nothing about its value. What is not known either stays away.
 *
 * @param known in Clerk's names and units
 */
export function completed(payload: unknown, known: Fields): unknown {
  if (!isObject(payload)) return payload;
  const filled = Object.entries(known).filter(
    ([name, value]) => value !== undefined && isUntold(payload, name),
  );
  return { ...payload, ...Object.fromEntries(filled) };
}

/**
 * Completes a user. Whether an address is verified is kept where it is not told, and for a new one it is not; a person
 * of whom nobody said that they are banned is not, as Clerk makes them.
 *
 * @param known what is mirrored; null for a person who is not
 */
export function completedUser(
  payload: unknown,
  known: UserState | null,
  times: { createdAt: Date; eventAt: Date },
): unknown {
  if (!isObject(payload)) return payload;
  const mirrored = known?.addresses ?? [];
  const told = payload['email_addresses'];
  // Of another type is a fault and stays one; only what is missing is unknown.
  if (!isUntold(payload, 'email_addresses') && !Array.isArray(told)) return payload;
  const addresses = Array.isArray(told)
    ? withPrimaryId(told, payload['primary_email_address_id']).map((each) => completedAddress(each, mirrored))
    : mirrored.map(({ emailAddress, verified }) => ({
        id: emailAddress,
        email_address: emailAddress,
        verification: { status: verified ? 'verified' : 'unverified' },
      }));
  const primary = addresses.find(
    (each) => isObject(each) && sameAddress(each['email_address'], known?.emailAddress),
  );
  const complete = completed(payload, {
    external_id: known?.externalId ?? null,
    first_name: known?.firstName ?? null,
    last_name: known?.lastName ?? null,
    banned: known?.banned ?? false,
    two_factor_enabled: known?.twoFactorEnabled ?? false,
    primary_email_address_id: (primary as Fields | undefined)?.['id'] ?? null,
    created_at: times.createdAt.getTime(),
    updated_at: times.eventAt.getTime(),
  }) as Fields;
  return {
    ...complete,
    email_addresses: addresses,
    // An id that is told without the addresses names none of those that are known.
    ...(!Array.isArray(told) && { primary_email_address_id: known?.emailAddress ?? null }),
  };
}

const OF_USER = [
  'external_id',
  'first_name',
  'last_name',
  'banned',
  'two_factor_enabled',
  'primary_email_address_id',
  'created_at',
  'updated_at',
];

/** Whether a user tells all that {@link completedUser} would fill in. */
export function isWholeUser(payload: unknown): boolean {
  const told = partOf(payload, 'email_addresses');
  return (
    OF_USER.every((name) => !isUntold(payload, name)) &&
    Array.isArray(told) &&
    told.every((address) => isObject(address) && !isUntold(address, 'id') && isVerificationTold(address))
  );
}

/** Where the primary id names none of the addresses, and one of them tells no id, that one is meant. */
function withPrimaryId(told: readonly unknown[], primaryId: unknown): unknown[] {
  const nameless = told.filter((each) => isObject(each) && isUntold(each, 'id'));
  const isNamed = told.some((each) => isObject(each) && each['id'] === primaryId);
  if (typeof primaryId !== 'string' || isNamed || nameless.length !== 1) return [...told];
  return told.map((each) => (each === nameless[0] && isObject(each) ? { ...each, id: primaryId } : each));
}

function completedAddress(address: unknown, mirrored: UserState['addresses']): unknown {
  if (!isObject(address)) return address;
  const text = address['email_address'];
  const isTold = isVerificationTold(address);
  const known = mirrored.find(({ emailAddress }) => sameAddress(text, emailAddress));
  return {
    ...address,
    id: address['id'] ?? text,
    ...(!isTold && { verification: { status: known?.verified === true ? 'verified' : 'unverified' } }),
  };
}

function isVerificationTold({ verification }: Fields): boolean {
  return verification === null || (isObject(verification) && !isUntold(verification, 'status'));
}

/** Whether a user tells an address without its text: which one is meant only Clerk knows. */
export function lacksAnAddress(payload: unknown): boolean {
  const told = partOf(payload, 'email_addresses');
  return Array.isArray(told) && told.some((each) => isObject(each) && isUntold(each, 'email_address'));
}

/** Whether an event says nothing about a field. */
export function isUntold(payload: unknown, name: string): boolean {
  if (!isObject(payload)) return true;
  const value = payload[name];
  return value === undefined || (value === null && NEVER_NULL.has(name));
}

/** A part of a payload, or nothing where it is missing. */
export function partOf(payload: unknown, name: string): unknown {
  return isObject(payload) ? payload[name] : undefined;
}

function sameAddress(told: unknown, known: string | null | undefined): boolean {
  return typeof told === 'string' && mirroredEmail(told) === known;
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
