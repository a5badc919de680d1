import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { type HostCookie, hostCookieValues, setHostCookie } from '#libs/http';

const COOKIE: HostCookie = { name: 'tenantry_session', sameSite: 'Lax' };
const KEY_BYTES = 32;
const HANDLE_BYTES = 16;
const SHAPE = /^([\w-]{22})\.([1-9]\d{0,8})\.([\w-]{43})$/;

/** What a session cookie says: which session, and the how-manieth cookie of it this is. */
export interface SessionCookie {
  readonly handle: string;
  readonly generation: number;
  /** Only who holds the session's key can make it. */
  readonly mac: string;
}

/** A text of 128 random bits that stands for a session outside. */
export function newHandle(): string {
  return randomBytes(HANDLE_BYTES).toString('base64url');
}

/** The key that the cookies of one session are made with. */
export function newCookieKey(): string {
  return randomBytes(KEY_BYTES).toString('base64url');
}

export function makeCookie(handle: string, generation: number, key: string): SessionCookie {
  return { handle, generation, mac: macOf(handle, generation, key) };
}

/** Whether this very cookie was once given out. */
export function isGenuine({ handle, generation, mac }: SessionCookie, key: string): boolean {
  return timingSafeEqual(Buffer.from(mac), Buffer.from(macOf(handle, generation, key)));
}

/**
 * The session cookie of a request.
 *
 * @param header the header `Cookie`
 * @returns 'none' without one; null where what stands there is none, or stands there more than once
 */
export function readCookie(header: string | undefined, isSecure: boolean): SessionCookie | 'none' | null {
  const values = hostCookieValues(COOKIE, header, isSecure);
  if (values.length === 0) return 'none';
  const [, handle, generation, mac] = SHAPE.exec(values[0] ?? '') ?? [];
  if (values.length > 1 || handle === undefined || generation === undefined || mac === undefined) return null;
  return { handle, generation: Number(generation), mac };
}

/** The header `Set-Cookie` that gives it out; null takes it away. @param seconds how long a browser keeps it */
export function setCookie(cookie: SessionCookie | null, isSecure: boolean, seconds: number): string {
  const value = cookie && `${cookie.handle}.${cookie.generation}.${cookie.mac}`;
  return setHostCookie(COOKIE, value, isSecure, seconds);
}

function macOf(handle: string, generation: number, key: string): string {
  return createHmac('sha256', Buffer.from(key, 'base64url'))
    .update(`${handle}.${generation}`)
    .digest('base64url');
}
