import { type HostCookie, hostCookieValues, setHostCookie } from '#libs/http';

const SHAPE = /^[\w-]{22}$/;

/** A cookie that names something that a browser has begun, by a text that says nothing. */
export interface HandleCookie {
  readonly name: string;
  /** How long a browser keeps it. */
  readonly seconds: number;
}

/**
 * The handle in a request.
 *
 * @param header the header `Cookie`
 * @returns null without one, and where what stands there is none or stands there more than once
 */
export function readHandle(
  { name }: HandleCookie,
  header: string | undefined,
  isSecure: boolean,
): string | null {
  const values = hostCookieValues(cookieOf(name), header, isSecure);
  const [value = ''] = values;
  return values.length === 1 && SHAPE.test(value) ? value : null;
}

/** The header `Set-Cookie` that gives it out; null takes it away. */
export function setHandle({ name, seconds }: HandleCookie, handle: string | null, isSecure: boolean): string {
  return setHostCookie(cookieOf(name), handle, isSecure, seconds);
}

function cookieOf(name: string): HostCookie {
  return { name, sameSite: 'Lax' };
}
