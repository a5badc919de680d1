const HIDDEN = '[hidden]';

/** Names of fields whose values are secret or personal, wherever they stand. */
const SENSITIVE_KEYS =
  /^(?:name|ip|ips|body|payload|query|headers|parameters|phone.*|address|birth.*|.*authorization|.*cookie.*|svix.*|.*(?:token|secret|password|passwd|digest|hasher|jwt|pem|signature|credential).*|.*(?:api|private|master|signing|secret)_?-?key.*|.*e-?mail.*|(?:first|last|full|display|user|given|family|nick)[_-]?name)$/i;

interface SecretShape {
  /** Each text of this shape has it; a look for it costs next to nothing. */
  readonly sign: string;
  readonly shape: RegExp;
  readonly replacement: string;
}

/**
 * Texts that give themselves away by their shape. None crosses a quote or backslash, so that a JSON line stays one, and
 * repetitions before a sign are bounded, so that no text makes the search slow.
 */
const SECRET_SHAPES: readonly SecretShape[] = [
  {
    sign: '-----BEGIN ',
    shape: /-----BEGIN [A-Z ]*KEY-----[^"]{0,8000}?(?:-----END [A-Z ]*KEY-----|(?="))/g,
    replacement: HIDDEN,
  },
  { sign: 'eyJ', shape: /\beyJ[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*){1,4}/g, replacement: HIDDEN },
  // In letters of either case and before a blank of any kind: nothing that all of them have.
  { sign: '', shape: /\b(Bearer|Basic)\s+[^\s"\\]+/gi, replacement: `$1 ${HIDDEN}` },
  { sign: '_', shape: /\b(?:sk_(?:live|test)_|whsec_)[^\s"\\,;]+/g, replacement: HIDDEN },
  // Keys of service accounts, and Clerk's API keys and tokens of machines and OAuth applications.
  { sign: '_', shape: /\b(?:tnt|ak|mt|oat)_[0-9A-Za-z]{16,}/g, replacement: HIDDEN },
  { sign: 'v1', shape: /\bv1a?,[A-Za-z0-9+/]{20,}={0,2}/g, replacement: HIDDEN },
  { sign: '$', shape: /\$(?:argon2[a-z]*|2[aby]|scrypt)\$[^\s"\\]+/g, replacement: HIDDEN },
  { sign: '@', shape: /\/\/[^\s"\\/@]{1,200}@/g, replacement: `//${HIDDEN}@` },
  { sign: '?', shape: /(?<=[\w/~%-])\?[^\s"\\]+/g, replacement: `?${HIDDEN}` },
  {
    sign: '@',
    shape: /[^\s"\\<>()[\]:;,=/@]{1,64}@[^\s"\\<>()[\]:;,=/@]{1,255}\.[^\s"\\<>()[\]:;,=/@]+/g,
    replacement: HIDDEN,
  },
];

/** Hides secrets and e-mail addresses inside a text, and the query string of every URL. */
export function redactText(text: string): string {
  let redacted = text;
  for (const { sign, shape, replacement } of SECRET_SHAPES) {
    if (redacted.includes(sign)) redacted = redacted.replace(shape, replacement);
  }
  return redacted;
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
      isSensitive(key) ? HIDDEN : redactFields(member, serializeError, depth + 1),
    ]),
  );
}

const MAX_KEYS = 2_000;
const judged = new Map<string, boolean>();

/** The same few names come again and again; each is judged once. */
function isSensitive(key: string): boolean {
  const known = judged.get(key);
  if (known !== undefined) return known;
  const verdict = SENSITIVE_KEYS.test(key);
  if (judged.size < MAX_KEYS) judged.set(key, verdict);
  return verdict;
}
