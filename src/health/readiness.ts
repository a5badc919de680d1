import { Logger } from '@nestjs/common';

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

  constructor(readonly checks: readonly ReadinessCheck[]) {}

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
    const outcomes = await Promise.all(
      this.checks.map(async (check) => ((await passes(check)) ? [] : [check.name])),
    );
    // A check may have begun before the signal.
    if (this.hasBegunToDrain()) return ['draining'];
    const failures = outcomes.flat();
    const isReady = failures.length === 0;
    if (isReady !== this.wasReady)
      this.logger.warn(isReady ? 'Ready again' : `Not ready: ${failures.join(', ')}`);
    this.wasReady = isReady;
    return failures;
  }
}

async function passes({ check }: ReadinessCheck): Promise<boolean> {
  const { promise: tooLate, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(resolve, READINESS_TIMEOUT_MS, false);
  try {
    return await Promise.race([check().then(() => true), tooLate]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
