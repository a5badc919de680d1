import type { Clock } from '#libs/time';
import { SigningSecret, TOLERANCE_SECONDS } from './webhook-signature.js';

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
const MAX_SIGNATURES = 10;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Checks that a delivery comes from our Clerk instance and was not touched, over the bytes that arrived. */
export class WebhookVerifier {
  private readonly secrets: SigningSecret[];

  constructor(
    secrets: readonly string[],
    private readonly instanceId: string | undefined,
    private readonly clock: Clock,
  ) {
    this.secrets = secrets.map((secret) => new SigningSecret(secret));
  }

  /** @throws DeliveryRefusedError */
  verify(body: Buffer, { svixId, svixTimestamp, svixSignature }: DeliveryHeaders): Envelope {
    if (!/^[!-~]{1,256}$/.test(svixId)) throw new DeliveryRefusedError('svix-id');
    if (!/^(?:0|[1-9]\d{0,11})$/.test(svixTimestamp) || !this.isRecent(Number(svixTimestamp))) {
      throw new DeliveryRefusedError('svix-timestamp');
    }
    const signatures = svixSignature.split(' ');
    if (signatures.length > MAX_SIGNATURES) throw new DeliveryRefusedError('signatures');
    const text = decode(body);
    if (!this.secrets.some((secret) => secret.signed(svixId, svixTimestamp, text, signatures))) {
      throw new DeliveryRefusedError('signature');
    }
    const envelope = readEnvelope(text);
    if (this.instanceId !== undefined && envelope.instanceId !== this.instanceId) {
      throw new DeliveryRefusedError('instance');
    }
    return envelope;
  }

  private isRecent(seconds: number): boolean {
    return Math.abs(Math.floor(this.clock.nowMs() / 1000) - seconds) <= TOLERANCE_SECONDS;
  }
}

/** One text for one row of bytes: what is signed and what is read are the bytes that arrived. */
function decode(body: Buffer): string {
  try {
    return utf8.decode(body);
  } catch {
    throw new DeliveryRefusedError('body');
  }
}

function readEnvelope(text: string): Envelope {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new DeliveryRefusedError('body');
  }
  if (!isRecord(parsed) || !isName(parsed['type'], 100)) throw new DeliveryRefusedError('envelope');
  const { type, data, timestamp, instance_id: instanceId } = parsed;
  const objectId = isRecord(data) ? data['id'] : undefined;
  return {
    type,
    data,
    objectId: isName(objectId, 128) ? objectId : null,
    eventAt: momentOf(timestamp),
    instanceId: isName(instanceId, 128) ? instanceId : null,
  };
}

/** Clerk's documentation says milliseconds, the examples of its own specification are in seconds. */
function momentOf(timestamp: unknown): Date | null {
  if (typeof timestamp !== 'number' || timestamp <= 0) return null;
  const moment = new Date(Math.round(timestamp < 1e12 ? timestamp * 1000 : timestamp));
  return Number.isNaN(moment.getTime()) ? null : moment;
}

function isName(value: unknown, max: number): value is string {
  return typeof value === 'string' && value.length <= max && /^[!-~]+$/.test(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
