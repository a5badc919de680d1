import { createHash, randomBytes } from 'node:crypto';

/** Digits and letters that nobody takes for each other (Crockford's Base32). */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 20;
const GROUP = /.{5}(?!$)/g;

/** A new code of 100 random bits, such as `7K2QD-9MXVB-0CFH4-T3WZA`. */
export function newInviteCode(): string {
  const letters = [...randomBytes(LENGTH)].map((byte) => LETTERS.charAt(byte % LETTERS.length));
  return letters.join('').replace(GROUP, '$&-');
}

/** What of a code is kept. Small letters, blanks and hyphens make no difference, nor O for 0, I and L for 1. */
export function digestOfInviteCode(code: string): string {
  const plain = code.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  return createHash('sha256').update(`sign-up-invite/${plain}`).digest('base64url');
}
