import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { systemScope } from '#auth';
import { ClerkSchemaError } from '#libs/clerk';
import { Environment } from '#libs/config';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { DeliveriesStore } from './deliveries.store.js';
import { EventApplier } from './event-applier.js';
import { MOST_ATTEMPTS, pauseAfter } from './retry.rule.js';

const LANES = 4;
const BATCH = 40;
const LOOK_AGAIN_MS = 1_000;

/**
 * Applies what lies in the ledger. The effect, its audit rows and the delivery's new state are one transaction: killed
 * at any moment, a delivery is either still pending or applied once.
 */
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
    private readonly applier: EventApplier,
    private readonly logger: PinoLogger,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    if (this.environment.role === 'api') return;
    this.timer = setInterval(() => {
      this.poke();
    }, LOOK_AGAIN_MS);
    this.timer.unref();
    this.poke();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping = true;
    clearInterval(this.timer);
    await this.running;
  }

  /** Says that there is something to do; returns at once. */
  poke(): void {
    if (this.environment.role === 'api' || this.stopping) return;
    this.wanted = true;
    this.running ??= this.drain().finally(() => {
      this.running = undefined;
      if (this.wanted) this.poke();
    });
  }

  private async drain(): Promise<void> {
    try {
      while (this.wanted && !this.stopping) {
        this.wanted = false;
        const due = await this.unitOfWork.run(systemScope('webhooks'), () => this.deliveries.listDue(BATCH));
        if (due.length === 0) return;
        await this.applyAll(due);
        this.wanted = true;
      }
    } catch (error) {
      // Postgres is away: the timer comes back.
      this.wanted = false;
      this.logger.error({ err: error }, 'the webhook ledger cannot be worked on now');
    }
  }

  private async applyAll(svixIds: string[]): Promise<void> {
    const waiting = [...svixIds];
    const lane = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined && !this.stopping; next = waiting.shift()) {
        await this.applyOne(next);
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
  }

  private async applyOne(svixId: string): Promise<void> {
    try {
      const event = await this.unitOfWork.run(systemScope('webhooks'), () => this.deliveries.find(svixId));
      if (event?.state !== 'pending') return;
      await this.applier.prepare(event);
      await this.unitOfWork.run(systemScope('webhooks'), async () => {
        const claimed = await this.deliveries.claim(svixId);
        if (claimed === null) return;
        const state = await this.applier.apply(claimed);
        await this.deliveries.update(svixId, { state, settledAt: this.clock.now(), lastError: null });
      });
    } catch (error) {
      await this.postpone(svixId, error);
    }
  }

  private async postpone(svixId: string, error: unknown): Promise<void> {
    await this.unitOfWork.run(systemScope('webhooks'), async () => {
      const claimed = await this.deliveries.claim(svixId);
      if (claimed === null) return;
      const attempts = claimed.attempts + 1;
      // A payload that fits no schema will not fit it later either.
      const isHopeless = error instanceof ClerkSchemaError || attempts >= MOST_ATTEMPTS;
      const now = this.clock.now();
      await this.deliveries.update(svixId, {
        attempts,
        lastError: reasonOf(error),
        ...(isHopeless
          ? { state: 'dead' as const, settledAt: now }
          : { nextAttemptAt: new Date(now.getTime() + pauseAfter(attempts, Math.random())) }),
      });
      const fields = { err: error, svixId, eventType: claimed.eventType, attempts };
      if (isHopeless) this.logger.error(fields, 'a webhook delivery was given up');
      else this.logger.warn(fields, 'a webhook delivery waits for another try');
    });
  }
}

/** Names the fault without its values: schema errors say which field, everything else only its kind. */
function reasonOf(error: unknown): string {
  if (error instanceof ClerkSchemaError) return error.message;
  return error instanceof Error ? error.constructor.name : 'unknown';
}
