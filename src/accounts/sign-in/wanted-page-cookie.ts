import { type HostCookie, hostCookieValues, setHostCookie } from '#libs/http';

const COOKIE: HostCookie = { name: 'tenantry_wanted_page', sameSite: 'Lax' };
const SECONDS = 600;
const SHAPE = /^[\w.%-]{1,1500}$/;

/**
 * The page that a browser asked for before its person signed in. It is where to go on and no right: anybody may set it.
 *
 * @param header the header `Cookie`
 * @returns null without one, and where what stands there is none
 */
export function readWantedPage(header: string | undefined, isSecure: boolean): string | null {
  const [value] = hostCookieValues(COOKIE, header, isSecure);
  if (value === undefined || !SHAPE.test(value)) return null;
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}

/** The header `Set-Cookie` that keeps it; null takes it away. @param address path and query */
export function setWantedPage(address: string | null, isSecure: boolean): string {
  return setHostCookie(COOKIE, address && encodeURIComponent(address), isSecure, SECONDS);
}
