import type { IncomingMessage } from 'node:http';
import type { SessionClaims } from './session-claims.js';

/** What a browser shows in place of a token when it opens a page: what a verified token said, for that page alone. */
export interface PagePass {
  /** As `pageOf` names it. */
  readonly page: string;
  readonly claims: SessionClaims;
  /** Why somebody of the platform looks at what is a customer's; null: not told. */
  readonly accessReason: string | null;
}

const NAME = 'tenantry_page';
/** A browser keeps cookies of 4096 bytes, the name among them. */
const MAX_PASS = 3_800;
const SHAPE = /^[\w-]+$/;

const shown = new WeakMap<IncomingMessage, PagePass>();

/** From here on the request carries this pass. Only the hook that stands before the pages may say so. */
export function carryPass(request: IncomingMessage, pass: PagePass): void {
  shown.set(request, pass);
}

/** The pass of a request; undefined everywhere but on a page that a browser opens. */
export function passOf(request: IncomingMessage): PagePass | undefined {
  return shown.get(request);
}

/** The cookie of a request as it came; null without one, and where it stands there twice. */
export function readPassCookie(header: string | undefined, isSecure: boolean): string | null {
  const start = `${nameOf(isSecure)}=`;
  const values = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(start));
  const value = values[0]?.slice(start.length) ?? '';
  return values.length === 1 && value.length <= MAX_PASS && SHAPE.test(value) ? value : null;
}

/**
 * The header `Set-Cookie` that gives it out. No page of somebody else's makes a browser send it (`SameSite=Strict`), and no
 * script reads it.
 */
export function setPassCookie(value: string, isSecure: boolean, seconds: number): string {
  const parts = [
    `${nameOf(isSecure)}=${value}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Strict',
    `Max-Age=${seconds}`,
  ];
  return [...parts, ...(isSecure ? ['Secure'] : [])].join('; ');
}

/** Over TLS the prefix keeps other hosts of the domain from setting it (RFC 6265bis, 4.1.3). */
function nameOf(isSecure: boolean): string {
  return isSecure ? `__Host-${NAME}` : NAME;
}
