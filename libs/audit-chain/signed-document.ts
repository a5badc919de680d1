import { createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto';
import { canonicalJson } from '#libs/json';

/** A JSON document with its signature; both survive any re-formatting of the JSON around them. */
export interface SignedDocument<T extends object = object> {
  /** What the document is, e.g. `tenantry/erasure-certificate/v1`; part of what is signed. */
  readonly type: string;
  readonly document: T;
  readonly signature: {
    readonly algorithm: 'Ed25519';
    /** Which key signed: see {@link publicKeyId}. */
    readonly keyId: string;
    /** Base64 of the signature over `type`, a zero byte and the document in RFC 8785 form. */
    readonly value: string;
  };
}

/** The public part of a key; of a public key that key itself. */
export function publicKeyOf(key: KeyObject): KeyObject {
  return key.type === 'private' ? createPublicKey(key) : key;
}

/** The first 16 hex digits of SHA-256 over the public key (SPKI, DER). Takes the private key too. */
export function publicKeyId(key: KeyObject): string {
  return hash('sha256', publicKeyOf(key).export({ type: 'spki', format: 'der' }), 'hex').slice(0, 16);
}

/** Signs a document so that the signature fits no document of another type. */
export function signDocument<T extends object>(
  type: string,
  document: T,
  privateKey: KeyObject,
): SignedDocument<T> {
  const value = sign(null, signedBytes(type, document), privateKey).toString('base64');
  return { type, document, signature: { algorithm: 'Ed25519', keyId: publicKeyId(privateKey), value } };
}

/** Whether the document is of that type and unchanged since the key's owner signed it. Needs the public key only. */
export function verifyDocument(type: string, signed: SignedDocument, publicKey: KeyObject): boolean {
  if (signed.type !== type || publicKey.asymmetricKeyType !== 'ed25519') return false;
  try {
    const signature = Buffer.from(signed.signature.value, 'base64');
    return verify(null, signedBytes(type, signed.document), publicKey, signature);
  } catch {
    return false;
  }
}

function signedBytes(type: string, document: object): Buffer {
  return Buffer.from(`${type}\0${canonicalJson(document)}`, 'utf8');
}
