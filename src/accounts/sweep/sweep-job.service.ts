import { Injectable } from '@nestjs/common';
import type { RunResult } from '#manifest';
import { Environment } from '#settings';
import { ClerkAtRateService } from '../import/clerk-at-rate.service.js';
import { RetirementStore } from '../retire/retirement.store.js';
import { SweepService } from './sweep.service.js';

const ACTOR = { kind: 'system', name: 'scheduler' } as const;
/** The part of what a command may take that a job does, beside a service that people wait for. */
const SHARE = 0.2;

/** The sweep as a periodic job: plans always, and mends as far as the setting and the safety threshold let it. */
@Injectable()
export class SweepJobService {
  constructor(
    private readonly environment: Environment,
    private readonly sweep: SweepService,
    private readonly retirement: RetirementStore,
    private readonly clerkAtRate: ClerkAtRateService,
  ) {}

  /** @returns how much of each kind was found, and whether it was mended */
  async run(signal: AbortSignal): Promise<RunResult> {
    const { legacyAccountsEnabled, legacyAccountsSweep } = this.environment;
    if (!legacyAccountsEnabled) return { skipped: 'LEGACY_ACCOUNTS_ENABLED is not set' };
    if ((await this.retirement.find()) !== null) return { skipped: 'the accounts were retired' };
    const rate = Math.max(10, Math.floor(this.clerkAtRate.rateOf(undefined) * SHARE));
    const { hash, counts, isHeld } = await this.sweep.plan(rate);
    const { different, ...mendable } = counts;
    const isSomething = Object.values(mendable).some((count) => count > 0);
    const applies = legacyAccountsSweep === 'apply' && isSomething && !isHeld;
    if (applies) await this.sweep.apply(hash, { force: false, rate, signal }, ACTOR);
    return { ...mendable, different, held: isHeld, applied: applies };
  }
}
