import type { INestApplicationContext } from '@nestjs/common';
import { systemScope } from '#auth';
import { Environment } from '#settings';
import { DeadLettersService } from '#webhooks';
import { checkClerk, type CheckResult, fail, ok, warn } from '../../doctor/index.js';

const TIMEOUT_MS = 5_000;
const EVENTS = 'all user, organization, organizationMembership, organizationInvitation and session events';

/**
 * Whether an instance can be adopted: its key is taken, it is the one that is configured, its news arrive.
 *
 * @param webhookUrl where Clerk delivers, to be tried out; undefined: it is not
 */
export async function checkAdoption(
  service: INestApplicationContext,
  webhookUrl: string | undefined,
): Promise<CheckResult[]> {
  const environment = service.get(Environment, { strict: false });
  const checks = await checkClerk(environment.clerk);
  if (checks.some(({ status }) => status === 'fail')) return checks;
  return [...checks, ...(await checkWebhooks(service, environment, webhookUrl))];
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
