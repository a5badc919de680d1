import type { INestApplicationContext } from '@nestjs/common';
import { systemScope } from '#auth';
import { ClerkDirectory, ClerkRefusedError } from '#libs/clerk';
import { Environment } from '#settings';
import { DeadLettersService } from '#webhooks';
import { checkClerk } from '../doctor/clerk.check.js';
import { type CheckResult, fail, ok, type Settings, warn } from '../doctor/check.js';

const TIMEOUT_MS = 5_000;
const EVENTS = 'all user, organization, organizationMembership, organizationInvitation and session events';

/**
 * Whether an instance can be adopted: its key is taken, it is the one that is configured, its news arrive.
 *
 * @param webhookUrl where Clerk delivers, to be tried out; undefined: it is not
 */
export async function checkAdoption(
  service: INestApplicationContext,
  settings: Settings,
  webhookUrl: string | undefined,
): Promise<CheckResult[]> {
  const checks = await checkClerk(settings);
  if (checks.some(({ status }) => status === 'fail')) return checks;
  const environment = service.get(Environment, { strict: false });
  return [
    ...checks,
    await checkInstance(service, environment.clerk.instanceId),
    ...(await checkWebhooks(service, environment, webhookUrl)),
  ];
}

async function checkInstance(
  service: INestApplicationContext,
  configured: string | undefined,
): Promise<CheckResult> {
  let actual: string;
  try {
    actual = await service.get(ClerkDirectory, { strict: false }).instanceId();
  } catch (error) {
    if (!(error instanceof ClerkRefusedError)) throw error;
    return warn(
      'instance',
      'Clerk does not tell its id',
      'Compare CLERK_INSTANCE_ID with the dashboard by hand.',
    );
  }
  if (configured === undefined) {
    return warn(
      'instance',
      `${actual}; CLERK_INSTANCE_ID is not set, so webhooks of any instance would be looked at`,
      `Set CLERK_INSTANCE_ID=${actual}.`,
    );
  }
  return actual === configured
    ? ok('instance', `${actual}, as configured`)
    : fail(
        'instance',
        `the secret key belongs to ${actual}, CLERK_INSTANCE_ID says ${configured}`,
        'Take key and id from the same instance; with this pair every webhook would be refused.',
      );
}

async function checkWebhooks(
  service: INestApplicationContext,
  { clerk, isProduction }: Environment,
  webhookUrl: string | undefined,
): Promise<CheckResult[]> {
  if (clerk.webhookSigningSecrets.length === 0) {
    const without = 'CLERK_WEBHOOK_SIGNING_SECRET is not set: changes are found by comparing every minute';
    return [
      warn(
        'webhooks',
        without,
        `Add an endpoint in Clerk's dashboard for ${EVENTS} when you need them at once.`,
      ),
    ];
  }
  const checks = [await checkDeliveries(service)];
  if (webhookUrl !== undefined) checks.unshift(await checkEndpoint(webhookUrl, isProduction));
  return checks;
}

async function checkDeliveries(service: INestApplicationContext): Promise<CheckResult> {
  const any = { state: null, eventType: null, objectId: null, receivedFrom: null, receivedBefore: null };
  const [last] = await service.get(DeadLettersService).list(systemScope('webhooks'), any, null, 1);
  if (last !== undefined) return ok('webhooks', `the last delivery came at ${last.receivedAt.toISOString()}`);
  return warn(
    'webhooks',
    'none has been delivered yet',
    `In Clerk's dashboard an endpoint https://…/api/webhooks/clerk for ${EVENTS} is needed; --webhook-url tries its address.`,
  );
}

/** An unsigned delivery: this service alone refuses it with this code. */
async function checkEndpoint(url: string, isProduction: boolean): Promise<CheckResult> {
  const name = 'webhook endpoint';
  if (isProduction && !url.startsWith('https:'))
    return fail(name, 'its address is not https', 'Clerk delivers to https in production.');
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/json' },
      body: '{}',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const body = (await response.json().catch(() => undefined)) as { code?: unknown } | undefined;
    if (response.status === 400 && body?.code === 'webhook_refused')
      return ok(name, 'the address leads to this service, which refuses what is not signed');
    return fail(
      name,
      `the address answers ${response.status}, and not as this service does`,
      'It has to end in /api/webhooks/clerk and lead here without a sign-in or a redirect in between.',
    );
  } catch {
    return fail(name, 'the address does not answer', 'Is the service running, and reachable from outside?');
  }
}
