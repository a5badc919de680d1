import type { ClerkAddress } from '#libs/clerk';

const TIMEOUT_MS = 10_000;

/** What a question was answered. */
export interface ClerkAnswer {
  readonly status: number;
  /** Undefined where it is no JSON. */
  readonly body: unknown;
  /** The `Date` of the answer, in milliseconds; NaN where it has none. */
  readonly sentAt: number;
}

/**
 * Asks the Backend API once, beside the client of the service: that one waits and tries again, which would hide what is
 * to be found here.
 *
 * @throws TypeError, DOMException where nobody answers within ten seconds
 */
export function askClerkOnce({ apiUrl, secretKey }: ClerkAddress, path: string): Promise<ClerkAnswer> {
  return askOnce(`${apiUrl}/v1${path}`, { authorization: `Bearer ${secretKey}` });
}

/** Clerk's words about the instance that the secret key belongs to; undefined where it does not tell them. */
export async function askInstance(address: ClerkAddress): Promise<unknown> {
  const answer = await askClerkOnce(address, '/instance').catch(() => undefined);
  return answer?.status === 200 ? answer.body : undefined;
}

/** As {@link askClerkOnce}, of an address that needs no key. */
export async function askOnce(url: string, headers: Record<string, string> = {}): Promise<ClerkAnswer> {
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
  return {
    status: response.status,
    sentAt: Date.parse(response.headers.get('date') ?? ''),
    body: await response.json().catch(() => undefined),
  };
}

/** The moduli of the RSA keys in a key set (RFC 7517), base64url; none where it is no key set. */
export function moduliOf(keySet: unknown): string[] {
  const keys = fieldOf(keySet, 'keys');
  if (!Array.isArray(keys)) return [];
  return keys.flatMap((key) => {
    const modulus = fieldOf(key, 'n');
    return typeof modulus === 'string' ? [modulus] : [];
  });
}

/** The origins in a list of addresses, each once; pages alone, since apps and extensions have schemes of their own. */
export function originsOf(addresses: readonly unknown[]): string[] {
  const origins = addresses.flatMap((address) =>
    typeof address === 'string' && URL.canParse(address) && /^https?:/.test(address)
      ? [new URL(address).origin]
      : [],
  );
  return [...new Set(origins)];
}

/** A field of an answer; undefined where there is none. */
export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
