import { canonicalTimezone, momentOf } from './time-formats.js';
import { accepted, refused, type ValueType } from './value-type.js';

/** Bounds included. `fromText`: the value comes from a query and is written in plain digits. */
export interface IntegerOptions {
  readonly min?: number;
  readonly max?: number;
  readonly fromText?: boolean;
}

/** A whole number. */
export function integerValue(options: IntegerOptions = {}): ValueType {
  const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER, fromText = false } = options;
  return {
    name: 'integer',
    schema: { type: 'integer', minimum: min, maximum: max },
    read: (value) => {
      const isDigits = fromText && typeof value === 'string' && /^\d{1,15}$/.test(value);
      const number = isDigits ? Number(value) : value;
      if (typeof number !== 'number' || !Number.isSafeInteger(number))
        return refused('must be a whole number');
      return number >= min && number <= max ? accepted(number) : refused(rangeMessage(options));
    },
  };
}

function rangeMessage({ min, max }: IntegerOptions): string {
  if (min === undefined) return `must be ${max ?? Number.MAX_SAFE_INTEGER} or less`;
  return max === undefined ? `must be ${min} or more` : `must be from ${min} to ${max}`;
}

/** `true` or `false`; `fromText`: as those words in a query. */
export function booleanValue(fromText = false): ValueType {
  return {
    name: 'boolean',
    schema: { type: 'boolean' },
    read: (value) => {
      if (typeof value === 'boolean') return accepted(value);
      const isWord = fromText && (value === 'true' || value === 'false');
      return isWord ? accepted(value === 'true') : refused('must be true or false');
    },
  };
}

/** One of the listed words. */
export function enumValue(words: readonly string[]): ValueType {
  return {
    name: 'enum',
    schema: { type: 'string', enum: [...words] },
    read: (value) =>
      typeof value === 'string' && words.includes(value)
        ? accepted(value)
        : refused(`must be one of ${words.join(', ')}`),
  };
}

/** A moment in ISO 8601 with an offset, read into a Date. */
export const dateTimeValue: ValueType = {
  name: 'dateTime',
  schema: { type: 'string', format: 'date-time' },
  read: (value) => {
    const moment = typeof value === 'string' ? momentOf(value) : undefined;
    return moment
      ? accepted(moment)
      : refused('must be a time in ISO 8601 with an offset, such as 2026-11-21T09:00:00Z');
  },
};

/** An IANA time zone. */
export const timezoneValue: ValueType = {
  name: 'timezone',
  schema: { type: 'string', maxLength: 64, example: 'Europe/Vienna' },
  read: (value) => {
    const zone = typeof value === 'string' ? canonicalTimezone(value) : undefined;
    return zone ? accepted(zone) : refused('must be an IANA time zone, such as Europe/Vienna');
  },
};
