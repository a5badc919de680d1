import type { ClerkTokenKind } from '#settings';

const PREFIXES: readonly (readonly [prefix: string, kind: ClerkTokenKind])[] = [
  ['ak_', 'api_key'],
  ['mt_', 'm2m_token'],
  ['oat_', 'oauth_token'],
];
/** RFC 9068, 2.1: what a JWT that is an access token calls itself. */
const ACCESS_TOKEN_TYPES = ['at+jwt', 'application/at+jwt'];
const MAX_HEADER = 1_024;
const SHAPE = /^[\w.-]{20,8192}$/;

/**
 * Which kind of Clerk's machine tokens a bearer token claims to be; null for session tokens and anything else. Nothing of
 * it is proven.
 */
export function clerkTokenKindOf(token: string): ClerkTokenKind | null {
  for (const [prefix, kind] of PREFIXES) if (token.startsWith(prefix)) return kind;
  return isAccessToken(token) ? 'oauth_token' : null;
}

/** Whether it can be one at all; what cannot is not worth a question to Clerk. */
export function hasShapeOfClerkToken(token: string): boolean {
  return SHAPE.test(token);
}

/** The guard asks this of each session token: the header is parsed only where it can say so. */
function isAccessToken(token: string): boolean {
  const end = token.indexOf('.');
  if (end < 0 || end > MAX_HEADER) return false;
  const header = Buffer.from(token.slice(0, end), 'base64url').toString('latin1');
  if (!/at\+jwt"/i.test(header)) return false;
  try {
    const { typ } = JSON.parse(header) as { typ?: unknown };
    return typeof typ === 'string' && ACCESS_TOKEN_TYPES.includes(typ.toLowerCase());
  } catch {
    return false;
  }
}
