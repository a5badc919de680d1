import { Field, type FieldOptions } from './field.js';
import {
  booleanValue,
  dateTimeValue,
  enumValue,
  integerValue,
  timezoneValue,
  type IntegerOptions,
} from './scalar-values.js';
import {
  emailValue,
  patternValue,
  slugValue,
  textValue,
  uuidValue,
  type TextOptions,
} from './text-values.js';

/** Text for people: trimmed once, without control characters; 1 to 200 characters unless told otherwise. */
export function TextField(options: FieldOptions & TextOptions = {}): PropertyDecorator {
  return Field(textValue(options), options);
}

/** Text that a pattern describes; `expected` completes "must be …". */
export function PatternField(
  options: FieldOptions & { readonly pattern: RegExp; readonly max: number; readonly expected: string },
): PropertyDecorator {
  return Field(patternValue(options.pattern, options.max, options.expected), options);
}

/** An e-mail address in one canonical form: trimmed, lower-case, the domain in ASCII. */
export function EmailField(options: FieldOptions = {}): PropertyDecorator {
  return Field(emailValue, options);
}

/** A short name for URLs: lower-case letters, digits and single hyphens, at most 63. */
export function SlugField(options: FieldOptions = {}): PropertyDecorator {
  return Field(slugValue, options);
}

/** A UUID, lower-cased. */
export function UuidField(options: FieldOptions = {}): PropertyDecorator {
  return Field(uuidValue, options);
}

/** An IANA time zone, in its usual spelling. */
export function TimezoneField(options: FieldOptions = {}): PropertyDecorator {
  return Field(timezoneValue, options);
}

/** One of the listed words. */
export function EnumField(words: readonly string[], options: FieldOptions = {}): PropertyDecorator {
  return Field(enumValue(words), options);
}

/** A moment in ISO 8601 with an offset, read into a Date. */
export function DateTimeField(options: FieldOptions = {}): PropertyDecorator {
  return Field(dateTimeValue, options);
}

/** A whole number; `fromText` where it comes from a query. */
export function IntegerField(options: FieldOptions & IntegerOptions = {}): PropertyDecorator {
  return Field(integerValue(options), options);
}

/** `true` or `false`; `fromText` where it comes from a query. */
export function BooleanField(
  options: FieldOptions & { readonly fromText?: boolean } = {},
): PropertyDecorator {
  return Field(booleanValue(options.fromText), options);
}
