import { Injectable } from '@nestjs/common';
import { MAX_IDS, PAGE_SIZE } from '#libs/clerk';
import { Clock } from '#libs/time';
import type { Change, RepairOutcome } from '../kinds.js';
import { withRetries, pause, pagesFrom } from '../plan/walk.js';
import { ReconciliationLimits } from '../reconciliation-limits.js';
import { codeOf } from '../records/failure-code.js';
import { ItemsStore } from '../records/items.store.js';
import type { ReconciliationItem } from '../records/reconciliation-item.entity.js';
import type { ReconciliationContext } from '../records/reconciliation-context.js';
import { addMissing } from './add-missing.js';
import { endsTheRun } from './ends-the-run.js';
import type { KindRepair } from './kind-repair.js';

/** An object as Clerk had it when it was asked. */
type Fresh<T> = { readonly object: T; readonly askedAt: Date };

/** Objects by Clerk's id, as it had them when it was asked. */
type FreshPage<T> = { readonly byId: ReadonlyMap<string, T>; readonly askedAt: Date };

/**
 * Carries the items of one kind out, each in a transaction together with what became of it: killed at any moment, an item
 * is either still open or done once. What is missing is added a page at a time, everything else is alone in its own.
 */
@Injectable()
export class KindApplierService {
  constructor(
    private readonly limits: ReconciliationLimits,
    private readonly items: ItemsStore,
    private readonly clock: Clock,
  ) {}

  /** Brings what is missing or different to what Clerk says now. */
  async repair<T>(
    repair: KindRepair<T>,
    runId: string,
    changes: readonly Change[],
    context: ReconciliationContext,
    settled: (count: number) => void,
  ): Promise<void> {
    await this.repairByPages(repair, runId, changes, context, settled);
    for (const change of changes) {
      for (;;) {
        const batch = await context.commit(() =>
          this.items.listOpen(runId, repair.source.kind, change, MAX_IDS),
        );
        if (batch.length === 0) break;
        const askedAt = this.clock.now();
        const fetched = await this.withRetries(() => repair.fetch(batch), context);
        const byId = new Map(fetched.map((object) => [repair.source.idOf(object), object]));
        const left = await this.addMissing(repair, batch, { byId, askedAt }, context, settled);
        for (const item of left) {
          const object = byId.get(item.clerkId);
          if (object === undefined) await this.settle(item, () => Promise.resolve('gone'), context);
          else await this.repairOne(repair, item, { object, askedAt }, context);
          settled(1);
        }
      }
    }
  }

  /** Removes what Clerk, asked twice with a pause between, does not know. */
  async removeExtras<T>(
    repair: KindRepair<T>,
    runId: string,
    context: ReconciliationContext,
    settled: (count: number) => void,
  ): Promise<void> {
    const { kind } = repair.source;
    for (;;) {
      const batch = await context.commit(() => this.items.listOpen(runId, kind, 'extra', MAX_IDS));
      if (batch.length === 0) return;
      for (const item of batch) {
        if (item.missedAt !== null) continue;
        const alive = await this.withRetries(() => repair.source.confirm(item), context);
        if (alive !== null) {
          await this.settle(item, () => Promise.resolve('kept'), context);
          settled(1);
          continue;
        }
        item.missedAt = this.clock.now();
        const { missedAt } = item;
        await context.commit(() => this.items.noteMissed(item, missedAt));
      }
      for (const item of batch) {
        if (item.missedAt === null) continue;
        await pause(
          item.missedAt.getTime() + this.limits.confirmAfterMs - this.clock.nowMs(),
          context.signal,
        );
        const alive = await this.withRetries(() => repair.source.confirm(item), context);
        await this.settle(item, () => (alive === null ? this.remove(repair, item) : kept()), context);
        settled(1);
      }
    }
  }

  /** Where nearly everything is to be repaired, reading the whole list again costs less than asking for the objects. */
  private async repairByPages<T>(
    repair: KindRepair<T>,
    runId: string,
    changes: readonly Change[],
    context: ReconciliationContext,
    settled: (count: number) => void,
  ): Promise<void> {
    const { source } = repair;
    const open = await context.commit(() => this.items.countOpen(runId, source.kind, changes));
    if (open <= MAX_IDS) return;
    const told = await this.withRetries(() => source.count(), context);
    if (open / MAX_IDS <= told / PAGE_SIZE) return;
    const fetch = async (position: Parameters<typeof source.page>[0]) => {
      const askedAt = this.clock.now();
      return { askedAt, ...(await this.withRetries(() => source.page(position), context)) };
    };
    for await (const { page, askedAt } of pagesFrom(null, fetch, (position, latest) =>
      source.foresee(position, latest.page),
    )) {
      const byId = new Map(page.items.map((object) => [source.idOf(object), object]));
      const items = await context.commit(() =>
        this.items.openAmong(runId, source.kind, changes, [...byId.keys()]),
      );
      const left = await this.addMissing(repair, items, { byId, askedAt }, context, settled);
      for (const item of left) {
        const object = byId.get(item.clerkId);
        if (object === undefined) continue;
        await this.repairOne(repair, item, { object, askedAt }, context);
        settled(1);
      }
    }
  }

  /**
   * Adds what is missing of a page in one transaction, with what became of it.
   *
   * @returns the items that are left
   */
  private async addMissing<T>(
    repair: KindRepair<T>,
    items: readonly ReconciliationItem[],
    { byId, askedAt }: FreshPage<T>,
    { signal, commit }: ReconciliationContext,
    settled: (count: number) => void,
  ): Promise<readonly ReconciliationItem[]> {
    const { source } = repair;
    const missing = items.filter(({ change, clerkId }) => change === 'missing' && byId.has(clerkId));
    const [first] = missing;
    const add = repair.addMissing?.bind(repair);
    if (add === undefined || first === undefined || missing.length < 2) return items;
    const objects = missing.flatMap(({ clerkId }) => byId.get(clerkId) ?? []);
    signal.throwIfAborted();
    let done: ReadonlySet<string>;
    try {
      done = await commit(async () => {
        const { added } = await addMissing(source, objects, (some) => add(some, askedAt));
        const { findings } = await source.compare(objects.filter((object) => added.has(source.idOf(object))));
        const differing = new Set(findings.map(({ clerkId }) => clerkId));
        const applied = [...added].filter((clerkId) => !differing.has(clerkId));
        await this.items.settleApplied(first, applied, this.clock.now());
        return new Set(applied);
      });
    } catch (error) {
      if (endsTheRun(error) || signal.aborted) throw error;
      // One object of the page spoils it: each gets a turn of its own.
      return items;
    }
    if (done.size > 0) settled(done.size);
    return items.filter(({ clerkId }) => !done.has(clerkId));
  }

  private async repairOne<T>(
    repair: KindRepair<T>,
    item: ReconciliationItem,
    { object, askedAt }: Fresh<T>,
    context: ReconciliationContext,
  ): Promise<void> {
    if (item.change === 'missing') await this.withRetries(() => repair.prepare(object), context);
    await this.settle(
      item,
      async () => {
        const before = await repair.source.compare([object]);
        const [finding] = before.findings;
        if (before.tombstoned > 0) return 'gone';
        if (finding === undefined) return 'unchanged';
        await repair.apply(object, { mirroredUpdatedAt: finding.mirroredUpdatedAt, askedAt });
        const after = await repair.source.compare([object]);
        return after.findings.length === 0 ? 'applied' : 'kept';
      },
      context,
    );
  }

  private async remove<T>(repair: KindRepair<T>, item: ReconciliationItem): Promise<RepairOutcome> {
    // It may have been removed by a webhook since.
    if ((await repair.source.extras([item.clerkId])).length === 0) return 'unchanged';
    await repair.remove(item);
    return 'applied';
  }

  /** The effect and what is written down of it are one transaction; a fault of one item does not stop the others. */
  private async settle(
    item: ReconciliationItem,
    work: () => Promise<RepairOutcome>,
    context: ReconciliationContext,
  ): Promise<void> {
    context.signal.throwIfAborted();
    try {
      await context.commit(async () => {
        await this.items.settle(item, await work(), this.clock.now(), null);
      });
    } catch (error) {
      if (endsTheRun(error) || context.signal.aborted) throw error;
      await context.commit(() => this.items.settle(item, 'failed', this.clock.now(), codeOf(error)));
    }
  }

  private withRetries<R>(ask: () => Promise<R>, { signal }: ReconciliationContext): Promise<R> {
    return withRetries(ask, this.limits, signal);
  }
}

function kept(): Promise<RepairOutcome> {
  return Promise.resolve('kept');
}
