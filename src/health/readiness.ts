import { Logger, ServiceUnavailableException } from '@nestjs/common';
import type { HealthCheckResult, HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';

/** Something without which this replica cannot serve: the database answers, the expected migration is applied. */
export interface ReadinessCheck {
  readonly name: string;
  /** Resolves when all is well; rejects or takes longer than 500 ms when not. */
  readonly check: () => Promise<void>;
}

/** Milliseconds a check may take. */
export const READINESS_TIMEOUT_MS = 500;

/** Whether this replica should be given requests. */
export class Readiness {
  private readonly logger = new Logger(Readiness.name);
  private isDraining = false;
  private readonly held = new Set<string>();
  private wasReady = true;

  constructor(
    private readonly checks: readonly ReadinessCheck[],
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
  ) {}

  /** Turns readiness red for good: the process is stopping and no new request should come here. */
  drain(): void {
    this.isDraining = true;
  }

  /** Keeps readiness red until what is returned is called, as long as something belongs to the start still. */
  hold(name: string): () => void {
    this.held.add(name);
    return () => this.held.delete(name);
  }

  private hasBegunToDrain(): boolean {
    return this.isDraining;
  }

  /** The names of what fails; empty when ready. The names are for the log, not for the caller. */
  async failures(): Promise<readonly string[]> {
    if (this.isDraining) return ['draining'];
    if (this.held.size > 0) return [...this.held];
    const failures = await this.failedChecks();
    // A check may have begun before the signal.
    if (this.hasBegunToDrain()) return ['draining'];
    const isReady = failures.length === 0;
    if (isReady !== this.wasReady)
      this.logger.warn(isReady ? 'Ready again' : `Not ready: ${failures.join(', ')}`);
    this.wasReady = isReady;
    return failures;
  }

  private async failedChecks(): Promise<readonly string[]> {
    try {
      await this.health.check(
        this.checks.map(({ name, check }) =>
          this.indicators.check(name).attempt(check).withTimeout(READINESS_TIMEOUT_MS),
        ),
      );
      return [];
    } catch (error) {
      // It carries every detail, also texts of faults: nothing but the names is taken.
      if (!(error instanceof ServiceUnavailableException)) throw error;
      const { status, error: failed } = error.getResponse() as HealthCheckResult;
      return status === 'shutting_down' ? ['shutting down'] : Object.keys(failed ?? {});
    }
  }
}
