import { bytesOf, canonicalText, isSigned, type SigningKey } from './signed-bytes.js';

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
  const value = bytesOf(signature.value);
  const text = canonicalText(document);
  if (value === null || text === null) return 'changed';
  return (await isSigned(`${type}\0${text}`, value, key)) ? 'genuine' : 'changed';
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
