/** What is said of a field that a request has and its DTO has not. */
export const UNKNOWN_FIELD = 'is not a field that is known here';

/**
 * The keys of a value that its class has from its prototypes: members of `Object.prototype` and methods. No DTO declares
 * such a field, class-transformer drops them in silence, and class-validator's whitelist finds "metadata" for them on the
 * plain object that it looks them up in; so they are looked for before either.
 */
export function inheritedNames(type: { readonly prototype: object } | undefined, value: object): string[] {
  const prototype = type?.prototype ?? Object.prototype;
  return Object.keys(value).filter((key) => key in prototype || key === 'prototype');
}
