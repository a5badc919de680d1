import type { FindOptionsWhere, QueryDeepPartialEntity } from 'typeorm';
import { IsNull, LessThan } from 'typeorm';
import type { UnitOfWork } from '#libs/database';
import type { HoldRecord } from './hold-record.js';

/** A hold that was looked at. */
export type LookedAtHold = Pick<HoldRecord, 'article' | 'placedAt' | 'releasedAt'>;

/** Rows of holds, on people or on organizations; all in the open transaction. */
export abstract class HoldsStore<Row extends HoldRecord> {
  protected constructor(
    protected readonly unitOfWork: UnitOfWork,
    private readonly entity: new () => Row,
    /** The column that says on whom they are. */
    private readonly subjectColumn: string,
  ) {}

  /** Holds the row until the transaction ends; null when it stands no longer. @param subjectId on anybody, when undefined */
  async lockActive(id: string, subjectId?: string): Promise<Row | null> {
    return this.rows().findOne({
      where: this.active(subjectId, { id }),
      lock: { mode: 'pessimistic_write' },
    });
  }

  /** Those that stand, newest first. @param before the last id of the page before */
  async listActive(subjectId: string | undefined, before: string | null, limit: number): Promise<Row[]> {
    return this.rows().find({
      where: this.active(subjectId, before === null ? {} : { id: LessThan(before) }),
      order: { id: 'DESC' } as object,
      take: limit,
    });
  }

  /** Every one on a subject, released or not, the oldest first. */
  async listAll(subjectId: string): Promise<Row[]> {
    return this.rows().find({
      where: { [this.subjectColumn]: subjectId } as FindOptionsWhere<Row>,
      order: { placedAt: 'ASC', id: 'ASC' } as object,
    });
  }

  async insert(row: Row): Promise<void> {
    await this.rows().insert(row as QueryDeepPartialEntity<Row>);
  }

  async update(id: string, change: Partial<Row>): Promise<void> {
    await this.rows().update({ id } as FindOptionsWhere<Row>, change as QueryDeepPartialEntity<Row>);
  }

  protected rows() {
    return this.unitOfWork.manager().getRepository(this.entity);
  }

  private active(subjectId: string | undefined, more: object): FindOptionsWhere<Row> {
    const subject = subjectId === undefined ? {} : { [this.subjectColumn]: subjectId };
    return { ...subject, ...more, releasedAt: IsNull() } as unknown as FindOptionsWhere<Row>;
  }
}
