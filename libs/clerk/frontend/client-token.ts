/** How the Frontend API knows a client: by a cookie, or, at a development instance, by the token of a dev browser. */
export type ClientTokenKind = 'cookie' | 'dev_browser';

/** Where a client token goes in a request: it is a bearer of every session of the client, so nowhere else. */
export function sentWith(
  kind: ClientTokenKind,
  token: string | null,
): { readonly query: Readonly<Record<string, string>>; readonly headers: Readonly<Record<string, string>> } {
  if (token === null) return { query: {}, headers: {} };
  return kind === 'dev_browser'
    ? { query: { __clerk_db_jwt: token }, headers: {} }
    : { query: {}, headers: { Cookie: `__client=${token}` } };
}

/**
 * The client token that an answer hands out: Clerk gives another one with each sign-in, and the one before is worth nothing
 * from then on.
 *
 * @returns null where the answer has none
 */
export function rotatedIn(headers: Headers): string | null {
  for (const cookie of headers.getSetCookie()) {
    const [, token] = /^__client=([^;\s]+)/.exec(cookie) ?? [];
    if (token !== undefined) return token;
  }
  return null;
}
