import { asciiDomain } from './ascii-domain.js';

/**
 * An address that somebody else has checked (Clerk), in the same form as `canonicalEmail` gives: trimmed, lower-case, the
 * domain in ASCII. Nothing is refused, since the mirror holds what Clerk holds; where the two functions both answer, they
 * answer alike, so an invitation and the account that takes it meet whichever way the domain was written.
 */
export function mirroredEmail(text: string): string {
  const plain = text.trim().normalize('NFC').toLowerCase();
  const at = plain.lastIndexOf('@');
  const ascii = at < 0 ? '' : asciiDomain(plain.slice(at + 1));
  return ascii === '' ? plain : `${plain.slice(0, at)}@${ascii}`;
}
