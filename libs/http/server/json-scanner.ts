/** Limits of a JSON body. */
export const JSON_LIMITS = { depth: 20, keys: 5_000, keyLength: 256 } as const;

/** What is wrong with a JSON text, and where (`members[0].email`; empty for the whole body). */
export interface JsonFault {
  readonly field: string;
  readonly message: string;
}

interface Frame {
  readonly keys: Set<string> | undefined;
  readonly path: string;
  index: number;
  key: string;
  expectsKey: boolean;
}

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);
const NUMBER = /-?[0-9][0-9.eE+-]*/y;

/**
 * Finds in a JSON text what `JSON.parse` lets through: nesting without end, keys that occur twice (the last one would
 * win silently) or touch prototypes, and numbers that become Infinity. One pass, no recursion; a text that is no JSON
 * at all is left to `JSON.parse`.
 *
 * @param isForbidden which keys are refused wherever they stand; those that touch prototypes unless given
 */
export function findJsonFault(text: string, isForbidden = isPrototypeKey): JsonFault | undefined {
  const frames: Frame[] = [];
  let keyCount = 0;
  for (let at = 0; at < text.length; at += 1) {
    const frame = frames.at(-1);
    switch (text.charAt(at)) {
      case '{':
      case '[': {
        if (frames.length >= JSON_LIMITS.depth) {
          return { field: '', message: `must not be nested deeper than ${JSON_LIMITS.depth} levels` };
        }
        const isObject = text[at] === '{';
        frames.push({
          keys: isObject ? new Set() : undefined,
          path: pathOf(frame),
          index: 0,
          key: '',
          expectsKey: isObject,
        });
        break;
      }
      case '}':
      case ']':
        frames.pop();
        break;
      case ',':
        if (frame?.keys) frame.expectsKey = true;
        else if (frame) frame.index += 1;
        break;
      case '"': {
        const end = endOfString(text, at);
        if (frame?.keys && frame.expectsKey) {
          const key = readKey(text.slice(at, end + 1));
          const fault = faultOfKey(frame, key, (keyCount += 1), isForbidden);
          if (fault) return fault;
          frame.keys.add(key);
          frame.key = key;
          frame.expectsKey = false;
        }
        at = end;
        break;
      }
      default: {
        NUMBER.lastIndex = at;
        const number = NUMBER.exec(text)?.[0];
        if (number === undefined) break;
        if (Math.abs(Number(number)) === Infinity)
          return { field: pathOf(frame), message: 'is too large a number' };
        at += number.length - 1;
      }
    }
  }
  return undefined;
}

function isPrototypeKey(key: string): boolean {
  return FORBIDDEN_KEYS.has(key);
}

function faultOfKey(
  frame: Frame,
  key: string,
  count: number,
  isForbidden: (key: string) => boolean,
): JsonFault | undefined {
  const field = printable(frame.path === '' ? key : `${frame.path}.${key}`);
  if (count > JSON_LIMITS.keys)
    return { field: '', message: `must not hold more than ${JSON_LIMITS.keys} keys` };
  if (key.length > JSON_LIMITS.keyLength)
    return { field: frame.path, message: 'must not hold such a long key' };
  if (isForbidden(key)) return { field, message: 'is not a key that is allowed' };
  return frame.keys?.has(key) ? { field, message: 'must not be given twice' } : undefined;
}

function pathOf(frame: Frame | undefined): string {
  if (frame === undefined) return '';
  if (!frame.keys) return `${frame.path}[${frame.index}]`;
  return printable(frame.path === '' ? frame.key : `${frame.path}.${frame.key}`);
}

/** Index of the quote that closes a string, or the end of the text where none does. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at;
  }
  return text.length;
}

/** `"\u005f_proto__"` names the same key as `"__proto__"`. */
function readKey(literal: string): string {
  if (!literal.includes('\\')) return literal.slice(1, -1);
  try {
    return String(JSON.parse(literal));
  } catch {
    return literal;
  }
}

/** A key is the caller's text: it is cut and freed of control characters before it names a field. */
function printable(path: string): string {
  return path.replace(/\p{C}/gu, '?').slice(0, 200);
}
