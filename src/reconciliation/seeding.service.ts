import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { AuditLog } from '#audit';
import type { Actor } from '#auth';
import { UnitOfWork } from '#libs/database';
import { AppError } from '#libs/http';
import { Clock } from '#libs/time';
import { Environment } from '#settings';
import { isSchedule } from './records/is-schedule.js';
import { newRun } from './records/new-run.js';
import type { Reconciliation } from './records/reconciliation.entity.js';
import { ReconciliationsStore } from './records/reconciliations.store.js';
import { InterruptedError, LeaseLostError, reconciliationErrors } from './reconciliation.errors.js';
import { RECONCILIATION } from './reconciliation.scope.js';
import { LeaseStore } from './runs/lease.store.js';
import { type CarryOptions, RunnerService } from './runs/runner.service.js';
import { MirrorStateStore } from './seeding/mirror-state.store.js';

const SCHEDULE: Actor = { kind: 'system', name: 'scheduler' };

/** Begins the first filling of the mirror, or carries on one that was cut off. */
@Injectable()
export class SeedingService implements OnApplicationBootstrap {
  constructor(
    private readonly environment: Environment,
    private readonly unitOfWork: UnitOfWork,
    private readonly states: MirrorStateStore,
    private readonly runs: ReconciliationsStore,
    private readonly leases: LeaseStore,
    private readonly runner: RunnerService,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    private readonly logger: PinoLogger,
  ) {}

  /** A service on an empty mirror fills it by itself, beside its start; what fails is tried again every minute. */
  async onApplicationBootstrap(): Promise<void> {
    if (this.environment.clerk.webhookSigningSecrets.length === 0) {
      this.logger.warn(
        'webhooks are off (CLERK_WEBHOOK_SIGNING_SECRET is not set): changes at Clerk are found by comparing every minute',
      );
    }
    const seededAt = await this.unitOfWork.run(RECONCILIATION, async () => {
      await this.states.noteEarlierSuccess();
      return this.states.seededAt();
    });
    if (seededAt !== null || this.environment.role === 'api') return;
    this.logger.warn(
      'the mirror of Clerk is not seeded yet: it is filled now, and until then requests that depend on it are answered 503 not_seeded',
    );
    this.seed(SCHEDULE).catch((error: unknown) => {
      const isElsewhere = error instanceof AppError || error instanceof LeaseLostError;
      if (isElsewhere || error instanceof InterruptedError) return;
      this.logger.error({ err: error }, 'the mirror cannot be seeded now');
    });
  }

  async isSeeded(): Promise<boolean> {
    return (await this.unitOfWork.run(RECONCILIATION, () => this.states.seededAt())) !== null;
  }

  /**
   * Fills the mirror as far as it goes.
   *
   * @returns the run as it ended
   * @throws AppError 409 while another process reconciles; InterruptedError when it can be carried on later
   */
  async seed(actor: Actor, options: CarryOptions = {}): Promise<Reconciliation> {
    const run = await this.unitOfWork.run(RECONCILIATION, () => this.beginOrFind(actor));
    return this.runner.carry(run.id, options);
  }

  private async beginOrFind(actor: Actor): Promise<Reconciliation> {
    await this.states.lock();
    if ((await this.leases.runUnderway()) !== null) throw reconciliationErrors.running();
    const latest = await this.runs.findLatestSeeding();
    if (latest?.status === 'applying') return latest;
    const now = this.clock.now();
    const run: Reconciliation = {
      ...newRun('full', actor, now),
      status: 'applying',
      seeds: true,
      applyStartedAt: now,
    };
    await this.runs.insert(run);
    if (!isSchedule(actor)) {
      await this.audit.record({
        actor,
        action: 'reconciliation.requested',
        target: { kind: 'reconciliation', id: run.id },
        change: { mode: run.mode, seeds: true },
      });
    }
    return run;
  }
}
