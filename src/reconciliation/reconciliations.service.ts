import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { type Actor, found } from '#auth';
import { type PlatformScope, type SystemScope, UnitOfWork } from '#libs/database';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import type { Mode } from './kinds.js';
import { carryReconciliationJob } from './reconciliation.jobs.js';
import { reconciliationErrors } from './reconciliation.errors.js';
import { ReconciliationLimits } from './reconciliation-limits.js';
import { type ItemFilter, type ItemPosition, ItemsStore } from './records/items.store.js';
import { LeaseStore } from './runs/lease.store.js';
import { isSchedule } from './records/is-schedule.js';
import { newRun } from './records/new-run.js';
import type { Reconciliation } from './records/reconciliation.entity.js';
import type { ReconciliationItem } from './records/reconciliation-item.entity.js';
import { ReconciliationsStore } from './records/reconciliations.store.js';
import { RECONCILIATION } from './reconciliation.scope.js';

/** What somebody says to have a plan applied. */
export interface ApplyOrder {
  readonly hash: string;
  /** Releases the safety threshold. */
  readonly force: boolean;
}

/** Asking for comparisons and repairs, and reading what came of them. The work itself is done elsewhere. */
@Injectable()
export class ReconciliationsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly runs: ReconciliationsStore,
    private readonly items: ItemsStore,
    private readonly leases: LeaseStore,
    private readonly jobs: JobQueue,
    private readonly limits: ReconciliationLimits,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  list(scope: PlatformScope | SystemScope, before: string | null, limit: number): Promise<Reconciliation[]> {
    return this.unitOfWork.run(scope, () => this.runs.list(before, limit));
  }

  /** @throws AppError 404 */
  async get(scope: PlatformScope | SystemScope, id: string): Promise<Reconciliation> {
    return found(await this.unitOfWork.run(scope, () => this.runs.find(id)));
  }

  /** The newest plan with this hash; the same drift has the same hash. */
  findByHash(scope: PlatformScope | SystemScope, hash: string): Promise<Reconciliation | null> {
    return this.unitOfWork.run(scope, () => this.runs.findByHash(hash));
  }

  /** The items of a plan in its canonical order, one after the last one of the page before. */
  listItems(
    scope: PlatformScope | SystemScope,
    id: string,
    filter: ItemFilter,
    after: ItemPosition | null,
    limit: number,
  ): Promise<ReconciliationItem[]> {
    return this.unitOfWork.run(scope, () => this.items.page(id, filter, after, limit));
  }

  /** How many items had which outcome. */
  outcomes(scope: PlatformScope | SystemScope, id: string) {
    return this.unitOfWork.run(scope, () => this.items.outcomes(id));
  }

  /**
   * Begins a comparison.
   *
   * @param carry `job`: some worker does it; `caller`: whoever asks carries it themselves
   * @throws AppError 409 while another one runs
   */
  async begin(mode: Mode, actor: Actor, carry: 'job' | 'caller'): Promise<Reconciliation> {
    return this.unitOfWork.run(RECONCILIATION, async () => {
      if ((await this.leases.runUnderway()) !== null) throw reconciliationErrors.running();
      const now = this.clock.now();
      const run = newRun(mode, actor, now);
      await this.runs.insert(run);
      await this.unitOfWork.made(run.id);
      if (carry === 'job') await this.jobs.enqueue(carryReconciliationJob, { runId: run.id });
      if (!isSchedule(actor)) {
        await this.audit.record({
          actor,
          action: 'reconciliation.requested',
          target: { kind: 'reconciliation', id: run.id },
          change: { mode },
        });
      }
      return run;
    });
  }

  /**
   * Has a plan applied: the one that was read, which its hash proves, and no other. One whose carrying out failed or was
   * cut off goes on.
   *
   * @throws AppError 404; 409 for another hash, a plan that is held by the safety threshold, too old, or not there
   */
  async order(
    id: string,
    { hash, force }: ApplyOrder,
    actor: Actor,
    carry: 'job' | 'caller',
  ): Promise<Reconciliation> {
    return this.unitOfWork.run(RECONCILIATION, async () => {
      const run = found(await this.runs.lock(id));
      if (run.hash === null || run.plannedAt === null) throw reconciliationErrors.notPlanned();
      if (run.hash !== hash) throw reconciliationErrors.otherPlan();
      if (run.status === 'applied') throw reconciliationErrors.alreadyApplied();
      if (run.status === 'blocked' && !force) throw reconciliationErrors.blocked();
      if ((await this.leases.runUnderway()) !== null) throw reconciliationErrors.running();
      const now = this.clock.now();
      if (now.getTime() - run.plannedAt.getTime() > this.limits.planLifeMs)
        throw reconciliationErrors.planTooOld();
      const change = {
        status: 'applying' as const,
        appliedBy: actor.kind === 'user' ? actor.userId : null,
        forced: run.forced || (force && run.reasons.length > 0),
        error: null,
        applyStartedAt: run.applyStartedAt ?? now,
        finishedAt: null,
      };
      await this.items.reopenFailed(id);
      await this.runs.update(id, change);
      if (carry === 'job') await this.jobs.enqueue(carryReconciliationJob, { runId: id });
      if (!isSchedule(actor)) {
        await this.audit.record({
          actor,
          action: 'reconciliation.apply_requested',
          target: { kind: 'reconciliation', id },
          change: { hash, forced: change.forced },
        });
      }
      return { ...run, ...change };
    });
  }
}
