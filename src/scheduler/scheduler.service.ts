import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { AuditLog } from '#audit';
import type { Actor } from '#auth';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { JobRunnerService } from './job-runner.service.js';
import type { PeriodicJob } from './periodic-job.js';
import { PeriodicJobs } from './periodic-jobs.js';
import { type HeldRun, RunsStore } from './runs.store.js';
import type { ScheduledRun } from './scheduled-run.entity.js';
import { schedulerErrors } from './scheduler.errors.js';
import { SCHEDULER } from './scheduler.scope.js';

const MAX_TAKEOVERS = 3;

/**
 * Starts what is due. Every replica looks, and one of them takes the slot: the unique row is the election. A run whose
 * replica died is taken over when its lease is out; several slots that were missed are made up for by one run.
 */
@Injectable()
export class SchedulerService implements OnModuleDestroy {
  /** This process, for the record. */
  private readonly holder = `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`;
  private readonly began: Date;
  private readonly seen = new Map<string, number>();
  private readonly underway = new Set<Promise<void>>();

  constructor(
    private readonly jobs: PeriodicJobs,
    private readonly runner: JobRunnerService,
    private readonly runs: RunsStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly logger: PinoLogger,
    private readonly clock: Clock,
  ) {
    this.began = clock.now();
  }

  /** Takes every slot that is due and nobody has, and runs whose replica is gone. Returns when they have begun. */
  async tick(): Promise<void> {
    for (const job of this.jobs.list) {
      const slot = job.schedule.slotAt(this.clock.now());
      if (this.seen.get(job.name) === slot.getTime()) continue;
      const run = await this.unitOfWork.run(SCHEDULER, () => this.take(job, slot));
      this.seen.set(job.name, slot.getTime());
      if (run !== null) void this.begin(job, run);
    }
    for (const abandoned of await this.unitOfWork.run(SCHEDULER, () => this.runs.listExpired())) {
      const job = this.jobs.find(abandoned.job);
      const run = await this.unitOfWork.run(SCHEDULER, () => this.takeOver(abandoned, job));
      if (run !== null && job !== undefined) void this.begin(job, run);
    }
  }

  /**
   * Starts a job now, beside its schedule.
   *
   * @throws AppError 404 for a job that does not exist, 409 while it runs
   */
  async runNow(name: string, actor: Actor): Promise<{ run: ScheduledRun; done: Promise<ScheduledRun> }> {
    const job = this.jobs.find(name);
    if (job === undefined) throw schedulerErrors.unknownJob();
    const [held, run] = await this.unitOfWork.run(SCHEDULER, async () => {
      await this.runs.lockJob(name);
      const running = await this.runs.findRunning(name);
      if (running !== null && !running.expired) throw schedulerErrors.alreadyRunning();
      if (running !== null) await this.runs.markLost(running.run.id);
      const requestedBy = actor.kind === 'user' ? actor.userId : null;
      const slot = this.clock.now();
      const started = await this.runs.insertRunning(this.describe(job, slot, 'manual', requestedBy));
      await this.audit.record({
        actor,
        action: 'schedule.run_requested',
        target: { kind: 'job', id: name },
        change: { run: started.id },
      });
      return [started, await this.runs.get(started.id)];
    });
    const done = this.begin(job, held).then(() =>
      this.unitOfWork.run(SCHEDULER, () => this.runs.get(held.id)),
    );
    // Nobody has to wait for it.
    done.catch(() => undefined);
    return { run, done };
  }

  /** Resolves when nothing runs here any more. */
  async idle(): Promise<void> {
    while (this.underway.size > 0) await Promise.allSettled(this.underway);
  }

  async onModuleDestroy(): Promise<void> {
    this.runner.stop();
    await this.idle();
  }

  private async take(job: PeriodicJob, slot: Date): Promise<HeldRun | null> {
    await this.runs.lockJob(job.name);
    const latest = await this.runs.latestSlot(job.name);
    // What was due before anybody had the job is no miss.
    const isDue =
      latest === null ? slot.getTime() >= minuteOf(this.began) : slot.getTime() > latest.getTime();
    if (!isDue) return null;
    const running = await this.runs.findRunning(job.name);
    const run = this.describe(job, slot, 'schedule', null);
    if (running?.expired === false) {
      await this.runs.markOverrun(running.run.id);
      await this.runs.insertSkipped(run, 'the run before has not ended');
      this.logger.warn(
        { job: job.name, slot, running: running.run.id },
        'a periodic job ran into its next slot',
      );
      return null;
    }
    if (running !== null) await this.lose(running.run);
    return this.runs.insertRunning(run);
  }

  private async takeOver({ id, job }: ScheduledRun, known: PeriodicJob | undefined): Promise<HeldRun | null> {
    await this.runs.lockJob(job);
    const running = await this.runs.findRunning(job);
    if (running?.run.id !== id || !running.expired) return null;
    if (known === undefined || running.run.token >= MAX_TAKEOVERS) {
      await this.lose(running.run);
      return null;
    }
    this.logger.warn({ job, run: id }, 'a periodic job is taken over: its replica is not heard of any more');
    return this.runs.takeOver(running.run, this.holder, this.runner.leaseMs);
  }

  private async lose({ id, job }: ScheduledRun): Promise<void> {
    await this.runs.markLost(id);
    this.logger.error({ job, run: id }, 'a run of a periodic job was lost with its replica');
  }

  private describe(job: PeriodicJob, slot: Date, trigger: 'schedule' | 'manual', requestedBy: string | null) {
    const { holder } = this;
    const nextSlot = job.schedule.slotAfter(slot);
    return { job: job.name, slot, trigger, requestedBy, nextSlot, holder, leaseMs: this.runner.leaseMs };
  }

  private begin(job: PeriodicJob, run: HeldRun): Promise<void> {
    const running = this.runner.run(job, run).finally(() => this.underway.delete(running));
    this.underway.add(running);
    return running;
  }
}

function minuteOf(moment: Date): number {
  return Math.floor(moment.getTime() / 60_000) * 60_000;
}
