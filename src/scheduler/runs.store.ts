import { Injectable } from '@nestjs/common';
import { newId, UnitOfWork } from '#libs/database';
import { LEASE_END } from '#libs/lease';
import { ScheduledRun, type RunState, type RunTrigger } from './scheduled-run.entity.js';

/** A run as the replica holds it that is in charge. */
export interface HeldRun {
  readonly id: string;
  readonly job: string;
  readonly slot: Date;
  readonly token: number;
}

interface NewRun {
  readonly job: string;
  readonly slot: Date;
  readonly trigger: RunTrigger;
  readonly requestedBy: string | null;
  readonly nextSlot: Date;
  readonly holder: string;
  readonly leaseMs: number;
}

/** Rows of `scheduled_runs`; all in the open transaction. */
@Injectable()
export class RunsStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Holds everything about a job until the transaction ends, so that replicas decide one after the other. */
  async lockJob(job: string): Promise<void> {
    await this.query('select pg_advisory_xact_lock(hashtextextended($1, 2))', [`schedule ${job}`]);
  }

  /** The latest slot that anybody took by schedule. */
  async latestSlot(job: string): Promise<Date | null> {
    const [row] = await this.query<{ slot: Date | null }>(
      `select max(slot) as slot from scheduled_runs where job = $1 and trigger = 'schedule'`,
      [job],
    );
    return row?.slot ?? null;
  }

  /** The run that goes on now, and whether whoever has it has not been heard of for too long. */
  async findRunning(job: string): Promise<{ run: ScheduledRun; expired: boolean } | null> {
    const run = await this.rows().findOneBy({ job, state: 'running' });
    if (run === null) return null;
    const [row] = await this.query<{ expired: boolean }>(
      'select lease_until <= clock_timestamp() as expired from scheduled_runs where id = $1',
      [run.id],
    );
    return { run, expired: row?.expired === true };
  }

  async insertRunning(run: NewRun): Promise<HeldRun> {
    const id = newId();
    await this.query(
      `insert into scheduled_runs (lease_until, id, job, slot, trigger, requested_by, next_slot, holder, state, started_at)
       values (${LEASE_END}, $2, $3, $4, $5, $6, $7, $8, 'running', clock_timestamp())`,
      [run.leaseMs, id, run.job, run.slot, run.trigger, run.requestedBy, run.nextSlot, run.holder],
    );
    return { id, job: run.job, slot: run.slot, token: 1 };
  }

  /** Writes down that a slot passed without a run of its own. */
  async insertSkipped(run: NewRun, because: string): Promise<void> {
    await this.query(
      `insert into scheduled_runs (lease_until, id, job, slot, trigger, requested_by, next_slot, holder, state,
                                   started_at, finished_at, error)
       values (${LEASE_END}, $2, $3, $4, $5, $6, $7, $8, 'skipped', clock_timestamp(), clock_timestamp(), $9)`,
      [
        run.leaseMs,
        newId(),
        run.job,
        run.slot,
        run.trigger,
        run.requestedBy,
        run.nextSlot,
        run.holder,
        because,
      ],
    );
  }

  /** Takes a run whose holder is gone; whoever had it can write nothing for it from now on. */
  async takeOver(run: ScheduledRun, holder: string, leaseMs: number): Promise<HeldRun> {
    await this.query(
      `update scheduled_runs set lease_until = ${LEASE_END}, token = token + 1, holder = $3 where id = $2`,
      [leaseMs, run.id, holder],
    );
    return { id: run.id, job: run.job, slot: run.slot, token: run.token + 1 };
  }

  async markLost(id: string): Promise<void> {
    await this.query(
      `update scheduled_runs set state = 'lost', finished_at = clock_timestamp() where id = $1 and state = 'running'`,
      [id],
    );
  }

  async markOverrun(id: string): Promise<void> {
    await this.query('update scheduled_runs set overran = true where id = $1', [id]);
  }

  /** @returns false when the run is another's by now */
  async renew({ id, token }: HeldRun, leaseMs: number): Promise<boolean> {
    return this.touched(
      `update scheduled_runs set lease_until = ${LEASE_END}
        where id = $2 and token = $3 and state = 'running' and lease_until > clock_timestamp()`,
      [leaseMs, id, token],
    );
  }

  /** Holds the run until the transaction ends. @returns false when it is another's by now, or over */
  async isInCharge({ id, token }: HeldRun): Promise<boolean> {
    const rows = await this.query(
      `select from scheduled_runs where id = $1 and token = $2 and state = 'running'
          and lease_until > clock_timestamp() for share`,
      [id, token],
    );
    return rows.length === 1;
  }

  /** Gives a run up, so that another replica takes it at once. */
  async release({ id, token }: HeldRun): Promise<void> {
    await this.query(
      `update scheduled_runs set lease_until = clock_timestamp() where id = $1 and token = $2 and state = 'running'`,
      [id, token],
    );
  }

  /** @returns false when the run is another's by now */
  async finish(
    { id, token }: HeldRun,
    end: { state: RunState; result: object | null; error: string | null; overran: boolean },
  ): Promise<boolean> {
    return this.touched(
      `update scheduled_runs set state = $3, result = $4, error = $5, overran = overran or $6,
              finished_at = clock_timestamp()
        where id = $1 and token = $2 and state = 'running'`,
      [id, token, end.state, end.result && JSON.stringify(end.result), end.error, end.overran],
    );
  }

  /** Runs whose holder has not been heard of for longer than its lease. */
  async listExpired(): Promise<ScheduledRun[]> {
    return this.rows()
      .createQueryBuilder('run')
      .where(`run.state = 'running' and run.lease_until <= clock_timestamp()`)
      .getMany();
  }

  async get(id: string): Promise<ScheduledRun> {
    return this.rows().findOneByOrFail({ id });
  }

  async lastSuccessAt(job: string): Promise<Date | null> {
    const [row] = await this.query<{ at: Date | null }>(
      `select max(started_at) as at from scheduled_runs where job = $1 and state = 'succeeded'`,
      [job],
    );
    return row?.at ?? null;
  }

  /** The latest run of each of these jobs that has run at all; looked up one by one, since three months are kept. */
  async listLatest(jobs: readonly string[]): Promise<ScheduledRun[]> {
    return this.rows()
      .createQueryBuilder('run')
      .where(
        `run.id in (
           select latest.id from unnest(:jobs::text[]) as wanted (job) cross join lateral (
             select id from scheduled_runs where job = wanted.job order by started_at desc limit 1) latest)`,
        { jobs },
      )
      .getMany();
  }

  /** @param before the id of the last run of the page before */
  async listOf(job: string, before: string | null, limit: number): Promise<ScheduledRun[]> {
    const query = this.rows()
      .createQueryBuilder('run')
      .where('run.job = :job', { job })
      .orderBy('run.id', 'DESC')
      .take(limit);
    if (before !== null) query.andWhere('run.id < :before', { before });
    return query.getMany();
  }

  /** Forgets runs that ended long ago, some at a time. @returns how many */
  async deleteEndedBefore(moment: Date, limit: number): Promise<number> {
    const [, deleted] = await this.unitOfWork.manager().query<[unknown[], number]>(
      // What ended before then began before then, which an index finds.
      `delete from scheduled_runs where id = any (array(
           select id from scheduled_runs where started_at < $1 and finished_at < $1 and state <> 'running'
           limit $2))`,
      [moment, limit],
    );
    return deleted;
  }

  private rows() {
    return this.unitOfWork.manager().getRepository(ScheduledRun);
  }

  private query<Row>(sql: string, parameters: unknown[]): Promise<Row[]> {
    return this.unitOfWork.manager().query<Row[]>(sql, parameters);
  }

  private async touched(sql: string, parameters: unknown[]): Promise<boolean> {
    const [, affected] = await this.unitOfWork.manager().query<[unknown[], number]>(sql, parameters);
    return affected === 1;
  }
}
