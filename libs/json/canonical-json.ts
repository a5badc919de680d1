/**
 * JSON in the canonical form of RFC 8785: members sorted by UTF-16 code units, no white space, numbers as ECMAScript
 * writes them. Members that are undefined are left out, as in `JSON.stringify`.
 *
 * @throws TypeError for what JSON cannot say (a number that is not finite, a lone surrogate, a bigint, a function)
 */
export function canonicalJson(value: unknown): string {
  return write(value, textOf);
}

/** As {@link canonicalJson}, for what a client sent: a lone surrogate is escaped, and undefined reads like null. */
export function canonicalJsonOfInput(value: unknown): string {
  return write(value ?? null, (text) => JSON.stringify(text));
}

function write(value: unknown, text: (value: string) => string): string {
  switch (typeof value) {
    case 'string':
      return text(value);
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError('JSON has no such number');
      return JSON.stringify(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      if (Array.isArray(value)) return `[${value.map((item) => write(item ?? null, text)).join(',')}]`;
      return value instanceof Date
        ? text(value.toISOString())
        : objectOf(value as Readonly<Record<string, unknown>>, text);
    default:
      throw new TypeError('JSON cannot say this');
  }
}

function textOf(text: string): string {
  if (!text.isWellFormed()) throw new TypeError('JSON has no lone surrogates');
  return JSON.stringify(text);
}

/** Runs a million times in a check of a long log, hence the plain loop. */
function objectOf(value: Readonly<Record<string, unknown>>, text: (value: string) => string): string {
  let members = '';
  // Without a comparator, sort is by UTF-16 code units, as the RFC wants it.
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member === undefined) continue;
    members += `${members === '' ? '' : ','}${text(key)}:${write(member, text)}`;
  }
  return `{${members}}`;
}
