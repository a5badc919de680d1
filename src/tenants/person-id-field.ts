/**
 * A person in a body or a query, by our id or Clerk's: options of a `PatternField`, beside its description. The pattern is
 * published as it stands, so that it is not put together of the one for ids.
 */
export const PERSON_ID_FIELD = {
  pattern: /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|user_[A-Za-z0-9]{1,64})$/i,
  max: 80,
  expected: 'the id of a person, ours or Clerk’s',
} as const;
