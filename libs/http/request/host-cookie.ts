import type { FastifyRequest } from 'fastify';

/** A cookie for every path of this host that no script reads. */
export interface HostCookie {
  /** As it is called without TLS. */
  readonly name: string;
  /** `Strict`: no page of somebody else's makes a browser send it, not even by a link. */
  readonly sameSite: 'Strict' | 'Lax';
}

/** Over TLS the prefix keeps other hosts of the domain from setting it (RFC 6265bis, 4.1.3). */
function nameOf({ name }: HostCookie, isSecure: boolean): string {
  return isSecure ? `__Host-${name}` : name;
}

/** What stands under its name in the header `Cookie`: more than one where somebody put another one beside it. */
export function hostCookieValues(
  cookie: HostCookie,
  header: string | undefined,
  isSecure: boolean,
): readonly string[] {
  const start = `${nameOf(cookie, isSecure)}=`;
  return (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(start))
    .map((pair) => pair.slice(start.length));
}

/** The header `Set-Cookie` that gives it out. @param value null takes it away @param seconds how long a browser keeps it */
export function setHostCookie(
  cookie: HostCookie,
  value: string | null,
  isSecure: boolean,
  seconds: number,
): string {
  const parts = [
    `${nameOf(cookie, isSecure)}=${value ?? ''}`,
    'Path=/',
    'HttpOnly',
    `SameSite=${cookie.sameSite}`,
    `Max-Age=${value === null ? 0 : seconds}`,
  ];
  return [...parts, ...(isSecure ? ['Secure'] : [])].join('; ');
}

/** Whether its cookies are those of TLS: in production always, whatever a proxy forgot to say. */
export function takesSecureCookies(
  { protocol }: Pick<FastifyRequest, 'protocol'>,
  { isProduction }: { readonly isProduction: boolean },
): boolean {
  return isProduction || protocol === 'https';
}
