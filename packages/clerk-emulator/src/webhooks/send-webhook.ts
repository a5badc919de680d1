import { createHmac } from 'node:crypto';
import type { DeliveryRecord } from '../state/records.js';

const TIMEOUT_MS = 15_000;

export interface SendOutcome {
  delivered: boolean;
  /** HTTP status, null when there was no answer. */
  status: number | null;
  error: string | null;
  /** The receiver asked for no further attempts (`webhook-delivery: abort-message`). */
  abort: boolean;
}

/** The `svix-signature` of a message: HMAC-SHA256 over id, seconds and body, with the decoded secret. */
function svixSignature(secret: string, id: string, seconds: number, payload: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${payload}`).digest('base64')}`;
}

/** One attempt as Svix makes it: 2xx within 15 s is success, a redirect is not followed and is failure. */
export async function sendWebhook(
  url: string,
  secret: string,
  delivery: Pick<DeliveryRecord, 'id' | 'payload'>,
  at: Date,
  stop: AbortSignal,
): Promise<SendOutcome> {
  const seconds = Math.floor(at.getTime() / 1000);
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.any([stop, AbortSignal.timeout(TIMEOUT_MS)]),
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Svix-Webhooks/1.0 (clerk-emulator)',
        'svix-id': delivery.id,
        'svix-timestamp': String(seconds),
        'svix-signature': svixSignature(secret, delivery.id, seconds, delivery.payload),
      },
      body: delivery.payload,
    });
    await response.arrayBuffer();
    return {
      delivered: response.status >= 200 && response.status <= 299,
      status: response.status,
      error: null,
      abort: response.headers.get('webhook-delivery') === 'abort-message',
    };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const reason = cause instanceof Error ? ('code' in cause ? String(cause.code) : cause.name) : 'failed';
    return { delivered: false, status: null, error: reason, abort: false };
  }
}
