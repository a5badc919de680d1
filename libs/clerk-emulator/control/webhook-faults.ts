import { SeededRandom } from '../state/seeded-random.js';

/** What goes wrong with webhooks. `true` means always, a number is the probability from 0 to 1. */
export interface WebhookFaultSettings {
  /** The message is never sent. */
  drop?: boolean | number;
  /** The message arrives twice under the same `svix-id`. */
  duplicate?: boolean | number;
  /** The message takes a random place among those due, and waits a little for others to overtake it. */
  reorder?: boolean | number;
  /** Each message waits that long before its first attempt. */
  delayMs?: number;
  /** Makes the dice repeatable. */
  seed?: number;
}

/** What will happen to one message. */
export interface DeliveryPlan {
  drop: boolean;
  duplicate: boolean;
  reorder: boolean;
  delayMs: number;
}

const REORDER_WINDOW_MS = 200;

/** Throws the dice for webhooks. */
export class WebhookFaults {
  private settings: WebhookFaultSettings = {};
  private random = new SeededRandom(1);

  set(settings: WebhookFaultSettings): void {
    this.settings = settings;
    this.random = new SeededRandom(settings.seed ?? 1);
  }

  get(): WebhookFaultSettings {
    return this.settings;
  }

  /** Decides about one message. */
  plan(): DeliveryPlan {
    const { drop, duplicate, reorder, delayMs } = this.settings;
    const plan = {
      drop: this.random.chance(drop),
      duplicate: this.random.chance(duplicate),
      reorder: this.random.chance(reorder),
    };
    const overtaken = plan.reorder ? Math.floor(this.random.next() * REORDER_WINDOW_MS) : 0;
    return { ...plan, delayMs: (delayMs ?? 0) + overtaken };
  }

  /** Moves the reordered messages to random places; the others keep their order. */
  shuffle<T extends { reordered: boolean }>(due: readonly T[]): T[] {
    const result = due.filter((delivery) => !delivery.reordered);
    for (const delivery of due.filter(({ reordered }) => reordered)) {
      result.splice(Math.floor(this.random.next() * (result.length + 1)), 0, delivery);
    }
    return result;
  }
}
