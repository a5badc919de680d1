import type { IncomingMessage } from 'node:http';

/**
 * The token of the one `Authorization: Bearer …` header, or `null` when there is no such header at all. The header is
 * the only place that counts: cookies, query and body are never read, so no request can carry two identities.
 *
 * @returns `'malformed'` for two headers, another scheme or an empty token
 */
export function readBearerToken(
  request: Pick<IncomingMessage, 'rawHeaders'>,
): { token: string } | 'malformed' | null {
  const values = authorizationHeaders(request.rawHeaders);
  const [value] = values;
  if (value === undefined) return null;
  if (values.length > 1) return 'malformed';
  const token = tokenOfHeader(value);
  return token === undefined ? 'malformed' : { token };
}

/** The token of a header's value; the scheme is taken in any case, as RFC 9110, 11.1 says. */
export function tokenOfHeader(value: string): string | undefined {
  return /^bearer ([^\s,]+)$/i.exec(value)?.[1];
}

// Node joins or drops repeated headers; only the raw list shows that there were two.
function authorizationHeaders(rawHeaders: readonly string[]): string[] {
  const values: string[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    if (rawHeaders[at]?.toLowerCase() === 'authorization') values.push(rawHeaders[at + 1] ?? '');
  }
  return values;
}
