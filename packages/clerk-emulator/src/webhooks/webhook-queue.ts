import type { EmulatorClock } from '../state/emulator-clock.js';
import type { IdGenerator } from '../state/id-generator.js';
import type { DeliveryRecord, JsonObject } from '../state/records.js';
import type { State } from '../state/state.js';
import { readSettings } from '../operations/settings.js';
import type { WebhookFaults } from '../control/webhook-faults.js';
import { DueQueue } from './due-queue.js';
import type { EventEmitter } from './event-emitter.js';
import { sendWebhook, type SendOutcome } from './send-webhook.js';

/** Svix's schedule: how long after a failed attempt the next one comes, in seconds. */
const RETRY_DELAYS_SECONDS = [5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 10 * 3600];

const CONCURRENCY = 16;
const KEPT_DELIVERIES = 10_000;
const MAX_TIMER_MS = 60_000;

/** Keeps webhook messages until the endpoint took them, by Svix's schedule on the emulator's clock. */
export class WebhookQueue implements EventEmitter {
  private readonly waiting = new DueQueue();
  private readonly running = new Set<Promise<void>>();
  private readonly abort = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private attemptsMade = 0;

  constructor(
    private readonly state: State,
    private readonly clock: EmulatorClock,
    private readonly ids: IdGenerator,
    private readonly instanceId: string,
    private readonly faults: WebhookFaults,
  ) {
    clock.onMove(() => {
      this.schedule();
    });
  }

  /** Takes up what an earlier run left pending. */
  start(): void {
    for (const { id, next_attempt_at } of this.state.deliveries.by('status', 'pending')) {
      this.waiting.push(id, next_attempt_at ?? 0);
    }
    this.schedule();
  }

  /** Makes a message of an event. Without an enabled endpoint there is none, as with Svix. */
  emit(type: string, data: JsonObject): void {
    if (!this.endpoint()) return;
    const now = this.clock.now();
    const plan = this.faults.plan();
    const payload = JSON.stringify({
      data,
      event_attributes: { http_request: { client_ip: '127.0.0.1', user_agent: 'clerk-emulator' } },
      instance_id: this.instanceId,
      object: 'event',
      timestamp: now,
      type,
    });
    this.save({
      id: this.ids.next('msg', now),
      created_at: now,
      type,
      payload,
      status: plan.drop ? 'dropped' : 'pending',
      attempts: [],
      next_attempt_at: plan.drop ? null : now + plan.delayMs,
      extra_copies: plan.duplicate ? 1 : 0,
    });
    this.trim();
  }

  /** Plans the next look at the queue: at once if something is due, else when the first one is. */
  schedule(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const next = this.waiting.nextAt;
    if (next === undefined || this.running.size >= CONCURRENCY || !this.endpoint()) return;
    const delay = Math.min(Math.max(0, next - this.clock.now()), MAX_TIMER_MS);
    this.timer = setTimeout(() => {
      this.pump(this.clock.now());
    }, delay);
  }

  /** Delivers everything that is due now and waits until those attempts are over. Gives their number. */
  async flush(): Promise<number> {
    const before = this.attemptsMade;
    const by = this.clock.now() + this.faults.reorderWindowMs;
    for (;;) {
      // A second copy is due when the first one has arrived, which may be later than that.
      this.pump(Math.max(by, this.clock.now()));
      if (this.running.size === 0) return this.attemptsMade - before;
      await Promise.race(this.running);
    }
  }

  /** Sends a message again, as Svix's manual replay does: same id, same payload, fresh attempts. */
  resend(id: string): boolean {
    const delivery = this.state.deliveries.get(id);
    if (!delivery) return false;
    this.save({ ...delivery, status: 'pending', attempts: [], next_attempt_at: this.clock.now() });
    return true;
  }

  /** Stops sending; what is pending stays so. Waits for attempts that are under way. */
  async stop(): Promise<void> {
    clearTimeout(this.timer);
    this.abort.abort();
    await Promise.allSettled(this.running);
  }

  private endpoint(): { url: string; secret: string } | undefined {
    const { url, secret, enabled } = readSettings({ state: this.state }, 'webhook_endpoint');
    const usable = enabled === true && typeof url === 'string' && !this.abort.signal.aborted;
    return usable ? { url, secret: String(secret) } : undefined;
  }

  private pump(by: number): void {
    const endpoint = this.endpoint();
    while (endpoint && this.running.size < CONCURRENCY) {
      const id = this.waiting.popDue(by);
      if (id === undefined) break;
      const delivery = this.state.deliveries.get(id);
      // A reset or a replay may have overtaken this entry.
      if (delivery?.status !== 'pending' || (delivery.next_attempt_at ?? 0) > by) continue;
      const attempt: Promise<void> = this.attempt(delivery, endpoint).finally(() => {
        this.running.delete(attempt);
        this.schedule();
      });
      this.running.add(attempt);
    }
    this.schedule();
  }

  private async attempt(delivery: DeliveryRecord, endpoint: { url: string; secret: string }): Promise<void> {
    this.attemptsMade += 1;
    const { url, secret } = endpoint;
    const at = new Date(this.clock.wall());
    const outcome = await sendWebhook(url, secret, delivery, at, this.abort.signal);
    const current = this.state.deliveries.get(delivery.id);
    // A message cut short by the stop counts as not tried: the next start sends it.
    if (current && !this.abort.signal.aborted) this.save(this.after(current, outcome));
  }

  /** What an attempt makes of a delivery. */
  private after(delivery: DeliveryRecord, outcome: SendOutcome): DeliveryRecord {
    const at = this.clock.now();
    const attempts = [...delivery.attempts, { at, status: outcome.status, error: outcome.error }];
    if (outcome.delivered && delivery.extra_copies > 0) {
      return { ...delivery, attempts, extra_copies: delivery.extra_copies - 1, next_attempt_at: at };
    }
    if (outcome.delivered) return { ...delivery, attempts, status: 'delivered', next_attempt_at: null };
    const failures = attempts.filter(({ status }) => status === null || status < 200 || status > 299).length;
    const delay = outcome.abort ? undefined : RETRY_DELAYS_SECONDS[failures - 1];
    if (delay === undefined) return { ...delivery, attempts, status: 'failed', next_attempt_at: null };
    return { ...delivery, attempts, next_attempt_at: at + delay * 1000 };
  }

  private save(delivery: DeliveryRecord): void {
    this.state.deliveries.put(delivery);
    if (delivery.status !== 'pending') return;
    this.waiting.push(delivery.id, delivery.next_attempt_at ?? 0);
    this.schedule();
  }

  private trim(): void {
    while (this.state.deliveries.size > KEPT_DELIVERIES) {
      const oldest = this.state.deliveries.page(0, 1, false)[0];
      if (!oldest || oldest.status === 'pending') return;
      this.state.deliveries.delete(oldest.id);
    }
  }
}
