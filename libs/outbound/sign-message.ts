import { Webhook } from 'svix';

/** A message to a receiver, before it is signed. */
export interface OutboundMessage {
  /** The same for every try, so that a receiver knows a repeat. */
  readonly id: string;
  readonly sentAt: Date;
  readonly body: string;
}

/**
 * The headers of a message as Standard Webhooks names them: id, time in seconds, and one signature for each secret
 * (HMAC-SHA256 over `id.time.body`), so that a receiver may go on with the old one while it changes to the new.
 *
 * @param secrets `whsec_` and base64, at least one
 */
export function signMessage(
  { id, sentAt, body }: OutboundMessage,
  secrets: readonly string[],
): Record<string, string> {
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1_000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, sentAt, body)).join(' '),
  };
}
