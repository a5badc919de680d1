import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { UnitOfWork } from '#libs/database';
import { inSpan, reportError } from '#libs/telemetry';
import { type Lease, type LeasedWork, whileLeased } from '#libs/lease';
import type { RunContext, RunResult } from '#manifest';
import { type PeriodicJob, RunLostError } from './periodic-job.js';
import { type HeldRun, RunsStore } from './runs.store.js';
import { SCHEDULER } from './scheduler.scope.js';

/** Milliseconds after which a replica that is not heard of has lost its run; told by the clock of the database. */
const LEASE_MS = 30_000;

class TimeoutError extends Error {}
class StoppingError extends Error {}

/** Carries one run to its end: keeps its lease, ends it in time, writes down what came of it. */
@Injectable()
export class JobRunnerService {
  readonly leaseMs: number = LEASE_MS;
  private readonly stopping = new AbortController();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly runs: RunsStore,
    private readonly logger: PinoLogger,
  ) {}

  /** Tells every run that the process ends. */
  stop(): void {
    this.stopping.abort(new StoppingError('the process stops'));
  }

  /** Never throws: a fault of the job is its result. */
  async run(job: PeriodicJob, run: HeldRun): Promise<void> {
    const limit = { afterMs: job.timeoutSeconds * 1000, error: () => new TimeoutError('timeout') };
    await whileLeased(this.leaseOf(run), limit, async (leased) => {
      const signal = AbortSignal.any([leased.signal, this.stopping.signal]);
      try {
        const { result, isConcluded } = await untilAborted(signal, () =>
          inSpan({ name: `periodic job ${job.name}`, kind: 'consumer' }, () =>
            this.perform(job, run, { ...leased, signal }),
          ),
        );
        if (!isConcluded) await this.finish(run, succeeded(result));
      } catch (error) {
        // Not in charge any more is no end of the run: nobody may have taken it yet, and then somebody still has to.
        if (error instanceof StoppingError || error instanceof RunLostError) await this.release(run);
        else await this.fail(job, run, error);
      }
    });
  }

  private leaseOf(run: HeldRun): Lease {
    return {
      lengthMs: this.leaseMs,
      transaction: (work) => this.unitOfWork.run(SCHEDULER, work),
      renew: () => this.runs.renew(run, this.leaseMs),
      isHeld: () => this.runs.isInCharge(run),
      lost: () => new RunLostError(run.job),
      onFailedRenewal: (error) => {
        const { job } = run;
        this.logger.warn({ err: error, job }, 'the lease of a periodic job cannot be renewed now');
      },
    };
  }

  private async perform(
    job: PeriodicJob,
    run: HeldRun,
    { signal, commit }: LeasedWork,
  ): Promise<{ result: RunResult; isConcluded: boolean }> {
    let isConcluded = false;
    const lastSuccessAt = await this.unitOfWork.run(SCHEDULER, () => this.runs.lastSuccessAt(job.name));
    const context: RunContext = {
      slot: run.slot,
      lastSuccessAt,
      signal,
      commit,
      conclude: async (work) => {
        const result = await commit(async () => {
          const concluded = await work();
          await this.runs.finish(run, succeeded(concluded));
          return concluded;
        });
        isConcluded = true;
        return result;
      },
    };
    const result = await job.run(context);
    return { result, isConcluded };
  }

  private async fail(job: PeriodicJob, run: HeldRun, error: unknown): Promise<void> {
    this.logger.error({ err: error, job: job.name, run: run.id }, 'a run of a periodic job failed');
    reportError(error, { name: `periodic job ${job.name}` });
    const overran = error instanceof TimeoutError;
    const name = error instanceof Error ? error.constructor.name : 'unknown';
    await this.finish(run, { state: 'failed', result: null, error: overran ? 'timeout' : name, overran });
  }

  /** The job is not done, and this replica does not do it: it is taken by one that looks next. */
  private async release(run: HeldRun): Promise<void> {
    try {
      await this.unitOfWork.run(SCHEDULER, () => this.runs.release(run));
    } catch (error) {
      this.logger.warn({ err: error, job: run.job }, 'a run cannot be handed on now; its lease will run out');
    }
  }

  private async finish(run: HeldRun, end: Parameters<RunsStore['finish']>[1]): Promise<void> {
    try {
      const isOurs = await this.unitOfWork.run(SCHEDULER, () => this.runs.finish(run, end));
      if (!isOurs)
        this.logger.warn({ job: run.job, run: run.id }, 'a run ended after another replica had taken it');
    } catch (error) {
      this.logger.error(
        { err: error, job: run.job, run: run.id },
        'the end of a run cannot be written down now',
      );
    }
  }
}

function succeeded(result: RunResult): Parameters<RunsStore['finish']>[1] {
  return { state: 'succeeded', result, error: null, overran: false };
}

/** Waits for work, but not for work that ignores that it was told to end. */
async function untilAborted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => {
    aborted.reject(signal.reason as Error);
  };
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort);
  try {
    return await Promise.race([work(), aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
