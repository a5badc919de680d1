import { bytesOf } from './signed-bytes.js';

/** The delivery is not from who holds the secret, or too old, or not whole. */
export class WebhookVerificationError extends Error {
  override readonly name = 'WebhookVerificationError';
}

/** How a delivery is judged. */
export interface VerifyOptions {
  /** Seconds that a delivery may be old, or ahead; default 300. */
  readonly toleranceSeconds?: number;
  /** Seconds since 1970; the clock of the platform unless told. */
  readonly now?: () => number;
}

const HMAC = { name: 'HMAC', hash: 'SHA-256' };
/** Standard Webhooks: a secret has 24 to 64 bytes. */
const MIN_KEY_BYTES = 24;

type HeaderSource = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Checks a delivery that is signed as Standard Webhooks says (https://www.standardwebhooks.com), and answers its body.
 *
 * @param payload the body as it came, not parsed
 * @param secrets `whsec_…`; several while one replaces another
 * @throws WebhookVerificationError for a delivery, TypeError for a secret that is none
 */
export async function verifyWebhook<T = unknown>(
  payload: string | Uint8Array,
  headers: HeaderSource,
  secrets: string | readonly string[],
  { toleranceSeconds = 300, now = () => Date.now() / 1000 }: VerifyOptions = {},
): Promise<T> {
  const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map((name) => headerOf(headers, name));
  if (!id || !timestamp || !signatures)
    throw new WebhookVerificationError('A header of the signature is missing.');
  if (!/^\d+$/.test(timestamp) || Math.abs(now() - Number(timestamp)) > toleranceSeconds)
    throw new WebhookVerificationError('The delivery is too old, or ahead of the clock.');
  const body =
    typeof payload === 'string' ? payload : new TextDecoder('utf-8', { fatal: true }).decode(payload);
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${body}`);
  const given = signatures.split(' ').flatMap((each) => (each.startsWith('v1,') ? [each.slice(3)] : []));
  for (const secret of [secrets].flat()) {
    const key = await crypto.subtle.importKey('raw', keyOf(secret), HMAC, false, ['verify']);
    for (const signature of given) {
      const bytes = bytesOf(signature);
      // Compares in constant time.
      if (bytes !== null && (await crypto.subtle.verify('HMAC', key, bytes, signed)))
        return JSON.parse(body) as T;
    }
  }
  throw new WebhookVerificationError('No signature is right.');
}

function headerOf(headers: HeaderSource, name: string): string | undefined {
  const value = (key: string) =>
    headers instanceof Headers ? (headers.get(key) ?? undefined) : [headers[key]].flat()[0];
  return value(`webhook-${name}`) ?? value(`svix-${name}`);
}

/** A secret that is none must never become a key that anybody can guess. */
function keyOf(secret: string): Uint8Array<ArrayBuffer> {
  const bytes = bytesOf(secret.replace(/^whsec_/, ''));
  if (bytes === null || bytes.length < MIN_KEY_BYTES)
    throw new TypeError('The secret is not what the sender gave: whsec_ and at least 24 bytes in base64.');
  return bytes;
}
