import type { IncomingMessage } from 'node:http';
import { type HostCookie, hostCookieValues, setHostCookie } from '#libs/http';
import type { SessionClaims } from './session-claims.js';

/** What a browser shows in place of a token when it opens a page: what a verified token said, for that page alone. */
export interface PagePass {
  /** As `pageOf` names it. */
  readonly page: string;
  readonly claims: SessionClaims;
  /** Why somebody of the platform looks at what is a customer's; null: not told. */
  readonly accessReason: string | null;
}

/** No page of somebody else's makes a browser send it. */
const COOKIE: HostCookie = { name: 'tenantry_page', sameSite: 'Strict' };
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
  const values = hostCookieValues(COOKIE, header, isSecure);
  const [value = ''] = values;
  return values.length === 1 && value.length <= MAX_PASS && SHAPE.test(value) ? value : null;
}

/** The header `Set-Cookie` that gives it out. */
export function setPassCookie(value: string, isSecure: boolean, seconds: number): string {
  return setHostCookie(COOKIE, value, isSecure, seconds);
}
