import { setTimeout as sleep } from 'node:timers/promises';
import { PinoLogger } from 'nestjs-pino';
import type { DataSource } from 'typeorm';
import { AuditLog } from '#audit';
import { createDataSource, type DataScope, UnitOfWork } from '#libs/database';
import type { Clock } from '#libs/time';
import { JobRunnerService, type PeriodicJob, PeriodicJobs, SchedulerService } from '#scheduler';
import { entities } from '../../../src/entities.js';
import { RunsStore } from '../../../src/scheduler/runs.store.js';

/** Long enough for a busy machine to renew it in time. */
export const LEASE_MS = 600;

/** A way to the database that can be frozen for a while, as SIGSTOP does, or cut for good, as SIGKILL does. */
class FragileUnitOfWork extends UnitOfWork {
  frozen: Promise<void> = Promise.resolve();
  isDead = false;

  override async run<T>(scope: DataScope, work: () => Promise<T>): Promise<T> {
    await this.frozen;
    if (this.isDead) throw new Error('this process is dead');
    return super.run(scope, work);
  }
}

class QuickRunner extends JobRunnerService {
  override readonly leaseMs = LEASE_MS;
}

/** One process of the cluster: its own connections, its own scheduler. */
export class Replica {
  readonly scheduler: SchedulerService;
  private readonly unitOfWork: FragileUnitOfWork;
  private readonly runner: QuickRunner;

  private constructor(
    private readonly dataSource: DataSource,
    clock: Clock,
    jobs: PeriodicJob[],
  ) {
    const logger = new PinoLogger({ pinoHttp: { level: 'silent' } });
    this.unitOfWork = new FragileUnitOfWork(dataSource);
    const runs = new RunsStore(this.unitOfWork);
    this.runner = new QuickRunner(this.unitOfWork, runs, logger);
    const list = { list: jobs, find: (name: string) => jobs.find((job) => job.name === name) };
    const audit = new AuditLog(this.unitOfWork);
    this.scheduler = new SchedulerService(
      Object.assign(Object.create(PeriodicJobs.prototype) as PeriodicJobs, list),
      this.runner,
      runs,
      this.unitOfWork,
      audit,
      logger,
      clock,
    );
  }

  static async start(
    url: string,
    clock: Clock,
    jobs: (replica: () => Replica) => PeriodicJob[],
  ): Promise<Replica> {
    const dataSource = createDataSource({ url, entities, poolSize: 3, onConnectionError: () => undefined });
    await dataSource.initialize();
    const replica: Replica = new Replica(
      dataSource,
      clock,
      jobs(() => replica),
    );
    return replica;
  }

  get isAlive(): boolean {
    return !this.unitOfWork.isDead;
  }

  manager() {
    return this.unitOfWork.manager();
  }

  /** Nothing of this process reaches the database for a while; then it goes on as if nothing had been. */
  async pause(milliseconds: number): Promise<void> {
    this.unitOfWork.frozen = sleep(milliseconds);
    await this.unitOfWork.frozen;
  }

  /** Nothing of this process ever reaches the database again. */
  kill(): void {
    this.unitOfWork.isDead = true;
    this.runner.stop();
  }

  async close(): Promise<void> {
    if (this.isAlive) await this.scheduler.onModuleDestroy();
    await this.dataSource.destroy();
  }
}
