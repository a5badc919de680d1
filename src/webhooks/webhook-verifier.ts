import { Webhook } from 'svix';

/** What a delivery must bring along. */
export interface DeliveryHeaders {
  readonly svixId: string;
  readonly svixTimestamp: string;
  readonly svixSignature: string;
}

export interface Envelope {
  readonly type: string;
  readonly data: unknown;
  /** Clerk's id of the object, where the event has one. */
  readonly objectId: string | null;
  readonly eventAt: Date | null;
  readonly instanceId: string | null;
}

/** Why a delivery was refused; for a counter and the log, never for the sender. */
export class DeliveryRefusedError extends Error {}

// During a rotation there are two; thousands would only burn time.
const MOST_SIGNATURES = 10;

/** Checks that a delivery comes from our Clerk instance and was not touched, over the bytes that arrived. */
export class WebhookVerifier {
  private readonly webhooks: Webhook[];

  constructor(
    secrets: readonly string[],
    private readonly instanceId: string | undefined,
  ) {
    this.webhooks = secrets.map((secret) => new Webhook(secret));
  }

  /** @throws DeliveryRefusedError */
  verify(body: Buffer, headers: DeliveryHeaders): Envelope {
    if (!/^[!-~]{1,256}$/.test(headers.svixId)) throw new DeliveryRefusedError('svix-id');
    if (!/^\d{1,12}$/.test(headers.svixTimestamp)) throw new DeliveryRefusedError('svix-timestamp');
    if (headers.svixSignature.split(' ').length > MOST_SIGNATURES)
      throw new DeliveryRefusedError('signatures');
    if (!this.webhooks.some((webhook) => isSignedFor(webhook, body, headers))) {
      throw new DeliveryRefusedError('signature');
    }
    const envelope = readEnvelope(body);
    if (this.instanceId !== undefined && envelope.instanceId !== this.instanceId) {
      throw new DeliveryRefusedError('instance');
    }
    return envelope;
  }
}

function isSignedFor(webhook: Webhook, body: Buffer, headers: DeliveryHeaders): boolean {
  try {
    webhook.verify(body, {
      'svix-id': headers.svixId,
      'svix-timestamp': headers.svixTimestamp,
      'svix-signature': headers.svixSignature,
    });
    return true;
  } catch {
    return false;
  }
}

function readEnvelope(body: Buffer): Envelope {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body));
  } catch {
    throw new DeliveryRefusedError('body');
  }
  if (!isRecord(parsed) || typeof parsed['type'] !== 'string' || parsed['type'].length > 100) {
    throw new DeliveryRefusedError('envelope');
  }
  const { type, data, timestamp, instance_id: instanceId } = parsed;
  return {
    type,
    data,
    objectId: isRecord(data) && typeof data['id'] === 'string' ? data['id'] : null,
    eventAt: typeof timestamp === 'number' && timestamp > 0 ? new Date(milliseconds(timestamp)) : null,
    instanceId: typeof instanceId === 'string' ? instanceId : null,
  };
}

/** Clerk's documentation says milliseconds, the examples of its own specification are in seconds. */
function milliseconds(timestamp: number): number {
  return Math.round(timestamp < 1e12 ? timestamp * 1000 : timestamp);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
