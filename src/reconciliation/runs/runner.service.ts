import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { UnitOfWork } from '#libs/database';
import { type Lease, whileLeased } from '#libs/lease';
import { Clock } from '#libs/time';
import { ApplierService } from '../apply/applier.service.js';
import { LeftoversService } from '../plan/leftovers.service.js';
import { PlannerService } from '../plan/planner.service.js';
import { ReconciliationLimits } from '../reconciliation-limits.js';
import {
  DeadlineError,
  InterruptedError,
  LeaseLostError,
  reconciliationErrors,
} from '../reconciliation.errors.js';
import { codeOf } from '../records/failure-code.js';
import { LeaseStore, type RunLease } from './lease.store.js';
import type { Reconciliation } from '../records/reconciliation.entity.js';
import { ReconciliationsStore } from '../records/reconciliations.store.js';
import type { ReconciliationContext, RunEnding, RunProgress } from '../records/reconciliation-context.js';
import { SeederService } from '../seeding/seeder.service.js';
import { RunOutcomeService } from './run-outcome.service.js';
import { RECONCILIATION } from '../reconciliation.scope.js';

const HOLDER = `${hostname()} ${String(process.pid)} ${randomUUID()}`;

export interface CarryOptions {
  /** Ends the work between two steps; the run can be carried on later. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: RunProgress) => void) | undefined;
}

/** Carries a run as far as it goes, as the only process that does: keeps the lease, ends in time, writes the end down. */
@Injectable()
export class RunnerService implements OnModuleDestroy {
  private readonly stopping = new AbortController();
  private readonly underway = new Set<Promise<unknown>>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly leases: LeaseStore,
    private readonly runs: ReconciliationsStore,
    private readonly planner: PlannerService,
    private readonly leftovers: LeftoversService,
    private readonly applier: ApplierService,
    private readonly seeder: SeederService,
    private readonly outcome: RunOutcomeService,
    private readonly limits: ReconciliationLimits,
    private readonly logger: PinoLogger,
    private readonly clock: Clock,
  ) {}

  async onModuleDestroy(): Promise<void> {
    this.stopping.abort(new InterruptedError());
    await Promise.allSettled(this.underway);
  }

  /**
   * Plans a run that is being planned, applies one that is being applied; from wherever it was cut off.
   *
   * @throws AppError 409 while another process reconciles; InterruptedError, LeaseLostError when the run is left as it is
   */
  carry(runId: string, options: CarryOptions = {}): Promise<Reconciliation> {
    const work = this.carryOn(runId, options);
    const settled = work.catch(() => undefined).finally(() => this.underway.delete(settled));
    this.underway.add(settled);
    return work;
  }

  private async carryOn(runId: string, { signal, onProgress }: CarryOptions): Promise<Reconciliation> {
    const lease = await this.unitOfWork.run(RECONCILIATION, () =>
      this.leases.take(runId, HOLDER, this.limits.leaseMs),
    );
    if (lease === null) throw reconciliationErrors.running();
    const limit = { afterMs: this.limits.deadlineMs, error: () => new DeadlineError() };
    try {
      return await whileLeased(this.kept(lease), limit, (leased) => {
        const signals = [leased.signal, this.stopping.signal, ...(signal === undefined ? [] : [signal])];
        return this.work(lease, {
          signal: AbortSignal.any(signals),
          commit: leased.commit,
          report: onProgress ?? (() => undefined),
        });
      });
    } finally {
      await this.release(lease);
    }
  }

  private kept(lease: RunLease): Lease {
    return {
      lengthMs: this.limits.leaseMs,
      transaction: (work) => this.unitOfWork.run(RECONCILIATION, work),
      renew: () => this.leases.renew(lease, this.limits.leaseMs),
      isHeld: () => this.leases.isHeld(lease),
      lost: () => new LeaseLostError(),
      onFailedRenewal: (error) => {
        this.logger.warn({ err: error }, 'the lease of the reconciliation cannot be renewed now');
      },
    };
  }

  private async work(lease: RunLease, context: ReconciliationContext): Promise<Reconciliation> {
    const { runId } = lease;
    const run = await context.commit(() => this.runs.find(runId));
    if (run === null) throw new Error('the reconciliation is gone');
    try {
      if (run.status === 'planning') {
        const ended = await this.end(lease, context, await this.planner.plan(run, context));
        await this.clearSeen(runId);
        return ended;
      }
      if (run.status === 'applying') {
        const work = run.seeds ? this.seeder.seed(run, context) : this.applier.apply(run, context);
        return await this.end(lease, context, await work);
      }
      return run;
    } catch (error) {
      const isInterrupted = error instanceof LeaseLostError || error instanceof InterruptedError;
      if (isInterrupted || (context.signal.aborted && !(error instanceof DeadlineError))) throw error;
      this.logger.error({ err: error, run: runId }, 'a reconciliation cannot go on');
      return this.end(lease, context, () =>
        this.runs.update(runId, { status: 'failed', error: codeOf(error), finishedAt: this.clock.now() }),
      );
    }
  }

  /** All at once: whoever sees that a run has ended may begin the next one. */
  private async end(
    lease: RunLease,
    { commit }: ReconciliationContext,
    write: RunEnding,
  ): Promise<Reconciliation> {
    const ended = await commit(async () => {
      await write();
      const now = await this.runs.find(lease.runId);
      if (now === null) throw new Error('the reconciliation is gone');
      await this.outcome.record(now);
      await this.leases.release(lease);
      return now;
    });
    this.outcome.tell(ended);
    return ended;
  }

  /** Not before the end: a run that is cut off and goes on compares with it again. What stays is deleted by the next run. */
  private async clearSeen(runId: string): Promise<void> {
    const { signal } = this.stopping;
    const commit = <T>(work: () => Promise<T>) => this.unitOfWork.run(RECONCILIATION, work);
    try {
      await this.leftovers.clearSeen(runId, { signal, commit });
    } catch (error) {
      if (!signal.aborted)
        this.logger.warn({ err: error, run: runId }, 'what a comparison has seen cannot be deleted now');
    }
  }

  private async release(lease: RunLease): Promise<void> {
    try {
      await this.unitOfWork.run(RECONCILIATION, () => this.leases.release(lease));
    } catch (error) {
      this.logger.warn(
        { err: error },
        'the lease of the reconciliation cannot be given back; it will run out',
      );
    }
  }
}
