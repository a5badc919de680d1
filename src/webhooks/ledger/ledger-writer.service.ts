import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { AuditLog } from '#audit';
import { UnitOfWork } from '#libs/database';
import { ApplyPaceService } from '../apply/apply-pace.service.js';
import { type NewDelivery, DeliveryLedgerStore } from './delivery-ledger.store.js';
import { labelOfEvent } from '../clerk-events.js';
import { webhookMetrics } from '../webhook-metrics.js';
import { isUnstorable } from './unstorable.rule.js';
import { WEBHOOKS } from '../webhooks.scope.js';

interface Waiting {
  readonly delivery: NewDelivery;
  readonly since: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

const MAX_AT_ONCE = 100;

/**
 * Writes deliveries in groups: what arrives while one group is being committed makes up the next one. A delivery is
 * answered only after its own row is committed, and alone it waits for nothing.
 */
@Injectable()
export class LedgerWriterService {
  private readonly waiting: Waiting[] = [];
  // A group belongs to no single request, so it must not carry the context of the one that came first.
  private readonly outsideAnyRequest = AsyncLocalStorage.snapshot();
  private isWriting = false;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: DeliveryLedgerStore,
    private readonly pace: ApplyPaceService,
    private readonly audit: AuditLog,
    private readonly logger: PinoLogger,
  ) {}

  /** Resolves when the row is committed, or when it was there already. */
  add(delivery: NewDelivery): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ delivery, since: performance.now(), resolve, reject });
      if (!this.isWriting) this.outsideAnyRequest(() => void this.drain());
    });
  }

  private async drain(): Promise<void> {
    this.isWriting = true;
    while (this.waiting.length > 0) {
      // Requests that were read from the network together go into the same group.
      await nextTurn();
      const group = this.waiting.splice(0, MAX_AT_ONCE);
      await this.write(group);
      const [first] = group;
      if (first !== undefined) this.pace.acknowledged(performance.now() - first.since);
    }
    this.isWriting = false;
  }

  private async write(group: readonly Waiting[]): Promise<void> {
    try {
      const added = await this.unitOfWork.run(WEBHOOKS, () =>
        this.ledger.insertNew(group.map(({ delivery }) => delivery)),
      );
      const repeats: Waiting[] = [];
      for (const entry of group) {
        if (!added.delete(entry.delivery.svixId)) {
          repeats.push(entry);
          continue;
        }
        entry.resolve();
        webhookMetrics.taken.inc({ type: labelOfEvent(entry.delivery.eventType) });
        webhookMetrics.acknowledged.observe((performance.now() - entry.since) / 1000);
      }
      // Their rows are committed already; nobody else waits while one of them is being worked on.
      if (repeats.length > 0) void this.countRepeats(repeats);
    } catch (error) {
      await this.writeApart(group, error);
    }
  }

  /** One payload that PostgreSQL cannot hold must not keep the others of its group from being written. */
  private async writeApart(group: readonly Waiting[], error: unknown): Promise<void> {
    const [first] = group;
    if (!isUnstorable(error) || first === undefined) {
      for (const { reject } of group) reject(error);
    } else if (group.length > 1) {
      for (const entry of group) await this.write([entry]);
    } else if (first.delivery.payload === null) {
      first.reject(error);
    } else {
      await this.write([{ ...first, delivery: { ...first.delivery, payload: null } }]);
    }
  }

  private async countRepeats(group: readonly Waiting[]): Promise<void> {
    try {
      await this.unitOfWork.run(WEBHOOKS, async () => {
        const changed = await this.ledger.countRepeats(group.map(({ delivery }) => delivery));
        this.unitOfWork.afterCommit(() => {
          webhookMetrics.repeats.inc({ body: 'same' }, group.length - changed.length);
          webhookMetrics.repeats.inc({ body: 'other' }, changed.length);
        });
        for (const svixId of changed) {
          this.logger.error(
            { svixId },
            'a webhook delivery came again with another body; the first one stands',
          );
          await this.audit.record({
            actor: { kind: 'system', name: 'webhooks' },
            action: 'webhook.rejected_body_change',
            outcome: 'denied',
            target: { kind: 'webhook', id: svixId },
          });
        }
      });
      for (const { resolve } of group) resolve();
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}
