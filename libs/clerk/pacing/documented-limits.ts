/**
 * Clerk's limits of the Backend API, as its documentation states them (How Clerk works, System limits; read on
 * 2026-08-21). `GET /jwks` has none; it is asked once, at a start outside production.
 */

/** The window of the limit that all requests of an instance share. */
export const INSTANCE_WINDOW_MS = 10_000;
/** Requests in that window for a production instance. */
export const PRODUCTION_LIMIT = 1_000;
const DEVELOPMENT_LIMIT = 100;

/** Requests in ten seconds that Clerk allows the instance of this key; a local Clerk counts as in production. */
export function instanceLimitOf(secretKey: string, apiUrl: string): number {
  const isLocal = ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(apiUrl).hostname);
  return secretKey.startsWith('sk_live_') || isLocal ? PRODUCTION_LIMIT : DEVELOPMENT_LIMIT;
}

/** A limit of its own for one endpoint and one subject. */
export interface EndpointLimit {
  readonly capacity: number;
  readonly windowMs: number;
}

const HOUR_MS = 3_600_000;
const PROFILE: EndpointLimit = { capacity: 10, windowMs: INSTANCE_WINDOW_MS };
const RULES: readonly { methods: readonly string[]; path: RegExp; limit: EndpointLimit }[] = [
  { methods: ['POST'], path: /^\/invitations$/, limit: { capacity: 100, windowMs: HOUR_MS } },
  { methods: ['POST'], path: /^\/invitations\/bulk$/, limit: { capacity: 25, windowMs: HOUR_MS } },
  {
    methods: ['POST'],
    path: /^(\/organizations\/[^/]+\/invitations)$/,
    limit: { capacity: 250, windowMs: HOUR_MS },
  },
  {
    methods: ['POST'],
    path: /^(\/organizations\/[^/]+\/invitations\/bulk)$/,
    limit: { capacity: 50, windowMs: HOUR_MS },
  },
  { methods: ['PATCH', 'PUT'], path: /^(\/users\/[^/]+)(?:\/metadata)?$/, limit: PROFILE },
  { methods: ['PATCH', 'PUT'], path: /^(\/organizations\/[^/]+)(?:\/metadata)?$/, limit: PROFILE },
  {
    methods: ['PATCH'],
    path: /^(\/organizations\/[^/]+\/memberships\/[^/]+)(?:\/metadata)?$/,
    limit: PROFILE,
  },
];

/** The limit that holds for this request besides the instance's, and what it is counted by. */
export function endpointLimitOf(
  method: string,
  path: string,
): { readonly subject: string; readonly limit: EndpointLimit } | null {
  for (const { methods, path: pattern, limit } of RULES) {
    const match = methods.includes(method) ? pattern.exec(path) : null;
    if (match !== null)
      return { subject: `${method === 'POST' ? 'POST' : 'change'} ${match[1] ?? path}`, limit };
  }
  return null;
}
