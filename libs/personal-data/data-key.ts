import { createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { decrypt, encrypt } from './authenticated-encryption.js';

/** The key of one person; lives in memory only, in the database it is wrapped. */
export interface DataKey {
  /** Random, says nothing of the person; stands in front of every ciphertext. */
  readonly subjectId: string;
  /** 32 bytes, as an object that is checked once instead of with every use and shows itself in no log. */
  readonly secret: KeyObject;
}

/** A fresh random key. */
export function createDataKey(subjectId: string): DataKey {
  return { subjectId, secret: createSecretKey(randomBytes(32)) };
}

/** Names a master key without telling anything of it, so that a rotation knows which rows are done. */
export function masterKeyId(masterKey: Uint8Array): string {
  return derive(masterKey, 'id', 8).toString('hex');
}

/** The master keys of a service: while they rotate, there are two. */
export interface MasterKeys {
  readonly masterKey: Uint8Array;
  readonly previousMasterKey: Uint8Array | undefined;
}

/** The one that wrapped something, by its {@link masterKeyId}; the present one for any other id. */
export function masterKeyOf({ masterKey, previousMasterKey }: MasterKeys, id: string | null): Uint8Array {
  const isPrevious = previousMasterKey !== undefined && id === masterKeyId(previousMasterKey);
  return isPrevious ? previousMasterKey : masterKey;
}

/** The data key as the database keeps it. */
export function wrapDataKey(masterKey: Uint8Array, key: DataKey): Buffer {
  return encrypt(wrappingKey(masterKey), key.secret.export(), aadOf(key.subjectId));
}

/** @throws PersonalDataError when it was wrapped by another master key, or for another subject */
export function unwrapDataKey(masterKey: Uint8Array, subjectId: string, wrapped: Uint8Array): DataKey {
  const bytes = decrypt(wrappingKey(masterKey), wrapped, aadOf(subjectId));
  return { subjectId, secret: createSecretKey(bytes) };
}

function wrappingKey(masterKey: Uint8Array): KeyObject {
  return createSecretKey(derive(masterKey, 'wrap', 32));
}

function aadOf(subjectId: string): Buffer {
  return Buffer.from(`data-key/${subjectId}`);
}

/** The master key itself encrypts nothing: each use has a key of its own (RFC 5869). */
function derive(masterKey: Uint8Array, purpose: string, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', masterKey, Buffer.alloc(0), `personal-data/v1/${purpose}`, length));
}
