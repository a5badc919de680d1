import { Injectable } from '@nestjs/common';
import type { RunResult } from '#manifest';
import { Environment } from '#settings';
import { Clock } from '#libs/time';
import { ClerkAtRateService } from '../import/clerk-at-rate.service.js';
import { RetirementStore } from '../retire/retirement.store.js';
import { SweepService } from './sweep.service.js';

const ACTOR = { kind: 'system', name: 'scheduler' } as const;
/** The part of what a command may take that a job does, beside a service that people wait for. */
const SHARE = 0.2;
/** Nobody waits so long for an answer of Clerk's. */
const UNANSWERED_MS = 5 * 60_000;

/** The sweep as a periodic job: plans always, and mends as far as the setting and the safety threshold let it. */
@Injectable()
export class SweepJobService {
  constructor(
    private readonly environment: Environment,
    private readonly sweep: SweepService,
    private readonly retirement: RetirementStore,
    private readonly clerkAtRate: ClerkAtRateService,
    private readonly clock: Clock,
  ) {}

  /** Writes back what was made at Clerk and not heard of, whatever the setting. @returns how many */
  async writeBack(signal: AbortSignal): Promise<RunResult> {
    const reason = await this.reasonToSkip();
    if (reason !== null) return { skipped: reason };
    const before = new Date(this.clock.nowMs() - UNANSWERED_MS);
    return { writtenBack: await this.sweep.writeBack(before, { rate: this.rate, signal }, ACTOR) };
  }

  /** @returns how much of each kind was found, and whether it was mended */
  async run(signal: AbortSignal): Promise<RunResult> {
    const reason = await this.reasonToSkip();
    if (reason !== null) return { skipped: reason };
    const { rate } = this;
    const { hash, counts, isHeld } = await this.sweep.plan(rate);
    const { different, ...mendable } = counts;
    const isSomething = Object.values(mendable).some((count) => count > 0);
    const applies = this.environment.legacyAccountsSweep === 'apply' && isSomething && !isHeld;
    if (applies) await this.sweep.apply(hash, { force: false, rate, signal }, ACTOR);
    return { ...mendable, different, held: isHeld, applied: applies };
  }

  private get rate(): number {
    return Math.max(10, Math.floor(this.clerkAtRate.rateOf(undefined) * SHARE));
  }

  private async reasonToSkip(): Promise<string | null> {
    if (!this.environment.legacyAccountsEnabled) return 'LEGACY_ACCOUNTS_ENABLED is not set';
    return (await this.retirement.find()) === null ? null : 'the accounts were retired';
  }
}
