import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { nextPause } from './next-pause.rule.js';

/** Without an acknowledgement for that long nobody waits for one. */
const QUIET_MS = 500;

/** Lets acknowledging go before applying: the sender waits for the one, nobody for the other. */
@Injectable()
export class ApplyPaceService {
  private pauseMs = 0;
  private acknowledgedAt = -Infinity;

  /** Says how long the slowest delivery of a group waited until it was committed, in milliseconds. */
  acknowledged(slowestMs: number): void {
    this.acknowledgedAt = performance.now();
    this.pauseMs = nextPause(this.pauseMs, slowestMs);
  }

  /** Whether nobody waits for an acknowledgement now. */
  get isQuiet(): boolean {
    return performance.now() - this.acknowledgedAt > QUIET_MS;
  }

  /** Whether nobody waits too long for one: events need not take turns. */
  get isCalm(): boolean {
    if (this.isQuiet) this.pauseMs = 0;
    return this.pauseMs === 0;
  }

  /** Waits until the next event may be applied. */
  async turn(): Promise<void> {
    if (!this.isCalm) await sleep(this.pauseMs);
  }
}
