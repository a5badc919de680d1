const HIDDEN = '[hidden]';

/** Names of fields whose values are secret or personal, wherever they stand. */
const SENSITIVE_KEYS =
  /^(?:name|ip|ips|body|payload|query|headers|parameters|phone.*|address|birth.*|.*authorization|.*cookie.*|svix.*|.*(?:token|secret|password|passwd|digest|hasher|jwt|pem|signature|credential).*|.*(?:api|private|master|signing|secret)_?-?key.*|.*e-?mail.*|(?:first|last|full|display|user|given|family|nick)[_-]?name)$/i;

/**
 * Texts that give themselves away by their shape. None crosses a quote or backslash, so that a JSON line stays one, and
 * repetitions before a sign are bounded, so that no text makes the search slow.
 */
const SECRET_SHAPES: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*KEY-----[^"]{0,8000}?(?:-----END [A-Z ]*KEY-----|(?="))/g, HIDDEN],
  [/\beyJ[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*){1,4}/g, HIDDEN],
  [/\b(Bearer|Basic)\s+[^\s"\\]+/gi, `$1 ${HIDDEN}`],
  [/\b(?:sk_(?:live|test)_|whsec_)[^\s"\\,;]+/g, HIDDEN],
  [/\bv1a?,[A-Za-z0-9+/]{20,}={0,2}/g, HIDDEN],
  [/\$(?:argon2[a-z]*|2[aby]|scrypt)\$[^\s"\\]+/g, HIDDEN],
  [/\/\/[^\s"\\/@]{1,200}@/g, `//${HIDDEN}@`],
  [/(?<=[\w/~%-])\?[^\s"\\]+/g, `?${HIDDEN}`],
  [/[^\s"\\<>()[\]:;,=/@]{1,64}@[^\s"\\<>()[\]:;,=/@]{1,255}\.[^\s"\\<>()[\]:;,=/@]+/g, HIDDEN],
];

/** Hides secrets and e-mail addresses inside a text, and the query string of every URL. */
export function redactText(text: string): string {
  return SECRET_SHAPES.reduce((redacted, [shape, replacement]) => redacted.replace(shape, replacement), text);
}

/** Hides the values of sensitive fields at any depth; what lies deeper than eight levels is left out. */
export function redactFields(value: unknown, serializeError: (error: Error) => unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return serializeError(value);
  if (depth > 8) return '[deep]';
  if (value instanceof Date) return value;
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value))
    return value.slice(0, 100).map((member) => redactFields(member, serializeError, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      SENSITIVE_KEYS.test(key) ? HIDDEN : redactFields(member, serializeError, depth + 1),
    ]),
  );
}
