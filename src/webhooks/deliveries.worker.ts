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
const TOGETHER = 48;
/** Transactions beside each other: one is worked on here while the database is busy with the other. */
const BESIDE = 2;
/** In the only transaction while deliveries arrive, so that none waits for long until it is acknowledged. */
const WHILE_ARRIVING = 16;
/** The same while acknowledgements are slow, with a pause ahead of it. */
const WHILE_SLOW = 8;
const LOOK_AGAIN_MS = 1_000;

/** A delivery with all that it names. */
interface Waiting {
  readonly delivery: WebhookDelivery;
  readonly names: ReadonlySet<string>;
}

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
      while (!this.isStopping && (await this.applyDue()));
    } catch (error) {
      // Postgres is away: the timer comes back.
      this.logger.error({ err: error }, 'the webhook ledger cannot be worked on now');
    }
  }

  /**
   * Goes through what is due, oldest first: side by side what has nothing in common, a few at a time while the sender
   * waits, and alone what that leaves.
   *
   * @returns whether anything was due
   */
  private async applyDue(): Promise<boolean> {
    const waiting: Waiting[] = [];
    const left: WebhookDelivery[] = [];
    let last = await this.listSome(null, waiting);
    if (waiting.length === 0) return false;
    while (waiting.length > 0 && !this.isStopping) {
      const most = this.atMost();
      await this.pace.turn();
      const taken = takeTogether(waiting, most).map(({ delivery }) => delivery);
      // Of many that have something in common only the first could go.
      if (last !== null && waiting.length < BATCH) last = await this.listSome(last, waiting);
      const groups = taken.length <= TOGETHER ? [taken] : halvesOf(taken);
      const unsettled = await Promise.all(groups.map((group) => this.applyGroup(group)));
      left.push(...unsettled.flat());
      if (left.length >= TOGETHER) await this.applyAlone(left);
    }
    await this.applyAlone(left);
    return true;
  }

  private atMost(): number {
    if (this.pace.isQuiet) return BESIDE * TOGETHER;
    return this.pace.isCalm ? WHILE_ARRIVING : WHILE_SLOW;
  }

  /** @returns those that are not settled by it */
  private async applyGroup(group: WebhookDelivery[]): Promise<WebhookDelivery[]> {
    return group.length === 1 ? group : this.run.applyTogether(group);
  }

  /** Adds the next ones that are due. @returns the last of them; null when there are no more */
  private async listSome(after: WebhookDelivery | null, waiting: Waiting[]): Promise<WebhookDelivery | null> {
    const due = await this.unitOfWork.run(WEBHOOKS, () => this.deliveries.listDue(BATCH, after));
    waiting.push(...due.map((delivery) => ({ delivery, names: namesIn(delivery) })));
    return due.length < BATCH ? null : (due.at(-1) ?? null);
  }

  /** @param left is empty afterwards, unless the process stops */
  private async applyAlone(left: WebhookDelivery[]): Promise<void> {
    const applyNext = async (): Promise<void> => {
      for (let next = left.shift(); next !== undefined && !this.isStopping; next = left.shift()) {
        await this.pace.turn();
        await this.run.apply(next);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, applyNext));
  }
}

function halvesOf<Item>(items: readonly Item[]): Item[][] {
  const middle = Math.ceil(items.length / 2);
  return [items.slice(0, middle), items.slice(middle)];
}
