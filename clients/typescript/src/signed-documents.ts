/** What comes of checking a signature. */
export type SignatureVerdict =
  | 'genuine'
  /** Not what was signed: something in it was changed, or it is no signed document at all. */
  | 'changed'
  /** By a key that is not among those given. */
  | 'unknown_key';

/** A document as the service signs it: a certificate of erasure, for example. */
export interface SignedDocument {
  /** What the document is; part of what is signed. */
  readonly type: string;
  readonly document: Readonly<Record<string, unknown>>;
  readonly signature: { readonly algorithm: string; readonly keyId: string; readonly value: string };
}

/** A public key, as `GET /api/v1/signing-keys` lists them. */
export interface SigningKey {
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
  readonly kid: string;
}

/**
 * Checks a signed document with public keys alone: Ed25519 over its type, a zero byte and the document in the form of
 * RFC 8785. White space and the order of members around it may differ; everything else may not.
 *
 * @param signed as it came, parsed as JSON and not checked
 * @throws DOMException `NotSupportedError` where the platform knows no Ed25519
 */
export async function verifyDocument(
  signed: unknown,
  keys: readonly SigningKey[],
): Promise<SignatureVerdict> {
  if (!isSignedDocument(signed)) return 'changed';
  const { type, document, signature } = signed;
  const key = keys.find(({ kid }) => kid === signature.keyId);
  if (key === undefined) return 'unknown_key';
  const { kty, crv, x } = key;
  const publicKey = await crypto.subtle.importKey('jwk', { kty, crv, x }, 'Ed25519', false, ['verify']);
  const value = bytesOf(signature.value);
  const text = canonicalText(document);
  if (value === null || text === null) return 'changed';
  const bytes = new TextEncoder().encode(`${type}\0${text}`);
  return (await crypto.subtle.verify('Ed25519', publicKey, value, bytes)) ? 'genuine' : 'changed';
}

function isSignedDocument(value: unknown): value is SignedDocument {
  const { type, document, signature } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const { algorithm, keyId, value: bytes } = (signature ?? {}) as Readonly<Record<string, unknown>>;
  return (
    typeof type === 'string' &&
    typeof document === 'object' &&
    document !== null &&
    algorithm === 'Ed25519' &&
    typeof keyId === 'string' &&
    typeof bytes === 'string'
  );
}

/** RFC 8785 of what JSON.parse gives; null for texts that are not well-formed, which nobody signs. */
function canonicalText(value: unknown): string | null {
  if (typeof value === 'string') return isWellFormed(value) ? JSON.stringify(value) : null;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const isList = Array.isArray(value);
  const members: string[] = [];
  // Without a comparator, sort is by UTF-16 code units, as the RFC wants it.
  for (const name of isList ? value.keys() : Object.keys(value).sort()) {
    const member = canonicalText((value as Readonly<Record<string | number, unknown>>)[name]);
    if (member === null || (typeof name === 'string' && !isWellFormed(name))) return null;
    members.push(typeof name === 'number' ? member : `${JSON.stringify(name)}:${member}`);
  }
  return isList ? `[${members.join(',')}]` : `{${members.join(',')}}`;
}

function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  } catch {
    return null;
  }
}
