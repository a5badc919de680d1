import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { ClerkSchemaError } from '#libs/clerk';
import { UnitOfWork } from '#libs/database';
import { inSpan, reportError } from '#libs/telemetry';
import { Clock } from '#libs/time';
import { AlarmsService } from '../alarms/alarms.service.js';
import { labelOfEvent } from '../clerk-events.js';
import { DeliveriesStore } from '../deliveries.store.js';
import { MAX_ATTEMPTS, pauseAfter } from '../retry.rule.js';
import { webhookMetrics } from '../webhook-metrics.js';
import type { WebhookDelivery } from '../webhook-delivery.entity.js';
import { type ClerkKnowledge, NeedsClerkError } from './clerk-knowledge.js';
import { ClerkInquiryService } from './clerk-inquiry.service.js';
import { EventApplier } from './event-applier.js';
import { WEBHOOKS } from '../webhooks.scope.js';

/**
 * One try to apply one delivery. The effect, its audit rows and the delivery's new state are one transaction: killed
 * at any moment, a delivery is either still pending or applied once.
 */
@Injectable()
export class DeliveryRunService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly deliveries: DeliveriesStore,
    private readonly applier: EventApplier,
    private readonly inquiry: ClerkInquiryService,
    private readonly alarms: AlarmsService,
    private readonly logger: PinoLogger,
    private readonly clock: Clock,
  ) {}

  /** Never throws for a fault of the delivery: that one waits for another try, or becomes a dead letter. */
  async apply(delivery: WebhookDelivery): Promise<void> {
    try {
      await this.inSpan(delivery, () => this.tryOnce(delivery));
    } catch (error) {
      await this.postpone(delivery, error);
    }
  }

  /**
   * Applies deliveries that have nothing in common side by side, in one transaction.
   *
   * @returns those that are not settled by it, to be applied alone: which lack something, or are at fault
   */
  async applyTogether(deliveries: readonly WebhookDelivery[]): Promise<WebhookDelivery[]> {
    try {
      const results = await this.unitOfWork.together(
        WEBHOOKS,
        deliveries.map(
          (delivery) => () => this.inSpan(delivery, () => this.settle(delivery, { asked: new Set() })),
        ),
      );
      return deliveries.filter((_, at) => results[at]?.status !== 'fulfilled');
    } catch {
      // Nothing was done. Which of them it was shows when each is tried alone.
      return [...deliveries];
    }
  }

  private inSpan<T>({ eventType }: WebhookDelivery, work: () => Promise<T>): Promise<T> {
    const type = labelOfEvent(eventType);
    const attributes = { 'messaging.system': 'svix', 'messaging.destination.name': type };
    return inSpan({ name: `webhook ${type}`, kind: 'consumer', attributes }, work);
  }

  private async tryOnce(delivery: WebhookDelivery): Promise<void> {
    const knowledge: ClerkKnowledge = { asked: new Set() };
    for (;;) {
      const need = await this.applyOnce(delivery, knowledge);
      if (need === null) return;
      await this.inquiry.ask(need, knowledge);
    }
  }

  private async applyOnce(delivery: WebhookDelivery, knowledge: ClerkKnowledge) {
    try {
      await this.unitOfWork.run(WEBHOOKS, () => this.settle(delivery, knowledge));
      return null;
    } catch (error) {
      if (error instanceof NeedsClerkError && !knowledge.asked.has(error.need.kind)) return error.need;
      throw error;
    }
  }

  private async settle(delivery: WebhookDelivery, knowledge: ClerkKnowledge): Promise<void> {
    if (!(await this.deliveries.claim(delivery.svixId))) return;
    const state = await this.applier.apply(delivery, knowledge);
    await this.deliveries.settle(delivery.svixId, state, this.clock.now());
    this.unitOfWork.afterCommit(() => {
      webhookMetrics.settled.inc({ state });
      webhookMetrics.applyLag.observe((this.clock.nowMs() - delivery.receivedAt.getTime()) / 1000);
    });
  }

  private async postpone({ svixId, eventType }: WebhookDelivery, error: unknown): Promise<void> {
    await this.unitOfWork.run(WEBHOOKS, async () => {
      if (!(await this.deliveries.claim(svixId))) return;
      const attempts = ((await this.deliveries.find(svixId))?.attempts ?? 0) + 1;
      // A payload that fits no schema will not fit it later either.
      const isHopeless = error instanceof ClerkSchemaError || attempts >= MAX_ATTEMPTS;
      const now = this.clock.now();
      await this.deliveries.update(svixId, {
        attempts,
        lastError: reasonOf(error),
        ...(isHopeless
          ? { state: 'dead' as const, settledAt: now }
          : { nextAttemptAt: new Date(now.getTime() + pauseAfter(attempts, Math.random())) }),
      });
      const fields = { err: error, svixId, eventType, attempts };
      if (!isHopeless) {
        webhookMetrics.postponed.inc();
        this.logger.warn(fields, 'a webhook delivery waits for another try');
        return;
      }
      this.logger.error(fields, 'a webhook delivery was given up');
      reportError(error, { name: `webhook ${labelOfEvent(eventType)}` });
      webhookMetrics.settled.inc({ state: 'dead' });
      await this.alarms.raise({ kind: 'dead_letter', subject: eventType, detail: { svixId } });
    });
  }
}

/** Names the fault without its values: schema errors say which field, everything else only its kind. */
function reasonOf(error: unknown): string {
  if (error instanceof ClerkSchemaError) return error.message;
  return error instanceof Error ? error.constructor.name : 'unknown';
}
