import { Injectable } from '@nestjs/common';
import { countInStretches } from '#libs/database';
import { Clock } from '#libs/time';
import type { Kind, Mode } from '../kinds.js';
import { ReconciliationLimits } from '../reconciliation-limits.js';
import { inStretches } from '../records/in-stretches.js';
import { ItemsStore } from '../records/items.store.js';
import type { Counts, WalkProgress } from '../records/reconciliation.entity.js';
import { ReconciliationsStore } from '../records/reconciliations.store.js';
import type { ReconciliationContext } from '../records/reconciliation-context.js';
import type { Finding } from '../records/reconciliation-item.entity.js';
import { MAX_REMOVALS } from './safety-threshold.rule.js';
import type { KindSource, PageFindings } from './kind-source.js';
import { LedgerTracesStore } from './ledger-traces.store.js';
import { SeenStore } from './seen.store.js';
import { pagesFrom, withRetries } from './walk.js';

/** Clerk's clock and ours may differ, and a change may take a moment to show in its lists. */
const OVERLAP_MS = 10 * 60_000;
const IDS_AT_ONCE = 5_000;

/** What holds for all kinds of a plan. */
export interface Planned {
  readonly runId: string;
  readonly mode: Mode;
  /** When the last run began after which both were the same; null: there is none. */
  readonly since: Date | null;
}

/** Plans one kind: reads Clerk's list, compares every page, and finds what is here and was not named. */
@Injectable()
export class KindPlannerService {
  constructor(
    private readonly limits: ReconciliationLimits,
    private readonly runs: ReconciliationsStore,
    private readonly items: ItemsStore,
    private readonly seen: SeenStore,
    private readonly traces: LedgerTracesStore,
    private readonly clock: Clock,
  ) {}

  /**
   * Reads the kind's whole list, or the rest of it from where `progress` says, and compares every page.
   *
   * @throws ClerkUnavailableError, ClerkSchemaError: nothing is concluded then
   */
  async compare<T>(
    source: KindSource<T>,
    planned: Planned,
    progress: WalkProgress | undefined,
    context: ReconciliationContext,
  ): Promise<WalkProgress> {
    let walk = progress ?? (await this.begin(source, planned, context));
    while (!walk.isChecked) {
      if (!walk.isRead) walk = await this.read(source, planned, walk, context);
      walk = await this.check(source, planned, walk, context);
    }
    return walk;
  }

  /** Finds what is here and was not named, once the kinds it leans on are concluded; and counts. */
  async conclude<T>(
    source: KindSource<T>,
    { runId }: Planned,
    walk: WalkProgress,
    context: ReconciliationContext,
  ): Promise<void> {
    if (walk.isDone) return;
    if (walk.way === 'everything') await this.findExtras(source, runId, walk, context);
    const here = await this.countHere(source, context);
    await context.commit(async () => {
      const listed = walk.way === 'everything' ? await this.seen.count(runId, source.kind) : null;
      const counts = {
        clerk: walk.told,
        listed,
        here,
        tombstoned: walk.tombstoned,
      };
      await this.save(runId, source.kind, { ...walk, isDone: true }, counts);
    });
  }

  private async begin<T>(
    source: KindSource<T>,
    { mode, since }: Planned,
    context: ReconciliationContext,
  ): Promise<WalkProgress> {
    const told = await this.withRetries(() => source.count(), context);
    const { readWholeUpTo, readMembershipsWholeUpTo } = this.limits;
    const most = source.kind === 'membership' ? readMembershipsWholeUpTo : readWholeUpTo;
    const isWhole = mode === 'full' || since === null || told <= most;
    return {
      way: isWhole ? 'everything' : 'news',
      pass: 1,
      at: null,
      told,
      tombstoned: 0,
      isRead: false,
      isChecked: false,
      isDone: false,
    };
  }

  private async read<T>(
    source: KindSource<T>,
    planned: Planned,
    from: WalkProgress,
    context: ReconciliationContext,
  ): Promise<WalkProgress> {
    const { runId } = planned;
    const since = new Date((planned.since?.getTime() ?? 0) - OVERLAP_MS);
    const fetch = (position: WalkProgress['at']) =>
      this.withRetries(
        () => (from.way === 'everything' ? source.page(position) : source.news(position, since)),
        context,
      );
    let walk = from;
    let done = 0;
    for await (const { page, next } of pagesFrom(from.at, fetch, (position, { page }) =>
      from.way === 'everything' ? source.foresee(position, page) : null,
    )) {
      context.signal.throwIfAborted();
      const told = page.total ?? walk.told;
      walk = await context.commit(async () => {
        const fresh = await this.seen.add(
          runId,
          source.kind,
          page.items.map((item) => source.idOf(item)),
        );
        // Once for each object, however often a list that shifts names it.
        const met = new Map(page.items.map((item) => [source.idOf(item), item]));
        const compared = await source.compare(
          [...met.values()].filter((item) => fresh.has(source.idOf(item))),
        );
        await this.add(runId, compared.findings);
        const now = {
          ...walk,
          told,
          at: next,
          tombstoned: walk.tombstoned + compared.tombstoned,
          isRead: next === null,
        };
        await this.save(runId, source.kind, now);
        return now;
      });
      done += page.items.length;
      context.report({ phase: `reading ${source.kind}`, done, total: from.way === 'news' ? done : told });
    }
    return walk;
  }

  /** Whether the list was complete; if not it is read once more, since rows shift while one reads. */
  private async check<T>(
    source: KindSource<T>,
    { runId }: Planned,
    walk: WalkProgress,
    context: ReconciliationContext,
  ): Promise<WalkProgress> {
    // What was deleted while it was read is not missing from the list.
    const after = await this.withRetries(() => source.count(), context);
    const told = walk.way === 'everything' ? Math.min(walk.told, after) : after;
    const here = walk.way === 'news' ? await this.countHere(source, context) : 0;
    return context.commit(async () => {
      const next = async (again: Partial<WalkProgress> | null): Promise<WalkProgress> => {
        const change = again === null ? { isChecked: true } : { ...again, at: null, isRead: false };
        const now = { ...walk, told, ...change };
        await this.save(runId, source.kind, now);
        return now;
      };
      if (walk.way === 'news') {
        const { missing } = (await this.items.drift(runId))[source.kind];
        const agrees = told === here + missing + walk.tombstoned;
        return next(agrees ? null : { way: 'everything', tombstoned: 0 });
      }
      const listed = await this.seen.count(runId, source.kind);
      return next(listed < told && walk.pass === 1 ? { pass: 2 } : null);
    });
  }

  private async findExtras<T>(
    source: KindSource<T>,
    runId: string,
    walk: WalkProgress,
    context: ReconciliationContext,
  ): Promise<void> {
    const listed = await context.commit(() => this.seen.count(runId, source.kind));
    // A list that is not complete says nothing of what it does not name.
    if (listed < walk.told) return;
    await inStretches(context, '', async (after) => {
      const ids = await source.states.listIds(after, IDS_AT_ONCE);
      const unseen = await this.seen.notSeen(runId, source.kind, ids);
      if (unseen.length > 0) {
        await this.add(runId, await this.withoutParents(runId, await source.extras(unseen)));
      }
      return ids.length < IDS_AT_ONCE ? null : (ids.at(-1) ?? null);
    });
    await this.confirmExtras(source, runId, context);
  }

  /** What leans on something that is removed goes with it. */
  private async withoutParents(runId: string, extras: readonly Finding[]): Promise<Finding[]> {
    const idsOf = (ids: readonly (string | null)[]) => [...new Set(ids.filter((id) => id !== null))];
    const people = await this.items.extrasAmong(
      runId,
      'user',
      idsOf(extras.map((extra) => extra.userClerkId)),
    );
    const organizations = await this.items.extrasAmong(
      runId,
      'organization',
      idsOf(extras.map((extra) => extra.organizationClerkId)),
    );
    return extras.filter(
      ({ userClerkId, organizationClerkId }) =>
        !(userClerkId !== null && people.has(userClerkId)) &&
        !(organizationClerkId !== null && organizations.has(organizationClerkId)),
    );
  }

  /**
   * *Not seen* is never *deleted*: Clerk is asked for each object alone. Of more than the safety threshold lets through none is
   * asked for now; whoever releases the safety threshold has each one asked for twice.
   */
  private async confirmExtras<T>(
    source: KindSource<T>,
    runId: string,
    context: ReconciliationContext,
  ): Promise<void> {
    const { kind } = source;
    const filter = { kind, change: 'extra', outcome: null } as const;
    const extras = await context.commit(() => this.items.page(runId, filter, null, MAX_REMOVALS + 1));
    if (extras.length > MAX_REMOVALS) return;
    for (const [index, extra] of extras.entries()) {
      if (extra.missedAt !== null) continue;
      context.signal.throwIfAborted();
      const alive = await this.withRetries(() => source.confirm(extra), context);
      await context.commit(async () => {
        if (alive === null) {
          await this.items.noteMissed(extra, this.clock.now());
          return;
        }
        await this.items.remove(extra);
        await this.add(runId, (await source.compare([alive])).findings);
      });
      context.report({ phase: `confirming ${kind}`, done: index + 1, total: extras.length });
    }
  }

  /** How many live here; each stretch in a transaction of its own, since one holds the run's lease until it ends. */
  countHere<T>(source: KindSource<T>, { commit, signal }: ReconciliationContext): Promise<number> {
    return countInStretches((after, limit) => {
      signal.throwIfAborted();
      return commit(() => source.states.count(after, limit));
    }, this.limits.countedAtOnce);
  }

  /** Writes findings down with their likely cause; in the open transaction. */
  async add(runId: string, findings: PageFindings['findings']): Promise<void> {
    const causes = await this.traces.causesOf(findings);
    await this.items.add(
      runId,
      findings.map((finding, index) => ({ ...finding, cause: causes[index] ?? 'no_webhook' })),
    );
  }

  /** Writes down how far the walk over a kind is; in the open transaction. */
  async save(runId: string, kind: Kind, walk: WalkProgress, counts?: Counts): Promise<void> {
    const run = await this.runs.find(runId);
    if (run === null) throw new Error('the reconciliation is gone');
    await this.runs.update(runId, {
      progress: { ...run.progress, [kind]: walk },
      ...(counts === undefined ? {} : { counts: { ...run.counts, [kind]: counts } }),
    });
  }

  private withRetries<R>(ask: () => Promise<R>, { signal }: ReconciliationContext): Promise<R> {
    return withRetries(ask, this.limits, signal);
  }
}
