import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { UnitOfWork } from '#libs/database';
import { webhookMetrics } from '../webhook-metrics.js';
import { DeliveryLedgerStore } from './delivery-ledger.store.js';
import { WEBHOOKS } from '../webhooks.scope.js';

/** Deliveries that may wait; beyond it the sender keeps them, who tries again for a day. */
export const MAX_WAITING = 50_000;

const LOOK_EVERY_MS = 1_000;

/** Knows, to about a second, how much waits to be applied. */
@Injectable()
export class BacklogService {
  private counted = 0;
  private takenSince = 0;
  private lookedAt = -Infinity;
  private isLooking = false;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: DeliveryLedgerStore,
    private readonly logger: PinoLogger,
  ) {}

  /** Whether the ledger takes no more for now. Never waits: the count is brought up to date beside the answer. */
  isFull(): boolean {
    if (!this.isLooking && performance.now() - this.lookedAt > LOOK_EVERY_MS) void this.look();
    return this.counted + this.takenSince > MAX_WAITING;
  }

  /** Says that one more waits. */
  added(): void {
    this.takenSince += 1;
  }

  private async look(): Promise<void> {
    this.isLooking = true;
    try {
      this.takenSince = 0;
      this.counted = await this.unitOfWork.run(WEBHOOKS, () => this.ledger.countPending(MAX_WAITING + 1));
      webhookMetrics.backlog.set(this.counted);
    } catch (error) {
      this.logger.warn({ err: error }, 'the waiting webhook deliveries cannot be counted now');
    } finally {
      this.lookedAt = performance.now();
      this.isLooking = false;
    }
  }
}
