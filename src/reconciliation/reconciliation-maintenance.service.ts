import { Injectable } from '@nestjs/common';
import type { Actor } from '#auth';
import { UnitOfWork } from '#libs/database';
import { Environment } from '#settings';
import type { Mode } from './kinds.js';
import { LeaseStore } from './runs/lease.store.js';
import type { Reconciliation } from './records/reconciliation.entity.js';
import { ReconciliationsStore } from './records/reconciliations.store.js';
import { RunnerService } from './runs/runner.service.js';
import { ReconciliationsService } from './reconciliations.service.js';
import { SeedingService } from './seeding.service.js';
import { RECONCILIATION } from './reconciliation.scope.js';

const ACTOR: Actor = { kind: 'system', name: 'scheduler' };

/** A run of the schedule did not reach its end; the record of the run says which. */
export class ReconciliationTroubleError extends Error {
  constructor({ id, status, error }: Reconciliation) {
    super(`reconciliation ${id} ended as ${status}${error === null ? '' : ` (${error})`}`);
  }
}

export type RoundResult = Readonly<Record<string, string | number | null>>;

/** What the schedule does: compares, repairs within the safety threshold, and takes up runs whose process died. */
@Injectable()
export class ReconciliationMaintenanceService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reconciliations: ReconciliationsService,
    private readonly runs: ReconciliationsStore,
    private readonly leases: LeaseStore,
    private readonly runner: RunnerService,
    private readonly seeding: SeedingService,
    private readonly environment: Environment,
  ) {}

  /**
   * Compares and repairs. A plan that the safety threshold holds stays as it is, and somebody is told.
   *
   * @throws ReconciliationTroubleError when it failed
   */
  async round(mode: Mode, signal: AbortSignal): Promise<RoundResult> {
    if ((await this.underway()) !== null) return { skipped: 'another reconciliation runs' };
    if (!(await this.seeding.isSeeded())) return this.seed(signal);
    await this.resume(signal);
    const begun = await this.reconciliations.begin(mode, ACTOR, 'caller');
    let run = await this.runner.carry(begun.id, { signal });
    if (run.status === 'planned' && run.hash !== null) {
      await this.reconciliations.order(run.id, { hash: run.hash, force: false }, ACTOR, 'caller');
      run = await this.runner.carry(run.id, { signal });
    }
    if (run.status === 'failed') throw new ReconciliationTroubleError(run);
    return { run: run.id, status: run.status, drift: run.drift?.total ?? null };
  }

  /**
   * What is due every minute: carries on what a process that died has left, fills a mirror that is empty yet, and asks for
   * the news where no webhook tells them.
   */
  async minute(signal: AbortSignal): Promise<RoundResult> {
    const resumed = await this.resume(signal);
    if (signal.aborted || (await this.underway()) !== null) return resumed;
    if (!(await this.seeding.isSeeded())) return this.seed(signal);
    const hasWebhooks = this.environment.clerk.webhookSigningSecrets.length > 0;
    return hasWebhooks ? resumed : this.round('incremental', signal);
  }

  /** Carries on what a process that died has left; the oldest first. */
  async resume(signal: AbortSignal): Promise<RoundResult> {
    let resumed = 0;
    while (!signal.aborted && (await this.underway()) === null) {
      const left = await this.unitOfWork.run(RECONCILIATION, () => this.runs.findUnfinished());
      if (left === null) break;
      await this.runner.carry(left.id, { signal });
      resumed += 1;
    }
    return { resumed };
  }

  private async seed(signal: AbortSignal): Promise<RoundResult> {
    const run = await this.seeding.seed(ACTOR, { signal });
    if (run.status === 'failed') throw new ReconciliationTroubleError(run);
    return { run: run.id, status: run.status, seeded: run.drift?.total ?? null };
  }

  private underway(): Promise<string | null> {
    return this.unitOfWork.run(RECONCILIATION, () => this.leases.runUnderway());
  }
}
