import { Bulkhead } from './bulkhead.js';
import { CircuitBreaker } from './circuit-breaker.js';
import {
  ClerkCircuitOpenError,
  ClerkRefusedError,
  ClerkUnavailableError,
  type UnavailableReason,
} from './clerk-errors.js';
import { clerkMetrics } from './clerk-metrics.js';
import { confirmOutage } from './confirm-outage.js';
import { ENDPOINT_CLASSES, type EndpointClass, endpointClassOf } from './endpoint-class.js';
import type { ClerkPriority, ClerkRequest } from './clerk-request.js';
import { type ClerkAddress, exchange } from './http-exchange.js';
import { RetryAfterPauses } from './pacing/retry-after-pauses.js';
import { endpointLimitOf, instanceLimitOf } from './pacing/documented-limits.js';
import { Pacer } from './pacing/pacer.js';
import { Stopwatch } from './pacing/stopwatch.js';
import { RetryBudget } from './retry-budget.js';

export interface ClerkApiSettings extends ClerkAddress {
  /** Milliseconds for one try, from the first byte sent to the last one read; default 5 000. */
  readonly deadlineMs?: number;
  /** Requests in ten seconds that this process may send; default what Clerk documents for the key's kind. */
  readonly rateLimit?: number | undefined;
  /** The part of them that the batch priority may take, from 0.01 to 0.95; default a fifth. */
  readonly batchShare?: number;
  /** Requests of the batch priority that may be under way at once; default 3. */
  readonly batchConnections?: number;
  /** Milliseconds for which an open breaker lets nothing through at most; default 30 000, 0: it never opens. */
  readonly breakerCooldownMs?: number;
  /** What pace and pauses are told by and waited on; the machine's unless given. */
  readonly stopwatch?: Stopwatch | undefined;
}

/** How long a priority waits: for one thing before it gives up, and for everything together. */
const LIMITS = {
  interactive: { maxWaitMs: 2_000, overallMs: 8_000, backoffMs: 200, connections: 7 },
  batch: { maxWaitMs: 60_000, overallMs: 120_000, backoffMs: 500, connections: 3 },
} as const;
const TRIES = 3;
/**
 * The part of the limit that the batch priority takes while nobody is served. Its pace allows for what is late on the way
 * and for a burst, so that nine tenths of what Clerk counts are used.
 */
const UNSERVED_SHARE = 0.98;
/** A try that had less time would end as a timeout, and say nothing about Clerk. */
const MIN_TRY_MS = 1_000;
const MAX_BACKOFF_MS = 10_000;
const BREAKER_FIGURE = { closed: 0, half_open: 1, open: 2 };
/** Cheap for Clerk, and about nobody. */
const OUTAGE_QUESTION: ClerkRequest = { method: 'GET', path: '/users/count', operation: 'GET /users/count' };
const OUTAGE_DEADLINE_MS = 2_000;
const NOT_SENT: readonly UnavailableReason[] = ['circuit_open', 'asked_to_wait', 'paced', 'busy'];

/** One request and what holds for it. */
interface CallUnderWay {
  readonly request: ClerkRequest;
  readonly priority: ClerkPriority;
  readonly endpoint: EndpointClass;
  /** When the caller gives up. */
  readonly endsAt: number;
}

/**
 * The one way to Clerk for a whole process: requests are paced by Clerk's documented limits, bounded in time and number,
 * repeated sparingly with full jitter, and not sent at all to a part of Clerk that does not answer.
 *
 * Share one instance: pace, budget and breakers are its state.
 */
export class ClerkTransport {
  private readonly stopwatch: Stopwatch;
  private readonly now = () => this.stopwatch.now();
  /** Requests in ten seconds that this process may send. */
  readonly rateLimit: number;
  private readonly pacer: Pacer;
  private readonly pauses = new RetryAfterPauses(this.now);
  private readonly budgets = { interactive: new RetryBudget(), batch: new RetryBudget() };
  private readonly bulkheads: Record<ClerkPriority, Bulkhead>;
  private readonly breakers = new Map<EndpointClass, CircuitBreaker>();
  private outageQuestion: Promise<boolean> | undefined;

  constructor(private readonly settings: ClerkApiSettings) {
    this.stopwatch = settings.stopwatch ?? new Stopwatch();
    this.rateLimit = settings.rateLimit ?? instanceLimitOf(settings.secretKey, settings.apiUrl);
    this.bulkheads = {
      interactive: new Bulkhead(LIMITS.interactive.connections),
      batch: new Bulkhead(settings.batchConnections ?? LIMITS.batch.connections),
    };
    this.pacer = new Pacer(
      { limit: this.rateLimit, batchShare: Math.min(0.95, settings.batchShare ?? 0.2) },
      this.stopwatch,
    );
    for (const endpoint of ENDPOINT_CLASSES) {
      const show = (state: keyof typeof BREAKER_FIGURE) => {
        clerkMetrics.breaker.set({ endpoint }, BREAKER_FIGURE[state]);
      };
      show('closed');
      this.breakers.set(
        endpoint,
        new CircuitBreaker(this.now, settings.breakerCooldownMs ?? 30_000, Math.random, show),
      );
    }
  }

  /**
   * @returns the parsed JSON of a 2xx answer, `undefined` for 204
   * @throws ClerkRefusedError for a 4xx other than 429, ClerkSchemaError for an answer too large, ClerkUnavailableError
   *   for everything that may pass; ClerkCircuitOpenError, at once, while the breaker is open
   */
  async send(request: ClerkRequest): Promise<unknown> {
    const { priority = 'interactive', operation } = request;
    const endsAt = this.now() + LIMITS[priority].overallMs;
    const call = { request, priority, endpoint: endpointClassOf(operation), endsAt };
    this.budgets[priority].earn();
    clerkMetrics.retryBudget.set({ priority }, this.budgets[priority].left);
    let isUncertain = false;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const answer = await this.attempt(call);
        count(call, 'ok');
        return answer;
      } catch (error) {
        count(call, outcomeOf(error));
        if (error instanceof ClerkUnavailableError) {
          // A later try that was not sent takes nothing back of an earlier one whose answer was lost.
          isUncertain ||= error.mayHaveHappened;
          error.mayHaveHappened = isUncertain;
        }
        const wait = this.waitBeforeRetry(call, attempt, error);
        if (wait === null) throw error;
        clerkMetrics.retries.inc({ endpoint: call.endpoint, priority });
        await this.pause(wait, priority, 'retry');
      }
    }
  }

  /**
   * Whether Clerk is out by the breaker of its users and by a question that is sent now; at most one at a time. What is not
   * certain is no outage.
   */
  isOut(): Promise<boolean> {
    this.outageQuestion ??= confirmOutage(this.breakerOf(endpointClassOf(OUTAGE_QUESTION.operation)), () =>
      exchange(this.settings, OUTAGE_QUESTION, OUTAGE_DEADLINE_MS),
    ).finally(() => {
      this.outageQuestion = undefined;
    });
    return this.outageQuestion;
  }

  /**
   * Gives walks over whole lists nine tenths of the limit while `work` goes on: before the mirror is filled nobody can be
   * served, so there is nobody to leave room for.
   */
  async whileNobodyIsServed<T>(work: () => Promise<T>): Promise<T> {
    this.pacer.shareBatch(UNSERVED_SHARE);
    try {
      return await work();
    } finally {
      this.pacer.shareBatch(undefined);
    }
  }

  /** Milliseconds, or null when the error is the last word. */
  private waitBeforeRetry(
    { request, priority, endsAt }: CallUnderWay,
    attempt: number,
    error: unknown,
  ): number | null {
    const isRepeatable = request.repeatable ?? (request.method === 'GET' || request.method === 'DELETE');
    if (!(error instanceof ClerkUnavailableError) || NOT_SENT.includes(error.reason)) return null;
    // Who has waited a whole deadline in vain is told, not made to wait for another one.
    if (priority === 'interactive' && error.reason === 'timeout') return null;
    if (!isRepeatable || attempt >= TRIES) return null;
    const { maxWaitMs, backoffMs } = LIMITS[priority];
    const asked = (error.retryAfterSeconds ?? 0) * 1000;
    const wait = asked + Math.random() * Math.min(MAX_BACKOFF_MS, backoffMs * 2 ** attempt);
    if (asked > maxWaitMs || this.now() + wait + MIN_TRY_MS >= endsAt) return null;
    const mayRetry = this.budgets[priority].spend();
    clerkMetrics.retryBudget.set({ priority }, this.budgets[priority].left);
    return mayRetry ? wait : null;
  }

  private async attempt(call: CallUnderWay): Promise<unknown> {
    const { request, priority, endpoint } = call;
    const breaker = this.breakerOf(endpoint);
    const stopIfOpen = () => {
      const cooldown = breaker.cooldownMs();
      if (cooldown > 0) throw new ClerkCircuitOpenError(request.operation, seconds(cooldown));
    };
    stopIfOpen();
    await this.waitForRetryAfter(call);
    await this.waitForTurn(call);
    if (!(await this.bulkheads[priority].enter(this.maxWaitOf(call)))) {
      throw new ClerkUnavailableError(request.operation, 1, { reason: 'busy' });
    }
    try {
      stopIfOpen();
      return await this.admitted(call, breaker);
    } finally {
      this.bulkheads[priority].leave();
    }
  }

  private async admitted(
    { request, priority, endpoint, endsAt }: CallUnderWay,
    breaker: CircuitBreaker,
  ): Promise<unknown> {
    const permit = breaker.admit();
    if (permit === null) throw new ClerkCircuitOpenError(request.operation, seconds(breaker.cooldownMs()));
    const stop = clerkMetrics.duration.startTimer({ endpoint, priority });
    const deadline = Math.max(1, Math.min(this.settings.deadlineMs ?? 5_000, endsAt - this.now()));
    try {
      const answer = await exchange(this.settings, request, Math.ceil(deadline));
      breaker.succeeded(permit);
      return answer;
    } catch (error) {
      if (!(error instanceof ClerkUnavailableError)) breaker.succeeded(permit);
      else {
        breaker.failed(permit, { isTimeout: error.reason === 'timeout' });
        if (error.retryAfterSeconds !== null)
          this.pauses.remember(pauseKey(request), error.retryAfterSeconds);
      }
      throw error;
    } finally {
      stop();
    }
  }

  private async waitForRetryAfter(call: CallUnderWay): Promise<void> {
    const { request, priority } = call;
    for (;;) {
      const left = this.pauses.leftMs(pauseKey(request));
      if (left <= 0) return;
      if (left > this.maxWaitOf(call)) {
        throw new ClerkUnavailableError(request.operation, seconds(left), {
          reason: 'asked_to_wait',
          isLimit: isLimitedByObject(request),
        });
      }
      // All who waited for it shall not come back in the same moment.
      await this.pause(left + Math.random() * LIMITS[priority].backoffMs, priority, 'asked');
    }
  }

  private async waitForTurn(call: CallUnderWay): Promise<void> {
    const { request, priority } = call;
    const started = this.now();
    const missing = await this.pacer.turn(request, priority, this.maxWaitOf(call));
    if (missing > 0) {
      throw new ClerkUnavailableError(request.operation, seconds(missing), {
        reason: 'paced',
        isLimit: isLimitedByObject(request),
      });
    }
    clerkMetrics.waits.observe({ priority, why: 'pace' }, (this.now() - started) / 1000);
  }

  private async pause(ms: number, priority: ClerkPriority, why: 'asked' | 'retry'): Promise<void> {
    clerkMetrics.waits.observe({ priority, why }, ms / 1000);
    await this.stopwatch.wait(ms);
  }

  private maxWaitOf({ priority, endsAt }: CallUnderWay): number {
    return Math.max(0, Math.min(LIMITS[priority].maxWaitMs, endsAt - this.now()));
  }

  private breakerOf(endpoint: EndpointClass): CircuitBreaker {
    const breaker = this.breakers.get(endpoint);
    if (breaker === undefined) throw new Error(`no breaker for ${endpoint}`);
    return breaker;
  }
}

/** What a pause holds for: the one object where Clerk counts by object, else the whole class of endpoints. */
function pauseKey({ method, path, operation }: ClerkRequest): string {
  return endpointLimitOf(method, path)?.subject ?? endpointClassOf(operation);
}

function isLimitedByObject({ method, path }: ClerkRequest): boolean {
  return endpointLimitOf(method, path) !== null;
}

function seconds(ms: number): number {
  return Math.min(3_600, Math.max(1, Math.ceil(ms / 1000)));
}

function count({ request, priority }: CallUnderWay, outcome: string): void {
  clerkMetrics.requests.inc({ operation: request.operation, priority, outcome });
}

function outcomeOf(error: unknown): string {
  if (error instanceof ClerkUnavailableError) return error.reason;
  return error instanceof ClerkRefusedError ? 'refused' : 'invalid';
}
