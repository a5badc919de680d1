import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '#libs/time';
import { DeliveriesWorker } from './deliveries.worker.js';
import { meaningOf } from './clerk-events.js';
import { BacklogService } from './ledger/backlog.service.js';
import { LedgerWriterService } from './ledger/ledger-writer.service.js';
import { type EventSubject, subjectsOf } from './ledger/subjects.rule.js';
import { webhooksErrors } from './webhooks.errors.js';
import type { Envelope } from './webhook-verifier.js';

/** Takes a verified delivery in: one row, then the answer. Everything else happens later. */
@Injectable()
export class DeliveriesService {
  constructor(
    private readonly writer: LedgerWriterService,
    private readonly backlog: BacklogService,
    private readonly worker: DeliveriesWorker,
    private readonly clock: Clock,
  ) {}

  /** @throws AppError 503 when too many wait already: the sender comes again */
  async receive(svixId: string, envelope: Envelope, body: Buffer): Promise<void> {
    if (this.backlog.isFull()) throw webhooksErrors.backlogFull({ headers: { 'retry-after': '30' } });
    const ignored = meaningOf(envelope.type) === 'ignored';
    await this.writer.add({
      svixId,
      eventType: envelope.type,
      objectId: envelope.objectId,
      eventAt: envelope.eventAt,
      instanceId: envelope.instanceId,
      bodySha256: createHash('sha256').update(body).digest(),
      payload: jsonOf(envelope.data),
      subjects: namedIn(envelope.data),
      receivedAt: this.clock.now(),
      ignored,
    });
    if (ignored) return;
    this.backlog.added();
    this.worker.wake();
  }
}

/** Data nested deeper than the stack is no object of Clerk's. */
function jsonOf(data: unknown): string | null {
  try {
    return JSON.stringify(data ?? null);
  } catch {
    return null;
  }
}

/** As {@link jsonOf}: what cannot be walked cannot be kept either. */
function namedIn(data: unknown): EventSubject[] {
  try {
    return subjectsOf(data);
  } catch {
    return [];
  }
}
