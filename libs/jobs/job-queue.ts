import { PgBoss } from 'pg-boss';
import { UnitOfWork } from '#libs/database';
import { inSpan, reportError } from '#libs/telemetry';
import type { JobDefinition, JobPayload } from './job-definition.js';
import { JobFailureError } from './job-failure.error.js';

export interface JobQueueSettings {
  databaseUrl: string;
  /** Whether this process takes jobs, or only enqueues them. */
  works: boolean;
  /** The kinds of jobs that the modules declare. */
  declared: readonly string[];
  /** Seconds between two looks at an empty queue. */
  pollSeconds?: number;
  onError: (error: Error) => void;
  /** A try that failed and will be repeated while tries are left; the queue itself keeps only its kind. */
  onFailedTry: (job: string, error: unknown) => void;
}

type Handler = (payload: JobPayload) => Promise<void>;

/** The queue in Postgres (schema `jobs`, made by the migrations). */
export class JobQueue {
  private readonly boss: PgBoss;
  private readonly handlers = new Map<string, { definition: JobDefinition<JobPayload>; handle: Handler }>();
  private started = false;

  constructor(
    private readonly settings: JobQueueSettings,
    private readonly unitOfWork: UnitOfWork,
  ) {
    this.boss = new PgBoss({
      connectionString: settings.databaseUrl,
      application_name: 'tenantry-jobs',
      max: 4,
      schema: 'jobs',
      migrate: false,
      createSchema: false,
      schedule: false,
      supervise: settings.works,
      // Both need rights of the table owner, which the runtime role must not have.
      reindex: false,
      monitorVacuum: false,
      // Host names and the load of machines are nobody's business in the database of tenants.
      registerInstance: false,
    });
    this.boss.on('error', (error) => {
      settings.onError(error);
    });
  }

  /**
   * Says who does a kind of job; to be called before {@link start}.
   *
   * @throws Error for a job that no module declares, has a handler already or comes too late
   */
  register<Payload extends JobPayload>(
    definition: JobDefinition<Payload>,
    handle: (payload: Payload) => Promise<void>,
  ): void {
    if (this.started) throw new Error(`job ${definition.name} was registered after the start`);
    if (!this.settings.declared.includes(definition.name))
      throw new Error(`job ${definition.name} stands in no manifest: add it to \`jobs\` of its module`);
    if (this.handlers.has(definition.name)) throw new Error(`job ${definition.name} has two handlers`);
    this.handlers.set(definition.name, { definition, handle: handle as unknown as Handler });
  }

  /**
   * Connects, makes missing queues and, where this process works, begins to take jobs.
   *
   * @throws Error for a declared job that has no handler
   */
  async start(): Promise<void> {
    const orphan = this.settings.declared.find((name) => !this.handlers.has(name));
    if (orphan !== undefined) throw new Error(`job ${orphan} is declared and nobody does it`);
    this.started = true;
    await this.boss.start();
    for (const { definition, handle } of this.handlers.values()) {
      await this.boss.createQueue(definition.name, {
        retryLimit: definition.retryLimit,
        retryDelay: definition.retryDelaySeconds,
        retryBackoff: true,
        retryDelayMax: definition.retryDelayMaxSeconds,
        expireInSeconds: definition.expireInSeconds,
        retentionSeconds: 14 * 24 * 3600,
        deleteAfterSeconds: 24 * 3600,
      });
      if (!this.settings.works) continue;
      const options = { pollingIntervalSeconds: this.settings.pollSeconds ?? 1, batchSize: 1 };
      await this.boss.work<JobPayload>(definition.name, options, async ([job]) => {
        if (job !== undefined) await this.attempt(definition.name, () => handle(job.data));
      });
    }
  }

  private async attempt(name: string, handle: () => Promise<void>): Promise<void> {
    try {
      await inSpan(
        {
          name: `job ${name}`,
          kind: 'consumer',
          attributes: { 'messaging.system': 'pg-boss', 'messaging.destination.name': name },
        },
        handle,
      );
    } catch (error) {
      this.settings.onFailedTry(name, error);
      reportError(error, { name: `job ${name}` });
      // Without the error as its cause: that would be stored as well.
      throw new JobFailureError(error);
    }
  }

  /**
   * Adds a job in the open transaction: it exists when, and only when, that commits.
   *
   * @throws TransactionScopeError outside a transaction
   */
  async enqueue<Payload extends JobPayload>(
    definition: JobDefinition<Payload>,
    payload: Payload,
    options: { startAfter?: Date } = {},
  ): Promise<void> {
    const manager = this.unitOfWork.manager();
    await this.boss.send(definition.name, payload, {
      ...(options.startAfter === undefined ? {} : { startAfter: options.startAfter }),
      db: {
        executeSql: async (text: string, values?: unknown[]) => {
          const runner = manager.queryRunner;
          if (runner === undefined) throw new Error('the open transaction has no connection');
          const result = await runner.query(text, values, true);
          return { rows: result.records as unknown[] };
        },
      },
    });
  }

  /** Whether a job with just this payload is still to come, waits for another try or is being done. */
  async isUnderWay<Payload extends JobPayload>(
    definition: JobDefinition<Payload>,
    payload: Payload,
  ): Promise<boolean> {
    const jobs = await this.boss.findJobs(definition.name, { data: payload });
    return jobs.some(({ state }) => state === 'created' || state === 'retry' || state === 'active');
  }

  /** Takes no further jobs; those that run go on, and what is enqueued is left to other processes or the next start. */
  async stopTaking(): Promise<void> {
    if (!this.started) return;
    const names = [...this.handlers.keys()];
    await Promise.all(names.map((name) => this.boss.offWork(name, { wait: false })));
  }

  /** Lets running jobs end (10 s at most; what is cut off is retried) and closes the connections. */
  async stop(): Promise<void> {
    if (!this.started) return;
    await this.boss.stop({ graceful: true, timeout: 10_000 });
  }
}
