import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { Environment } from '#settings';
import { UnitOfWork } from '#libs/database';
import { PollingWorker } from '#libs/time';
import { DeliveriesStore } from './deliveries.store.js';
import { namesIn, takeTogether } from './apply/together.rule.js';
import { DeliveryRunService } from './apply/delivery-run.service.js';
import { ApplyPaceService } from './apply/apply-pace.service.js';
import type { WebhookDelivery } from './webhook-delivery.entity.js';
import { WEBHOOKS } from './webhooks.scope.js';

const AT_ONCE = 4;
const BATCH = 200;
/** So many in one transaction that its round trips do not count, and so few that it is over in a moment. */
const TOGETHER = 32;
const LOOK_AGAIN_MS = 1_000;

/** Takes what is due out of the ledger, oldest first, and has it applied; wakes up when something arrives. */
@Injectable()
export class DeliveriesWorker extends PollingWorker {
  constructor(
    private readonly environment: Environment,
    private readonly unitOfWork: UnitOfWork,
    private readonly deliveries: DeliveriesStore,
    private readonly run: DeliveryRunService,
    private readonly pace: ApplyPaceService,
    private readonly logger: PinoLogger,
  ) {
    super(LOOK_AGAIN_MS);
  }

  override async onApplicationBootstrap(): Promise<void> {
    await super.onApplicationBootstrap();
    this.wake();
  }

  protected override isOnDuty(): boolean {
    return this.environment.role !== 'api';
  }

  protected async poll(): Promise<void> {
    try {
      while (!this.isStopping) {
        const due = await this.unitOfWork.run(WEBHOOKS, () => this.deliveries.listDue(BATCH));
        if (due.length === 0) return;
        await this.applyAll(due);
      }
    } catch (error) {
      // Postgres is away: the timer comes back.
      this.logger.error({ err: error }, 'the webhook ledger cannot be worked on now');
    }
  }

  /** Side by side what has nothing in common, and alone what that leaves, or everything while the sender waits. */
  private async applyAll(due: WebhookDelivery[]): Promise<void> {
    const waiting = due.map((delivery) => ({ delivery, names: namesIn(delivery) }));
    const left: WebhookDelivery[] = [];
    while (waiting.length > 0 && this.pace.isCalm && !this.isStopping) {
      const together = takeTogether(waiting, TOGETHER).map(({ delivery }) => delivery);
      left.push(...(together.length === 1 ? together : await this.run.applyTogether(together)));
    }
    left.push(...waiting.map(({ delivery }) => delivery));
    const applyLeft = async (): Promise<void> => {
      for (let next = left.shift(); next !== undefined && !this.isStopping; next = left.shift()) {
        await this.pace.turn();
        await this.run.apply(next);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, applyLeft));
  }
}
