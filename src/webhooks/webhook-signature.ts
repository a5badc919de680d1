import { Webhook, WebhookVerificationError } from 'svix';

/** How far a delivery's time may lie from ours, in seconds, either way (Svix's own tolerance). */
export const TOLERANCE_SECONDS = 300;

/** One signature of Standard Webhooks 1.0. `svix` would pass over what stands behind a second comma. */
const SIGNATURE = /^v1,[A-Za-z0-9+/]{43}=$/;

/** One `whsec_…` secret. */
export class SigningSecret {
  private readonly webhook: Webhook;

  /** @param secret `whsec_` and base64 */
  constructor(secret: string) {
    this.webhook = new Webhook(secret);
  }

  /**
   * Whether one of the signatures, each `v1,<base64>`, is ours; those of other schemes are passed over. Also false for a
   * time further than the tolerance from the clock of this machine, which is the one that `svix` reads.
   *
   * @param timestamp digits only, without leading zeros: `svix` signs the number and not the text
   * @param body decoded strictly: `svix` replaces bytes that are no UTF-8, and would take two bodies for one
   */
  signed(id: string, timestamp: string, body: string, signatures: readonly string[]): boolean {
    const headers = {
      'svix-id': id,
      'svix-timestamp': timestamp,
      'svix-signature': signatures.filter((signature) => SIGNATURE.test(signature)).join(' '),
    };
    try {
      this.webhook.verify(body, headers);
      return true;
    } catch (error) {
      if (error instanceof WebhookVerificationError) return false;
      throw error;
    }
  }
}
