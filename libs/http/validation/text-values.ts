import { canonicalEmail } from '#libs/email';
import { parseUuid } from '#libs/uuid';
import { hiddenCharactersIn } from './hidden-characters.js';
import { isReservedSlug } from './reserved-slugs.js';
import { accepted, refused, type ValueType } from './value-type.js';

/** Lengths count characters after trimming. */
export interface TextOptions {
  /** Default 1. */
  readonly min?: number;
  /** Default 200. */
  readonly max?: number;
  /** Line breaks and tabs are taken. */
  readonly multiline?: boolean;
}

/** Text for people: trimmed once, in Unicode NFC, without control or direction characters. */
export function textValue({ min = 1, max = 200, multiline = false }: TextOptions = {}): ValueType {
  return {
    name: 'text',
    schema: { type: 'string', minLength: min, maxLength: max },
    read: (value) => {
      if (typeof value !== 'string') return refused('must be a text');
      if (value.length > 4 * max + 100) return refused(`must not be longer than ${max} characters`);
      const text = value.trim().normalize('NFC');
      const hidden = hiddenCharactersIn(multiline ? text.replace(/[\t\r\n]/g, ' ') : text);
      if (hidden !== null) return refused(`must not hold ${hidden} characters`);
      const { length } = Array.from(text);
      if (length > max) return refused(`must not be longer than ${max} characters`);
      if (length >= min) return accepted(text);
      return refused(length === 0 ? 'must not be empty' : `must have ${min} characters or more`);
    },
  };
}

/** Text that a pattern describes; the caller is told in words what is expected. */
export function patternValue(pattern: RegExp, max: number, expected: string): ValueType {
  return {
    name: 'pattern',
    schema: { type: 'string', pattern: pattern.source, maxLength: max },
    read: (value) =>
      typeof value === 'string' && value.length <= max && pattern.test(value)
        ? accepted(value)
        : refused(`must be ${expected}`),
  };
}

const slugPattern = patternValue(
  /^[a-z0-9]+(?:-[a-z0-9]+)*$/,
  63,
  'lower-case letters, digits and single hyphens, at most 63',
);

/** A short name for URLs; those that an app needs for itself are not given away. */
export const slugValue: ValueType = {
  ...slugPattern,
  name: 'slug',
  read: (value) => (isReservedSlug(value) ? refused('must not be a reserved word') : slugPattern.read(value)),
};

/** A UUID, lower-cased. */
export const uuidValue: ValueType = {
  name: 'uuid',
  schema: { type: 'string', format: 'uuid' },
  read: (value) => {
    const id = typeof value === 'string' ? parseUuid(value) : undefined;
    return id === undefined ? refused('must be a UUID') : accepted(id);
  },
};

/** An e-mail address in its canonical form. */
export const emailValue: ValueType = {
  name: 'email',
  schema: { type: 'string', format: 'email', maxLength: 254 },
  read: (value) => {
    const address = typeof value === 'string' ? canonicalEmail(value) : undefined;
    return address === undefined ? refused('must be an e-mail address') : accepted(address);
  },
};
