import { Injectable } from '@nestjs/common';
import { Clock } from '#libs/time';
import { ReconciliationLimits } from '../reconciliation-limits.js';
import { type ItemPosition, ItemsStore } from '../records/items.store.js';
import { ReconciliationsStore } from '../records/reconciliations.store.js';
import { inStretches, type Stretches } from '../records/in-stretches.js';
import type { ReconciliationContext } from '../records/reconciliation-context.js';
import { type SeenKey, SeenStore } from './seen.store.js';

/**
 * Deletes what runs leave. All of it goes in stretches along the keys, each in a transaction of its own: of a million people
 * it is millions of rows, and one statement for them would run into the time limit, in this run and in every later one.
 */
@Injectable()
export class LeftoversService {
  constructor(
    private readonly limits: ReconciliationLimits,
    private readonly runs: ReconciliationsStore,
    private readonly items: ItemsStore,
    private readonly seen: SeenStore,
    private readonly clock: Clock,
  ) {}

  /** What runs that failed had seen, and runs that are kept no longer, with their items. */
  async clear(context: ReconciliationContext): Promise<void> {
    const ended = await context.commit(() => this.seen.listEndedRuns());
    for (const runId of ended) await this.clearSeen(runId, context);
    const keptSince = new Date(this.clock.nowMs() - this.limits.keptMs);
    const old = await context.commit(() => this.runs.listEndedBefore(keptSince));
    for (const runId of old) {
      await this.clearItems(runId, context);
      await context.commit(() => this.runs.delete(runId));
    }
  }

  /** What a run has seen; it is needed until the run has ended. */
  async clearSeen(runId: string, context: Stretches): Promise<void> {
    const { clearedAtOnce } = this.limits;
    await inStretches<SeenKey>(context, ['', ''], (after) => this.seen.clear(runId, after, clearedAtOnce));
  }

  private async clearItems(runId: string, context: Stretches): Promise<void> {
    const { clearedAtOnce } = this.limits;
    const first = { kind: '', change: '', clerkId: '' };
    await inStretches<ItemPosition>(context, first, (after) => this.items.clear(runId, after, clearedAtOnce));
  }
}
