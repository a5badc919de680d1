import { AuthorizationModels, systemScope } from '#auth';
import { HealthStatusService } from '#health';
import { UnitOfWork } from '#libs/database';
import { AppError } from '#libs/http';
import { ReconciliationsService } from '#reconciliation';
import type { ReadableSettings } from '#settings';
import { RoleMirrorService } from '#tenants';
import { DeadLettersService, type DeliveryFilter, EndpointWatchService } from '#webhooks';
import { type CheckResult, fail, warn } from '../check.js';
import { checkArrival, isProbe } from '../webhook-endpoint.check.js';
import { checkDeliveries } from './deliveries.check.js';
import { checkDrift } from './drift.check.js';
import { checkHealthParts } from './health-parts.check.js';
import { checkRoles } from './roles.check.js';
import { checkSchedule } from './schedule.check.js';
import { checkWebhookEvents, type FoundDrift, LOOKED_FOR } from './webhook-events.check.js';

const DAY_MS = 86_400_000;
const ANY = { state: null, eventType: null, objectId: null, receivedFrom: null, receivedBefore: null };

/** Finds a part of the service, wherever it is provided. */
export type FindPart = <T>(type: abstract new (...dependencies: never[]) => T) => T;

export interface ServiceQuestions {
  readonly settings: ReadableSettings;
  /** When a service worked on this database first. */
  readonly usedSince: Date;
  /** Of a delivery that the endpoint took a moment ago. */
  readonly probeId: string | undefined;
}

/** Everything that the service itself has to tell, beside its settings. */
export async function examineService(
  find: FindPart,
  { settings, usedSince, probeId }: ServiceQuestions,
): Promise<CheckResult[]> {
  const { indicators } = await find(HealthStatusService).summary();
  const { schedule } = indicators;
  return [
    await orUntold('roles and permissions', () => rolesOf(find)),
    ...(probeId === undefined
      ? []
      : [await orUntold('webhook endpoint', async () => checkArrival(await hasArrived(find, probeId)))]),
    await orUntold('webhook deliveries', () => deliveriesOf(find, settings)),
    await orUntold('webhook events', () => eventsOf(find)),
    ...(schedule === undefined ? [] : checkSchedule(schedule, usedSince)),
    await orUntold('drift', () => driftOf(find, usedSince)),
    ...checkHealthParts(indicators),
  ];
}

async function rolesOf(find: FindPart): Promise<CheckResult> {
  const { roles } = await find(RoleMirrorService).fetch();
  const model = await find(UnitOfWork).run(systemScope('health'), () => find(AuthorizationModels).current());
  return checkRoles(model, roles);
}

async function deliveriesOf(find: FindPart, { clerk }: ReadableSettings): Promise<CheckResult> {
  if (clerk?.webhookSigningSecrets?.length === 0)
    return warn(
      'webhook deliveries',
      'CLERK_WEBHOOK_SIGNING_SECRET is not set: changes are found by comparing every minute',
      "Add an endpoint in Clerk's dashboard when you need them at once.",
    );
  const scope = systemScope('webhooks');
  const latest = await find(DeadLettersService).list(scope, ANY, null, 20);
  const lastAt = latest.find(({ eventType }) => !isProbe(eventType))?.receivedAt ?? null;
  const since = new Date(Date.now() - DAY_MS);
  const { refused } = await find(UnitOfWork).run(scope, () => find(EndpointWatchService).countSince(since));
  return checkDeliveries({ lastAt, isRecent: lastAt !== null && lastAt > since, refused });
}

async function eventsOf(find: FindPart): Promise<CheckResult> {
  const scope = systemScope('webhooks');
  const hasCome = async (filter: Partial<DeliveryFilter>): Promise<boolean> =>
    (await find(DeadLettersService).list(scope, { ...ANY, ...filter }, null, 1)).length > 0;
  const came = new Set<string>();
  for (const eventType of LOOKED_FOR) if (await hasCome({ eventType })) came.add(eventType);
  const drifts: FoundDrift[] = [];
  for (const { status, drift, startedAt } of await find(ReconciliationsService).list(
    systemScope('reconciliation'),
    null,
    20,
  )) {
    const isMended = status === 'applied' && drift !== null && drift.total > 0;
    if (isMended && (await hasCome({ receivedBefore: startedAt }))) drifts.push(drift);
  }
  return checkWebhookEvents(came, drifts);
}

async function hasArrived(find: FindPart, probeId: string): Promise<boolean> {
  try {
    await find(DeadLettersService).get(systemScope('webhooks'), probeId);
    return true;
  } catch (error) {
    if (error instanceof AppError && error.status === 404) return false;
    throw error;
  }
}

async function driftOf(find: FindPart, usedSince: Date): Promise<CheckResult> {
  return checkDrift(
    await find(ReconciliationsService).list(systemScope('reconciliation'), null, 20),
    usedSince,
  );
}

/** The text of a fault may hold anything. */
async function orUntold(name: string, work: () => Promise<CheckResult>): Promise<CheckResult> {
  try {
    return await work();
  } catch {
    return fail(name, 'cannot be looked at now', 'Mend what else is wrong here, then run the doctor again.');
  }
}
