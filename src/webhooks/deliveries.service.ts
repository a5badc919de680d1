import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { AuditLog } from '#audit';
import { systemScope } from '#auth';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { DeliveriesStore } from './deliveries.store.js';
import { DeliveriesWorker } from './deliveries.worker.js';
import type { Envelope } from './webhook-verifier.js';

/** Takes a verified delivery in: one row, then the answer. Everything else happens later. */
@Injectable()
export class DeliveriesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly deliveries: DeliveriesStore,
    private readonly worker: DeliveriesWorker,
    private readonly audit: AuditLog,
    private readonly logger: PinoLogger,
    private readonly clock: Clock,
  ) {}

  async receive(svixId: string, envelope: Envelope, body: Buffer): Promise<void> {
    const bodySha256 = createHash('sha256').update(body).digest();
    const now = this.clock.now();
    await this.unitOfWork.run(systemScope('webhooks'), async () => {
      const isNew = await this.deliveries.insert({
        svixId,
        eventType: envelope.type,
        objectId: envelope.objectId,
        eventAt: envelope.eventAt,
        instanceId: envelope.instanceId,
        bodySha256,
        payload: envelope.data,
        state: 'pending',
        attempts: 0,
        nextAttemptAt: now,
        receivedAt: now,
        settledAt: null,
        lastError: null,
        repeats: 0,
      });
      if (isNew) return;
      if (await this.deliveries.countRepeat(svixId, bodySha256)) return;
      this.logger.error({ svixId }, 'a webhook delivery came again with another body; the first one stands');
      await this.audit.record({
        actor: { kind: 'system', name: 'webhooks' },
        action: 'webhook.rejected_body_change',
        outcome: 'denied',
        target: { kind: 'webhook', id: svixId },
      });
    });
    this.worker.poke();
  }
}
