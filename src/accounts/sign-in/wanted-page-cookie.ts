const NAME = 'tenantry_wanted_page';
const SECONDS = 600;
const SHAPE = /^[\w.%-]{1,1500}$/;

/**
 * The page that a browser asked for before its person signed in. It is where to go on and no right: anybody may set it.
 *
 * @param header the header `Cookie`
 * @returns null without one, and where what stands there is none
 */
export function readWantedPage(header: string | undefined, isSecure: boolean): string | null {
  const start = `${nameOf(isSecure)}=`;
  const value = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(start))
    ?.slice(start.length);
  if (value === undefined || !SHAPE.test(value)) return null;
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}

/** The header `Set-Cookie` that keeps it; null takes it away. @param address path and query */
export function setWantedPage(address: string | null, isSecure: boolean): string {
  const value = address === null ? '' : encodeURIComponent(address);
  const parts = [`${nameOf(isSecure)}=${value}`, 'Path=/', 'HttpOnly', 'SameSite=Lax'];
  return [...parts, `Max-Age=${address === null ? 0 : SECONDS}`, ...(isSecure ? ['Secure'] : [])].join('; ');
}

/** Over TLS the prefix keeps other hosts of the domain from setting it (RFC 6265bis, 4.1.3). */
function nameOf(isSecure: boolean): string {
  return isSecure ? `__Host-${NAME}` : NAME;
}
