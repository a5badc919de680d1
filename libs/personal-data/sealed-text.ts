import { decrypt, encrypt } from './authenticated-encryption.js';
import type { DataKey } from './data-key.js';
import { PersonalDataError } from './personal-data.error.js';

const SEALED = /^p1\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([A-Za-z0-9_-]+)$/;

/**
 * Text under a person's key: `p1.<subject id>.<base64url>`.
 *
 * @param aad associated data: names the row and column the text will stand in, e.g. `audit_events/<id>/reason`; needed again to open it
 */
export function sealText(key: DataKey, text: string, aad: string): string {
  const sealed = encrypt(key.secret, Buffer.from(text, 'utf8'), Buffer.from(aad, 'utf8'));
  return `p1.${key.subjectId}.${sealed.toString('base64url')}`;
}

/** Whose key opens it; undefined for anything that {@link sealText} did not write. */
export function subjectOfSealed(sealed: string): string | undefined {
  return SEALED.exec(sealed)?.[1];
}

/** @throws PersonalDataError when the key, the associated data or the text is another one */
export function openText(key: DataKey, sealed: string, aad: string): string {
  const [, subjectId, payload] = SEALED.exec(sealed) ?? [];
  if (payload === undefined || subjectId !== key.subjectId) {
    throw new PersonalDataError('the text is not sealed by this key');
  }
  return decrypt(key.secret, Buffer.from(payload, 'base64url'), Buffer.from(aad, 'utf8')).toString('utf8');
}
