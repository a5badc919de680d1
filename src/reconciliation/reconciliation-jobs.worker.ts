import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AppError } from '#libs/http';
import { JobQueue } from '#libs/jobs';
import { carryReconciliationJob } from './reconciliation.jobs.js';
import { InterruptedError, LeaseLostError } from './reconciliation.errors.js';
import { RunnerService } from './runs/runner.service.js';

/** Takes the jobs of this module. */
@Injectable()
export class ReconciliationJobsWorker implements OnModuleInit {
  constructor(
    private readonly jobs: JobQueue,
    private readonly runner: RunnerService,
  ) {}

  onModuleInit(): void {
    this.jobs.register(carryReconciliationJob, ({ runId }) => this.carry(runId));
  }

  private async carry(runId: string): Promise<void> {
    try {
      await this.runner.carry(runId);
    } catch (error) {
      // Another process reconciles or this one stops: the tick takes the run up when it can.
      const isElsewhere = error instanceof AppError || error instanceof LeaseLostError;
      if (!isElsewhere && !(error instanceof InterruptedError)) throw error;
    }
  }
}
