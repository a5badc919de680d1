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
  const start = `${nameOf(name, isSecure)}=`;
  const values = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(start));
  const [value = ''] = values.map((pair) => pair.slice(start.length));
  return values.length === 1 && SHAPE.test(value) ? value : null;
}

/** The header `Set-Cookie` that gives it out; null takes it away. */
export function setHandle({ name, seconds }: HandleCookie, handle: string | null, isSecure: boolean): string {
  const parts = [
    `${nameOf(name, isSecure)}=${handle ?? ''}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Lax',
    `Max-Age=${handle === null ? 0 : seconds}`,
  ];
  return [...parts, ...(isSecure ? ['Secure'] : [])].join('; ');
}

/** Over TLS the prefix keeps other hosts of the domain from setting it (RFC 6265bis, 4.1.3). */
function nameOf(name: string, isSecure: boolean): string {
  return isSecure ? `__Host-${name}` : name;
}
