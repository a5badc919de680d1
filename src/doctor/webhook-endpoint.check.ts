import { randomUUID } from 'node:crypto';
import { Webhook } from 'svix';
import type { ReadableSettings } from '#settings';
import { type CheckResult, fail, ok } from './check.js';
import { askInstance, fieldOf } from './clerk/clerk-answer.js';

const NAME = 'webhook endpoint';
const TIMEOUT_MS = 10_000;
/** No event of Clerk's has this name: the service verifies it, writes it down, and does nothing. */
const PROBE = 'doctor.probe';

/** Whether a delivery was one of the doctor's. */
export function isProbe(eventType: string): boolean {
  return eventType === PROBE;
}

export interface EndpointFindings {
  readonly result: CheckResult;
  /** Of the delivery that was taken; undefined where none was. */
  readonly probeId: string | undefined;
}

/**
 * Sends a delivery to the address that Clerk delivers to, signed with the secret that is set, in the name of the instance
 * which the secret key belongs to: what stands there has to believe it, and nothing else.
 *
 * @param url as it stands in Clerk's dashboard
 */
export async function checkWebhookEndpoint(
  url: string,
  { clerk, isProduction }: ReadableSettings,
): Promise<EndpointFindings> {
  const [secret] = clerk?.webhookSigningSecrets ?? [];
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    return told(fail(NAME, 'its address is none', 'Give the whole address: https://…/api/webhooks/clerk'));
  if (isProduction && !url.startsWith('https:'))
    return told(fail(NAME, 'its address is not https', 'Clerk delivers to https in production.'));
  if (secret === undefined)
    return told(
      fail(
        NAME,
        'CLERK_WEBHOOK_SIGNING_SECRET is not set',
        "Copy it from the endpoint in Clerk's dashboard.",
      ),
    );
  const instanceId = await instanceOf(clerk);
  const signed = await deliver(url, secret, instanceId);
  if (signed === undefined)
    return told(
      fail(NAME, 'the address does not answer', 'Is the service running, and reachable from outside?'),
    );
  if (signed.status === 400 && signed.code === 'webhook_refused')
    return told(
      fail(
        NAME,
        'this service refuses a delivery signed with CLERK_WEBHOOK_SIGNING_SECRET in the name of this instance',
        'Set the secret of the endpoint and the CLERK_INSTANCE_ID of the same instance, here and where the service runs.',
      ),
    );
  if (signed.status !== 204)
    return told(
      fail(
        NAME,
        `the address answers ${signed.status}, and not as this service does`,
        'It has to end in /api/webhooks/clerk and lead here without a sign-in or a redirect in between.',
      ),
    );
  return {
    result: ok(NAME, 'takes a delivery that is signed with CLERK_WEBHOOK_SIGNING_SECRET'),
    probeId: signed.id,
  };
}

/** Whatever says yes to everybody says so to the doctor too: what was taken has to stand in this database. */
export function checkArrival(hasArrived: boolean): CheckResult {
  return hasArrived
    ? ok(NAME, 'what it takes arrives in this database')
    : fail(
        NAME,
        'the address took the delivery, and it is not in this database',
        'It leads to something else, or to a service that works on another database.',
      );
}

function told(result: CheckResult): EndpointFindings {
  return { result, probeId: undefined };
}

async function instanceOf(clerk: ReadableSettings['clerk']): Promise<string | undefined> {
  const { apiUrl, secretKey, instanceId } = clerk ?? {};
  if (apiUrl === undefined || secretKey === undefined) return instanceId;
  const actual = fieldOf(await askInstance({ apiUrl, secretKey }), 'id');
  return typeof actual === 'string' ? actual : instanceId;
}

async function deliver(url: string, secret: string, instanceId: string | undefined) {
  const id = `msg_doctor${randomUUID().replaceAll('-', '')}`;
  const now = new Date();
  const body = JSON.stringify({
    type: PROBE,
    object: 'event',
    data: {},
    timestamp: now.getTime(),
    instance_id: instanceId,
  });
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        'svix-id': id,
        'svix-timestamp': String(Math.floor(now.getTime() / 1000)),
        'svix-signature': new Webhook(secret).sign(id, now, body),
      },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const answer: unknown = await response.json().catch(() => undefined);
    return { id, status: response.status, code: fieldOf(answer, 'code') };
  } catch {
    return undefined;
  }
}
