import { UUID_SOURCE } from '#libs/uuid';

/** A person in a body or a query, by our id or Clerk's: options of a `PatternField`, beside its description. */
export const PERSON_ID_FIELD = {
  pattern: new RegExp(`^(${UUID_SOURCE}|user_[A-Za-z0-9]{1,64})$`, 'i'),
  max: 80,
  expected: 'the id of a person, ours or Clerk’s',
} as const;
