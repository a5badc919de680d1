import { SeededRandom } from '../state/seeded-random.js';

/** What goes wrong with webhooks. `true` means always, a number is the probability from 0 to 1. */
export interface WebhookFaultSettings {
  /** The message is never sent. */
  drop?: boolean | number;
  /** The message arrives twice under the same `svix-id`. */
  duplicate?: boolean | number;
  /** The message waits a random moment (up to 0.2 s), so that others overtake it. */
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
  /** Before the first attempt; messages chosen for reordering wait by chance a little longer. */
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

  /** Decides about one message. */
  plan(): DeliveryPlan {
    const { drop, duplicate, reorder, delayMs } = this.settings;
    const plan = { drop: this.random.chance(drop), duplicate: this.random.chance(duplicate) };
    const overtaken = this.random.chance(reorder) ? Math.floor(this.random.next() * REORDER_WINDOW_MS) : 0;
    return { ...plan, delayMs: (delayMs ?? 0) + overtaken };
  }

  /** How far ahead a flush has to look, so that messages held back for reordering go with the others. */
  get reorderWindowMs(): number {
    return this.settings.reorder === undefined || this.settings.reorder === false ? 0 : REORDER_WINDOW_MS;
  }
}
