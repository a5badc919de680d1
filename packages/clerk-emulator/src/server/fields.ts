import type { JsonObject } from '../state/records.js';
import { badFormat, badValue, clerkError, missing, unknownParam } from './clerk-error.js';

const METADATA_LIMIT_BYTES = 8 * 1024;

/** Is it a plain JSON object? */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The body of a request, read field by field. Every reader throws Clerk's 422 for a wrong type. `undefined` means the
 * field was not sent; readers that can also give `null` say so in their name.
 */
export class Fields {
  private readonly source: JsonObject;

  constructor(body: unknown) {
    if (body !== undefined && body !== null && !isObject(body)) {
      throw clerkError(
        400,
        'request_body_invalid',
        'Request body invalid',
        'The body must be a JSON object.',
      );
    }
    this.source = body ?? {};
  }

  /** Refuses any field that is not named here, as most of Clerk's operations do. */
  only(...names: string[]): this {
    for (const name of Object.keys(this.source)) if (!names.includes(name)) throw unknownParam(name);
    return this;
  }

  /** Was the field sent, be it as null? */
  has(name: string): boolean {
    return this.source[name] !== undefined;
  }

  /** The value as sent. */
  raw(name: string): unknown {
    return this.source[name];
  }

  /** A text that must be there and not be empty. */
  text(name: string): string {
    const value = this.optionalText(name);
    if (value === undefined || value === '') throw missing(name);
    return value;
  }

  optionalText(name: string): string | undefined {
    return this.nullableText(name) ?? undefined;
  }

  nullableText(name: string): string | null | undefined {
    const value = this.source[name];
    if (value === undefined || value === null || typeof value === 'string') return value;
    throw badFormat(name, 'a string');
  }

  flag(name: string): boolean | undefined {
    const value = this.source[name] ?? undefined;
    if (value === undefined || typeof value === 'boolean') return value;
    if (value === 'true' || value === 'false') return value === 'true';
    throw badFormat(name, 'a boolean');
  }

  /** A whole number within bounds. */
  integer(name: string, least = Number.MIN_SAFE_INTEGER, most = Number.MAX_SAFE_INTEGER): number | undefined {
    const sent = this.source[name] ?? undefined;
    if (sent === undefined) return undefined;
    const value = typeof sent === 'string' && /^-?\d+$/.test(sent) ? Number(sent) : sent;
    if (typeof value !== 'number' || !Number.isInteger(value)) throw badFormat(name, 'an integer');
    if (value < least || value > most) {
      throw badValue(name, `${name} must be between ${least} and ${most}.`);
    }
    return value;
  }

  number(name: string): number | undefined {
    const value = this.source[name] ?? undefined;
    if (value === undefined || (typeof value === 'number' && Number.isFinite(value))) return value;
    throw badFormat(name, 'a number');
  }

  texts(name: string): string[] | undefined {
    const value = this.source[name] ?? undefined;
    if (value === undefined) return undefined;
    const list = Array.isArray(value) ? (value as unknown[]) : [value];
    if (!list.every((item) => typeof item === 'string')) throw badFormat(name, 'a list of strings');
    return list;
  }

  object(name: string): JsonObject | undefined {
    const value = this.source[name] ?? undefined;
    if (value === undefined || isObject(value)) return value;
    throw badFormat(name, 'an object');
  }

  /** Metadata: an object of at most 8 kB. */
  metadata(name: string): JsonObject | undefined {
    const value = this.object(name);
    if (value && Buffer.byteLength(JSON.stringify(value)) > METADATA_LIMIT_BYTES) {
      throw badValue(name, `${name} exceeds the maximum allowed size of 8 kB.`);
    }
    return value;
  }

  /** A time as RFC 3339 text or milliseconds, in milliseconds. */
  time(name: string): number | undefined {
    const value = this.source[name] ?? undefined;
    if (value === undefined) return undefined;
    const at = typeof value === 'number' ? value : typeof value === 'string' ? Date.parse(value) : Number.NaN;
    if (Number.isNaN(at)) throw badFormat(name, 'an RFC 3339 date and time');
    return at;
  }

  oneOf<const T extends string>(name: string, allowed: readonly T[]): T | undefined {
    const value = this.optionalText(name);
    if (value === undefined) return undefined;
    const match = allowed.find((candidate) => candidate === value);
    if (match === undefined) throw badValue(name, `${name} must be one of ${allowed.join(', ')}.`);
    return match;
  }
}
