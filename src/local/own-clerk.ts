import { createPublicKey } from 'node:crypto';
import { StartRefusedError } from '../start-refused.error.js';
import { isSet, type Settings } from './settings.js';

const TIMEOUT_MS = 10_000;
/** As many as `CLERK_JWT_KEY` may hold. */
const MAX_KEYS = 2;

/**
 * Finds out outside production what somebody who has only the two keys of Clerk's quick start did not set: the key that
 * session tokens are signed with, asked for with the secret key (`GET /v1/jwks`). In production it is set by hand, so that
 * whoever can answer for Clerk's address cannot choose whom we believe.
 *
 * @throws StartRefusedError with a sentence that says what to do
 */
export async function completeOwnClerk(settings: Settings): Promise<Settings> {
  if (isSet(settings, 'CLERK_JWT_KEY')) return settings;
  const apiUrl = settings['CLERK_API_URL']?.trim() || 'https://api.clerk.com';
  const response = await fetch(`${apiUrl}/v1/jwks`, {
    headers: { authorization: `Bearer ${String(settings['CLERK_SECRET_KEY']).trim()}` },
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((error: unknown) => {
    throw new StartRefusedError(
      'Clerk does not answer, so the key of its tokens cannot be fetched. Check the network and CLERK_API_URL, or set CLERK_JWT_KEY.',
      { cause: error },
    );
  });
  if (response.status === 401 || response.status === 403) {
    throw new StartRefusedError(
      'Clerk refuses CLERK_SECRET_KEY. Copy the secret key of your development instance from the dashboard (API keys).',
    );
  }
  const pems = response.ok ? pemsIn(await response.json().catch(() => undefined)) : [];
  if (pems.length === 0) {
    throw new StartRefusedError(
      `Clerk tells no key of its tokens (it answered ${response.status}). Set CLERK_JWT_KEY, from the dashboard (API keys, JWKS public key).`,
    );
  }
  return { ...settings, CLERK_JWT_KEY: pems.join('\n') };
}

/** The RSA keys of a JWKS, as PEM; what is no key is left out. */
function pemsIn(jwks: unknown): string[] {
  const keys = (jwks as { keys?: unknown } | undefined)?.keys;
  if (!Array.isArray(keys)) return [];
  return (keys as { kty?: unknown; n?: unknown; e?: unknown }[])
    .slice(0, MAX_KEYS)
    .flatMap(({ kty, n, e }) => {
      if (kty !== 'RSA' || typeof n !== 'string' || typeof e !== 'string') return [];
      const key = createPublicKey({ key: { kty, n, e }, format: 'jwk' });
      return key.export({ type: 'spki', format: 'pem' }).toString();
    });
}
