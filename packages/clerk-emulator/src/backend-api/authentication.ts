import { timingSafeEqual } from 'node:crypto';
import { clerkError } from '../server/clerk-error.js';

/** 401 with Clerk's codes unless the header carries this instance's secret key. */
export function requireSecretKey(header: string | undefined, secretKey: string): void {
  if (header === undefined || header === '') {
    throw clerkError(
      401,
      'authentication_invalid',
      'Invalid authentication',
      'Unable to authenticate the request, you need to supply an active secret key.',
    );
  }
  const match = /^Bearer ([^\s]+)$/.exec(header);
  if (!match) {
    throw clerkError(
      401,
      'authorization_header_format_invalid',
      'Invalid Authorization header format',
      'The Authorization header has to be of the form "Bearer <secret key>".',
    );
  }
  if (!sameText(match[1] ?? '', secretKey)) {
    throw clerkError(
      401,
      'clerk_key_invalid',
      'The provided Clerk Secret Key is invalid. Make sure that your Clerk Secret Key is correct.',
    );
  }
}

function sameText(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
