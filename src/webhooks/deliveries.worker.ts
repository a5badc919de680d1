import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { Environment } from '#settings';
import { UnitOfWork } from '#libs/database';
import { DeliveriesStore } from './deliveries.store.js';
import { DeliveryRunService } from './apply/delivery-run.service.js';
import { ApplyPaceService } from './apply/apply-pace.service.js';
import { WEBHOOKS } from './webhooks.scope.js';

const LANES = 4;
const BATCH = 100;
const LOOK_AGAIN_MS = 1_000;

/** Takes what is due out of the ledger, oldest first, and has it applied; wakes up when something arrives. */
@Injectable()
export class DeliveriesWorker implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private wanted = false;
  private stopping = false;

  constructor(
    private readonly environment: Environment,
    private readonly unitOfWork: UnitOfWork,
    private readonly deliveries: DeliveriesStore,
    private readonly run: DeliveryRunService,
    private readonly pace: ApplyPaceService,
    private readonly logger: PinoLogger,
  ) {}

  onApplicationBootstrap(): void {
    if (this.environment.role === 'api') return;
    this.timer = setInterval(() => {
      this.wake();
    }, LOOK_AGAIN_MS);
    this.timer.unref();
    this.wake();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping = true;
    clearInterval(this.timer);
    await this.running;
  }

  /** Says that there is something to do; returns at once. */
  wake(): void {
    if (this.environment.role === 'api' || this.stopping) return;
    this.wanted = true;
    this.running ??= this.drain().finally(() => {
      this.running = undefined;
      if (this.wanted) this.wake();
    });
  }

  private async drain(): Promise<void> {
    try {
      while (this.wanted && !this.stopping) {
        this.wanted = false;
        const due = await this.unitOfWork.run(WEBHOOKS, () => this.deliveries.listDue(BATCH));
        if (due.length === 0) return;
        const priority = async (): Promise<void> => {
          for (let next = due.shift(); next !== undefined && !this.stopping; next = due.shift()) {
            await this.pace.turn();
            await this.run.apply(next);
          }
        };
        await Promise.all(Array.from({ length: LANES }, priority));
        this.wanted = true;
      }
    } catch (error) {
      // Postgres is away: the timer comes back.
      this.wanted = false;
      this.logger.error({ err: error }, 'the webhook ledger cannot be worked on now');
    }
  }
}
