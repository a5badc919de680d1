import { isLoopbackHost } from '#libs/config';

const PUBLISHABLE_KEY = /^pk_(test|live)_([A-Za-z0-9+/]+={0,2})$/;
const HOST = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?::\d{1,5})?$/;

/** What a publishable key says: the kind of instance and the host of its Frontend API. */
export interface PublishableKey {
  readonly kind: 'test' | 'live';
  /** Host with an optional port. */
  readonly host: string;
}

/** Reads `pk_(test|live)_base64("<host>$")`; undefined when it is not one. */
export function readPublishableKey(text: string): PublishableKey | undefined {
  const [, kind, encoded] = PUBLISHABLE_KEY.exec(text) ?? [];
  if (kind === undefined || encoded === undefined) return undefined;
  const decoded = Buffer.from(encoded, 'base64');
  const host = decoded.toString('utf8').slice(0, -1);
  if (!decoded.toString('utf8').endsWith('$') || !HOST.test(host)) return undefined;
  // Clerk pads or does not pad; anything else that decodes alike is a mangled copy.
  if (decoded.toString('base64').replace(/=+$/, '') !== encoded.replace(/=+$/, '')) return undefined;
  return { kind: kind === 'live' ? 'live' : 'test', host };
}

/** The `iss` claim of an instance's tokens: `https://<host>`, and `http` for a local Clerk (loopback with a port). */
export function issuerOf(host: string): string {
  const isLocalClerk = host.includes(':') && isLoopbackHost(host.slice(0, host.lastIndexOf(':')));
  return `${isLocalClerk ? 'http' : 'https'}://${host}`;
}

/** The publishable key of an instance whose Frontend API is served at `host` (with an optional port). */
export function publishableKeyFor(host: string, kind: 'test' | 'live' = 'test'): string {
  return `pk_${kind}_${Buffer.from(`${host}$`).toString('base64')}`;
}
