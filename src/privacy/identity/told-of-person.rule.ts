import { mirroredEmail } from '#libs/email';
import { canonicalPhone } from '#users';

/** What a record says of a person that they can be found by. */
export interface ToldOfPerson {
  readonly addresses: readonly (string | null)[];
  readonly phones: readonly string[];
  readonly externalIds: readonly (string | null)[];
  readonly userNames: readonly string[];
  readonly firstNames: readonly (string | null)[];
  readonly lastNames: readonly (string | null)[];
}

type Told = { readonly [Kind in keyof ToldOfPerson]: readonly string[] };

/** Reads Clerk's record of a user, from its API or from an event; what is missing or of another type says nothing. */
export function toldOfPerson(user: unknown): Told {
  const texts = (...fields: string[]) => fields.flatMap((field) => textsOf(fieldOf(user, field)));
  const inList = (list: string, field: string) => {
    const items = fieldOf(user, list);
    return (Array.isArray(items) ? items : []).flatMap((item) => textsOf(fieldOf(item, field)));
  };
  return {
    addresses: inList('email_addresses', 'email_address').map(mirroredEmail),
    phones: inList('phone_numbers', 'phone_number').flatMap((number) => canonicalPhone(number) ?? []),
    externalIds: texts('external_id'),
    userNames: texts('username'),
    firstNames: texts('first_name'),
    lastNames: texts('last_name'),
  };
}

/** Everything that several records say, each once. */
export function together(records: readonly ToldOfPerson[]): Told {
  const all = (kind: keyof ToldOfPerson) =>
    [
      ...new Set(records.flatMap((record) => record[kind].filter((text) => text !== null && text !== ''))),
    ] as string[];
  return {
    addresses: all('addresses'),
    phones: all('phones'),
    externalIds: all('externalIds'),
    userNames: all('userNames'),
    firstNames: all('firstNames'),
    lastNames: all('lastNames'),
  };
}

function fieldOf(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[field] : undefined;
}

const textsOf = (value: unknown): string[] => (typeof value === 'string' && value !== '' ? [value] : []);
