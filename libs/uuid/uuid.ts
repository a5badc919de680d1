/** A UUID in lower case, as a regular expression to be put into others: of any version, with its hyphens. */
export const UUID_SOURCE = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

const IN_LOWER_CASE = new RegExp(`^${UUID_SOURCE}$`);
const IN_ANY_CASE = new RegExp(`^${UUID_SOURCE}$`, 'i');

/** Whether a text is a UUID, in lower case or upper. */
export function isUuid(text: string): boolean {
  return IN_ANY_CASE.test(text);
}

/** Whether a text is a UUID in lower case, as ids are written here, so that it may be compared with them. */
export function isLowerCaseUuid(text: string): boolean {
  return IN_LOWER_CASE.test(text);
}

/** Reads a UUID, in lower case; undefined for any other text. */
export function parseUuid(text: string): string | undefined {
  return isUuid(text) ? text.toLowerCase() : undefined;
}
