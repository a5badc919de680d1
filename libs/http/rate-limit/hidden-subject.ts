import { createHmac, type KeyObject } from 'node:crypto';

/** What a limit counts by, as its table may hold it: addresses are personal data, so a keyed hash of the subject. */
export function hiddenSubject(key: KeyObject, name: string, subject: string): string {
  return `${name}:${createHmac('sha256', key).update(`${name}:${subject}`).digest('base64url').slice(0, 27)}`;
}
