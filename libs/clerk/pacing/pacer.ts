import type { ClerkPriority, ClerkRequest } from '../clerk-request.js';
import { endpointLimitOf, INSTANCE_WINDOW_MS, PRODUCTION_LIMIT } from './documented-limits.js';
import { RequestWindow } from './request-window.js';
import { SteadyRate } from './steady-rate.js';
import type { Stopwatch } from './stopwatch.js';

/** What was sent within ten seconds may arrive within a little less: this much of a delay on the way is allowed for. */
const SLACK_MS = 500;
export const WINDOW_MS = INSTANCE_WINDOW_MS + SLACK_MS;
const BATCH_BURST = 5;
const MAX_SUBJECTS = 10_000;

export interface PaceSettings {
  /** Requests in ten seconds. Where it is above what Clerk documents, limits of single objects count as raised alike. */
  readonly limit: number;
  /** The part of it that the batch priority may take at most, from 0 to 0.95. */
  readonly batchShare: number;
}

interface Pace {
  nextAt(now: number): number;
  take(now: number): number;
}

/**
 * Keeps the requests of this process under Clerk's documented limits. The batch priority has an even pace of its own and
 * leaves the rest to the interactive one, which therefore never waits behind a walk.
 *
 * Each process counts for itself. Batch work runs on one replica at a time (who reconciles holds a lease), so its share
 * holds for all of them; for interactive requests of many replicas the limit of each can be set lower.
 */
export class Pacer {
  private readonly instance: RequestWindow;
  private batch: SteadyRate;
  private readonly endpoints = new Map<string, RequestWindow>();
  private readonly raisedBy: number;

  constructor(
    private readonly settings: PaceSettings,
    private readonly stopwatch: Stopwatch,
  ) {
    const { limit, batchShare } = settings;
    this.raisedBy = Math.max(1, limit / PRODUCTION_LIMIT);
    this.instance = new RequestWindow(limit, WINDOW_MS);
    this.batch = this.batchRate(batchShare);
  }

  /** Gives the batch priority another part of the limit from now on; undefined: that of the settings. */
  shareBatch(share: number | undefined): void {
    this.batch = this.batchRate(Math.max(this.settings.batchShare, share ?? 0));
  }

  private batchRate(share: number): SteadyRate {
    return new SteadyRate(Math.max(1, this.settings.limit * share), WINDOW_MS, BATCH_BURST);
  }

  /**
   * Waits for the request's turn.
   *
   * @returns 0 when it has come, else the milliseconds until it would come: more than `maxWaitMs`, and nothing was waited
   */
  async turn(request: ClerkRequest, priority: ClerkPriority, maxWaitMs: number): Promise<number> {
    const paces: Pace[] = [this.instance];
    const endpoint = endpointLimitOf(request.method, request.path);
    if (endpoint !== null) paces.unshift(this.endpointWindow(endpoint.subject, endpoint.limit));
    if (priority === 'batch') paces.unshift(this.batch);
    const started = this.stopwatch.now();
    for (const pace of paces) {
      const now = this.stopwatch.now();
      const wait = pace.nextAt(now) - now;
      if (now + wait - started > maxWaitMs) return wait;
      pace.take(now);
      if (wait > 0) await this.stopwatch.wait(wait);
    }
    return 0;
  }

  private endpointWindow(
    subject: string,
    { capacity, windowMs }: { capacity: number; windowMs: number },
  ): RequestWindow {
    const known = this.endpoints.get(subject);
    if (known !== undefined) return known;
    if (this.endpoints.size >= MAX_SUBJECTS) this.forgetIdle();
    const window = new RequestWindow(Math.floor(capacity * this.raisedBy), windowMs + SLACK_MS);
    this.endpoints.set(subject, window);
    return window;
  }

  private forgetIdle(): void {
    const now = this.stopwatch.now();
    for (const [subject, window] of this.endpoints) if (window.isIdle(now)) this.endpoints.delete(subject);
  }
}
