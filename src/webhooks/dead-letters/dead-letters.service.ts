import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { type Actor, found } from '#auth';
import { type PlatformScope, type SystemScope, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { AlarmsService } from '../alarms/alarms.service.js';
import type { SyncAlarm } from '../alarms/sync-alarm.entity.js';
import { DeliveriesWorker } from '../deliveries.worker.js';
import type { WebhookDelivery } from '../webhook-delivery.entity.js';
import { webhooksErrors } from '../webhooks.errors.js';
import { DeadLettersStore, type DeliveryFilter } from './dead-letters.store.js';
import { WEBHOOKS } from '../webhooks.scope.js';

/** Deliveries that one call replays at most; a second call takes the next ones. */
export const MAX_REPLAYED = 10_000;

export interface ReplayResult {
  readonly matched: number;
  readonly replayed: number;
  /** Waiting already, or without a payload: nothing to replay. */
  readonly left: number;
}

/** What came of Clerk's deliveries, and another try for those that nothing came of. */
@Injectable()
export class DeadLettersService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store: DeadLettersStore,
    private readonly alarms: AlarmsService,
    private readonly worker: DeliveriesWorker,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  list(
    scope: PlatformScope | SystemScope,
    filter: DeliveryFilter,
    before: { receivedAt: string; svixId: string } | null,
    limit: number,
  ): Promise<WebhookDelivery[]> {
    return this.unitOfWork.run(scope, () => this.store.list(filter, before, limit));
  }

  /** @throws AppError 404 */
  async get(scope: PlatformScope | SystemScope, svixId: string): Promise<WebhookDelivery> {
    return found(await this.unitOfWork.run(scope, () => this.store.find(svixId)));
  }

  listAlarms(
    scope: PlatformScope,
    wanted: { open: boolean; before: string | null; limit: number },
  ): Promise<SyncAlarm[]> {
    return this.unitOfWork.run(scope, () => this.alarms.list(wanted));
  }

  /** Closing one that is closed changes nothing. @throws AppError 404 */
  async closeAlarm(actor: Actor, id: string): Promise<SyncAlarm> {
    return found(await this.unitOfWork.run(WEBHOOKS, () => this.alarms.close(id, actor)));
  }

  /**
   * Makes one delivery due again; one that waits already stays so. Doing it to an applied one does no harm, since
   * nothing older than the mirrored state takes effect.
   *
   * @throws AppError 404, 409 when its payload is not kept any more
   */
  async replay(actor: Actor, svixId: string): Promise<WebhookDelivery> {
    // The ledger is the system's: the guard has checked the right, and the actor stands in the audit log.
    const delivery = await this.unitOfWork.run(WEBHOOKS, async () => {
      const stored = found(await this.store.find(svixId));
      if (stored.state === 'pending') return stored;
      if (stored.payload === null) throw webhooksErrors.payloadGone();
      await this.store.requeueOne(svixId, this.clock.now());
      await this.alarms.clear('dead_letter', stored.eventType);
      await this.audit.record({
        actor,
        action: 'webhook.replayed',
        target: { kind: 'webhook', id: svixId },
        change: { eventType: stored.eventType, state: { from: stored.state, to: 'pending' } },
      });
      return (await this.store.find(svixId)) ?? stored;
    });
    this.worker.wake();
    return delivery;
  }

  /**
   * Makes all deliveries due again that a filter means, the oldest first.
   *
   * @param dryRun only counts
   * @param most how many at most
   */
  async replayMany(
    actor: Actor,
    filter: DeliveryFilter,
    { dryRun, most = MAX_REPLAYED }: { dryRun: boolean; most?: number },
  ): Promise<ReplayResult> {
    const result = await this.unitOfWork.run(WEBHOOKS, async () => {
      const { matched, replayable } = await this.store.count(filter);
      if (dryRun) return { matched, replayed: 0, left: matched };
      const types = replayable === 0 ? [] : await this.store.requeue(filter, this.clock.now(), most);
      for (const type of new Set(types)) await this.alarms.clear('dead_letter', type);
      await this.audit.record({
        actor,
        action: 'webhook.replayed',
        target: { kind: 'webhook', id: '*' },
        // Clerk's id of a person would stay in the log for years after they are erased.
        change: {
          ...filter,
          objectId: filter.objectId === null ? null : 'one',
          matched,
          replayed: types.length,
        },
      });
      return { matched, replayed: types.length, left: matched - types.length };
    });
    this.worker.wake();
    return result;
  }
}
