import { Injectable } from '@nestjs/common';
import { exactlyOne, UnitOfWork } from '#libs/database';
import { Reconciliation } from './reconciliation.entity.js';

/** Rows of `reconciliations`; all in the open transaction. */
@Injectable()
export class ReconciliationsStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async find(id: string): Promise<Reconciliation | null> {
    return this.rows().findOneBy({ id });
  }

  async findByHash(hash: string): Promise<Reconciliation | null> {
    return this.rows().createQueryBuilder('run').where({ hash }).orderBy('run.id', 'DESC').getOne();
  }

  /** Holds the run until the transaction ends. */
  async lock(id: string): Promise<Reconciliation | null> {
    return this.rows().createQueryBuilder('run').setLock('pessimistic_write').where({ id }).getOne();
  }

  /** The newest first. @param before the last id of the page before */
  async list(before: string | null, limit: number): Promise<Reconciliation[]> {
    const query = this.rows().createQueryBuilder('run').orderBy('run.id', 'DESC').take(limit);
    if (before !== null) query.where('run.id < :before', { before });
    return query.getMany();
  }

  async insert(run: Reconciliation): Promise<void> {
    await this.rows().insert(run);
  }

  async update(id: string, change: Partial<Omit<Reconciliation, 'id'>>): Promise<void> {
    const result = await this.rows().update({ id }, change);
    exactlyOne(result.affected, 'update of a reconciliation');
  }

  /** A run that is neither ended nor waits for a person; the oldest. */
  async findUnfinished(): Promise<Reconciliation | null> {
    return (
      this.rows()
        .createQueryBuilder('run')
        .where(`run.status in ('planning', 'applying')`)
        // Whoever has just asked for it may not have begun yet.
        .andWhere(
          `coalesce(run.apply_started_at, run.started_at) < clock_timestamp() - interval '15 seconds'`,
        )
        .orderBy('run.id')
        .getOne()
    );
  }

  /** The latest run that fills the mirror, ended or not. */
  async findLatestSeeding(): Promise<Reconciliation | null> {
    return this.rows().createQueryBuilder('run').where('run.seeds').orderBy('run.id', 'DESC').getOne();
  }

  /** When the last run began after which mirror and Clerk were the same. */
  async lastSuccessAt(): Promise<Date | null> {
    const [row] = await this.unitOfWork
      .manager()
      .query<{ at: Date | null }[]>(
        `select max(started_at) as at from reconciliations where status = 'applied'`,
      );
    return row?.at ?? null;
  }

  /** @returns whether the run before this one was held by the safety threshold or failed */
  async wasInTroubleBefore(id: string): Promise<boolean> {
    const [row] = await this.unitOfWork
      .manager()
      .query<{ status: string }[]>(
        'select status from reconciliations where id < $1 order by id desc limit 1',
        [id],
      );
    return row?.status === 'blocked' || row?.status === 'failed';
  }

  /** The runs that began before a moment and have ended. */
  async listEndedBefore(moment: Date): Promise<string[]> {
    const rows = await this.unitOfWork.manager().query<{ id: string }[]>(
      `select id from reconciliations
        where started_at < $1 and status not in ('planning', 'applying') order by started_at`,
      [moment],
    );
    return rows.map(({ id }) => id);
  }

  /** Whatever is left of its items goes with it. One that somebody has taken up since stays. */
  async delete(id: string): Promise<void> {
    await this.unitOfWork
      .manager()
      .query(`delete from reconciliations where id = $1 and status not in ('planning', 'applying')`, [id]);
  }

  private rows() {
    return this.unitOfWork.manager().getRepository(Reconciliation);
  }
}
