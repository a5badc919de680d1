import { Injectable } from '@nestjs/common';
import type { ListPage } from '#libs/clerk';
import { addMissing } from '../apply/add-missing.js';
import { endsTheRun } from '../apply/ends-the-run.js';
import { KindPlannerService } from '../plan/kind-planner.service.js';
import type { KindSource, WalkPosition } from '../plan/kind-source.js';
import { pagesFrom, withRetries } from '../plan/walk.js';
import { ReconciliationLimits } from '../reconciliation-limits.js';
import { ItemsStore } from '../records/items.store.js';
import type { WalkProgress } from '../records/reconciliation.entity.js';
import type { ReconciliationContext } from '../records/reconciliation-context.js';

/** How one kind is read and added. */
export interface KindSeed<T> {
  readonly source: KindSource<T>;
  /**
   * Adds objects that the mirror lacks, in the open transaction.
   *
   * @returns Clerk's ids of those that were added; the others are left to be repaired one by one
   */
  add(objects: readonly T[]): Promise<Set<string>>;
}

/**
 * Reads one kind's whole list and adds each page in one transaction with how far the walk is: killed at any moment, a
 * page is either added once or not at all.
 */
@Injectable()
export class KindSeederService {
  constructor(
    private readonly limits: ReconciliationLimits,
    private readonly items: ItemsStore,
    private readonly planner: KindPlannerService,
  ) {}

  /** Reads the list, or the rest of it from where `progress` says; a second time when something was missing in it. */
  async seed<T>(
    seed: KindSeed<T>,
    runId: string,
    progress: WalkProgress | undefined,
    context: ReconciliationContext,
  ): Promise<void> {
    let walk = progress ?? (await this.begin(seed.source, context));
    while (!walk.isDone) {
      if (!walk.isRead) walk = await this.read(seed, runId, walk, context);
      walk = await this.check(seed.source, runId, walk, context);
    }
  }

  private async begin<T>(source: KindSource<T>, context: ReconciliationContext): Promise<WalkProgress> {
    const told = await this.withRetries(() => source.count(), context);
    const walk = { way: 'everything', pass: 1, at: null, told, tombstoned: 0, seeded: 0 } as const;
    return { ...walk, isRead: false, isChecked: false, isDone: false };
  }

  private async read<T>(
    seed: KindSeed<T>,
    runId: string,
    from: WalkProgress,
    context: ReconciliationContext,
  ): Promise<WalkProgress> {
    const { source } = seed;
    const fetch = (position: WalkPosition) => this.withRetries(() => source.page(position), context);
    let walk = from;
    for await (const { page, next } of pagesFrom(from.at, fetch, (position, latest) =>
      source.foresee(position, latest.page),
    )) {
      context.signal.throwIfAborted();
      walk = await this.addPage(seed, runId, page, { ...walk, at: next, isRead: next === null }, context);
      context.report({ phase: `seeding ${source.kind}`, done: walk.seeded ?? 0, total: walk.told });
    }
    return walk;
  }

  private async addPage<T>(
    seed: KindSeed<T>,
    runId: string,
    page: ListPage<T>,
    walk: WalkProgress,
    { signal, commit }: ReconciliationContext,
  ): Promise<WalkProgress> {
    const told = page.total ?? walk.told;
    const objects = new Map(page.items.map((item) => [seed.source.idOf(item), item]));
    const write = (add: KindSeed<T>['add']) =>
      commit(async () => {
        const { findings, tombstoned, added } = await addMissing(seed.source, [...objects.values()], add);
        await this.planner.add(
          runId,
          findings.filter(({ clerkId }) => !added.has(clerkId)),
        );
        const now = {
          ...walk,
          told,
          tombstoned: walk.tombstoned + tombstoned,
          seeded: (walk.seeded ?? 0) + added.size,
        };
        await this.planner.save(runId, seed.source.kind, now);
        return now;
      });
    try {
      return await write((missing) => seed.add(missing));
    } catch (error) {
      if (endsTheRun(error) || signal.aborted) throw error;
      // One object of the page spoils it: each gets a turn of its own at the end.
      return write(() => Promise.resolve(new Set()));
    }
  }

  /** Rows shift while one reads by offset, so a list that gave less than there is is read once more. */
  private async check<T>(
    source: KindSource<T>,
    runId: string,
    walk: WalkProgress,
    context: ReconciliationContext,
  ): Promise<WalkProgress> {
    const told = await this.withRetries(() => source.count(), context);
    const here = await this.planner.countHere(source, context);
    return context.commit(async () => {
      const left = (await this.items.drift(runId))[source.kind].missing;
      const isShort = here + left + walk.tombstoned < told && walk.pass === 1;
      const now: WalkProgress = isShort
        ? { ...walk, told, pass: 2, at: null, tombstoned: 0, isRead: false }
        : { ...walk, told, isChecked: true, isDone: true };
      const counts = { clerk: told, listed: null, here, tombstoned: walk.tombstoned };
      await this.planner.save(runId, source.kind, now, isShort ? undefined : counts);
      return now;
    });
  }

  private withRetries<R>(ask: () => Promise<R>, { signal }: ReconciliationContext): Promise<R> {
    return withRetries(ask, this.limits, signal);
  }
}
