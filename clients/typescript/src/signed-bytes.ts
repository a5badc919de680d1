/** A public key, as `GET /api/v1/signing-keys` lists them. */
export interface SigningKey {
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
  readonly kid: string;
}

/** Whether the owner of the key signed this text with Ed25519. */
export async function isSigned(
  text: string,
  signature: Uint8Array<ArrayBuffer>,
  { kty, crv, x }: SigningKey,
): Promise<boolean> {
  const key = await crypto.subtle.importKey('jwk', { kty, crv, x }, 'Ed25519', false, ['verify']);
  return crypto.subtle.verify('Ed25519', key, signature, new TextEncoder().encode(text));
}

/** RFC 8785 of what JSON.parse gives; null for texts that are not well-formed, which nobody signs. */
export function canonicalText(value: unknown): string | null {
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

/** Null for what is no base64. */
export function bytesOf(base64: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  } catch {
    return null;
  }
}
