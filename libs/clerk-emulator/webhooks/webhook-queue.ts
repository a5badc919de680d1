import type { EmulatorClock } from '../state/emulator-clock.js';
import type { IdGenerator } from '../state/id-generator.js';
import type { DeliveryRecord, JsonObject } from '../state/records.js';
import type { State } from '../state/state.js';
import { readSettings } from '../operations/settings.js';
import type { WebhookFaults } from '../control/webhook-faults.js';
import type { EventEmitter } from './event-emitter.js';
import { sendWebhook } from './send-webhook.js';

/** Svix's schedule: how long after a failed attempt the next one comes, in seconds. */
export const RETRY_DELAYS_SECONDS = [5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 10 * 3600];

const CONCURRENCY = 16;
const KEPT_DELIVERIES = 10_000;
const MAX_TIMER_MS = 60_000;

/** Keeps webhook messages until the endpoint took them, by Svix's schedule on the emulator's clock. */
export class WebhookQueue implements EventEmitter {
  private timer: NodeJS.Timeout | undefined;
  private readonly running = new Map<string, Promise<void>>();
  private stopped = false;
  private draining = false;

  constructor(
    private readonly state: State,
    private readonly clock: EmulatorClock,
    private readonly ids: IdGenerator,
    private readonly instanceId: string,
    private readonly faults: WebhookFaults,
  ) {
    clock.onMove(() => {
      this.pump();
    });
  }

  emit(type: string, data: JsonObject): void {
    const endpoint = readSettings({ state: this.state }, 'webhook_endpoint');
    if (endpoint['enabled'] !== true || typeof endpoint['url'] !== 'string') return;
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
    this.state.deliveries.put({
      id: this.ids.next('msg', now),
      created_at: now,
      type,
      payload,
      status: plan.drop ? 'dropped' : 'pending',
      attempts: [],
      next_attempt_at: plan.drop ? null : now + plan.delayMs,
      extra_copies: plan.duplicate ? 1 : 0,
      reordered: plan.reorder,
    });
    this.trim();
    this.schedule();
  }

  /** Starts what is due and plans the rest. */
  pump(): void {
    if (this.stopped) return;
    const now = this.clock.now();
    const due = this.pending()
      .filter((delivery) => !this.running.has(delivery.id) && (delivery.next_attempt_at ?? now) <= now)
      .sort((a, b) => (a.next_attempt_at ?? 0) - (b.next_attempt_at ?? 0));
    for (const delivery of this.faults.shuffle(due)) {
      if (this.running.size >= CONCURRENCY) return;
      const attempt = this.attempt(delivery).finally(() => {
        this.running.delete(delivery.id);
        this.schedule();
      });
      this.running.set(delivery.id, attempt);
    }
    this.schedule();
  }

  /** Delivers everything that is due now and waits until those attempts are over. Gives their number. */
  async flush(): Promise<number> {
    const before = this.attemptsMade;
    const started = this.clock.now();
    for (;;) {
      this.pump();
      if (this.running.size > 0) await Promise.race(this.running.values());
      else if (!this.pending().some((delivery) => (delivery.next_attempt_at ?? Infinity) <= started)) break;
    }
    return this.attemptsMade - before;
  }

  /** Sends a message again, as Svix's manual replay does: same id, same payload, fresh attempts. */
  resend(id: string): boolean {
    const delivery = this.state.deliveries.get(id);
    if (!delivery) return false;
    this.state.deliveries.put({
      ...delivery,
      status: 'pending',
      attempts: [],
      next_attempt_at: this.clock.now(),
    });
    this.schedule();
    return true;
  }

  /** Stops sending; what is pending stays so. Waits for attempts that are under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    this.abort.abort();
    await Promise.allSettled(this.running.values());
  }

  private attemptsMade = 0;
  private readonly abort = new AbortController();

  private pending(): DeliveryRecord[] {
    return this.state.deliveries.by('status', 'pending');
  }

  private async attempt(delivery: DeliveryRecord): Promise<void> {
    const endpoint = readSettings({ state: this.state }, 'webhook_endpoint');
    this.attemptsMade += 1;
    const outcome = await sendWebhook(
      String(endpoint['url']),
      String(endpoint['secret']),
      delivery,
      new Date(this.clock.wall()),
      this.abort.signal,
    );
    // A message cut short by the stop counts as not tried: the next start sends it.
    const current = this.state.deliveries.get(delivery.id);
    if (!current || this.stopped) return;
    const at = this.clock.now();
    const attempts = [...current.attempts, { at, status: outcome.status, error: outcome.error }];
    if (outcome.delivered && current.extra_copies > 0) {
      this.state.deliveries.put({
        ...current,
        attempts,
        extra_copies: current.extra_copies - 1,
        next_attempt_at: at,
      });
    } else if (outcome.delivered) {
      this.state.deliveries.put({ ...current, attempts, status: 'delivered', next_attempt_at: null });
    } else {
      const failures = attempts.filter(
        ({ status }) => status === null || status < 200 || status > 299,
      ).length;
      const delay = outcome.abort ? undefined : RETRY_DELAYS_SECONDS[failures - 1];
      this.state.deliveries.put({
        ...current,
        attempts,
        status: delay === undefined ? 'failed' : 'pending',
        next_attempt_at: delay === undefined ? null : at + delay * 1000,
      });
    }
  }

  private schedule(): void {
    if (this.stopped || this.draining) return;
    this.draining = true;
    // After the current handler, so that one timer serves all messages that a request caused.
    setImmediate(() => {
      this.draining = false;
      if (this.stopped) return;
      clearTimeout(this.timer);
      const next = this.nextDueIn();
      if (next === undefined) return;
      this.timer = setTimeout(
        () => {
          this.pump();
        },
        Math.min(Math.max(0, next), MAX_TIMER_MS),
      );
    });
  }

  private nextDueIn(): number | undefined {
    if (this.running.size >= CONCURRENCY) return undefined;
    let next: number | undefined;
    for (const delivery of this.pending()) {
      if (this.running.has(delivery.id)) continue;
      const due = delivery.next_attempt_at ?? 0;
      if (next === undefined || due < next) next = due;
    }
    return next === undefined ? undefined : next - this.clock.now();
  }

  private trim(): void {
    while (this.state.deliveries.size > KEPT_DELIVERIES) {
      const oldest = this.state.deliveries.page(0, 1, false)[0];
      if (!oldest || oldest.status === 'pending') return;
      this.state.deliveries.delete(oldest.id);
    }
  }
}
