import type { FindOptionsWhere, QueryDeepPartialEntity } from 'typeorm';
import { In, Not } from 'typeorm';
import type { UnitOfWork } from '#libs/database';
import type { ErasureRecord, ErasureStatus } from './erasure-record.js';

/** Rows of erasures, of people's or of organizations'; all in the open transaction. */
export abstract class ErasuresStore<Row extends ErasureRecord> {
  protected constructor(
    protected readonly unitOfWork: UnitOfWork,
    private readonly entity: new () => Row,
    /** The column that says whom they are about. */
    private readonly subjectColumn: string,
  ) {}

  /** Those that should be going on. */
  abstract listDue(now: Date): Promise<{ id: string }[]>;

  async find(id: string): Promise<Row | null> {
    return this.findBy({ id });
  }

  async findBy(where: { readonly id: string; readonly [column: string]: unknown }): Promise<Row | null> {
    return this.rows().findOneBy(where as unknown as FindOptionsWhere<Row>);
  }

  /** One that is neither done nor cancelled; there is never a second one of the same subject. */
  async findOpen(subjectId: string): Promise<Row | null> {
    return this.rows().findOneBy({
      [this.subjectColumn]: subjectId,
      status: Not(In(['done', 'cancelled'] satisfies ErasureStatus[])),
    } as FindOptionsWhere<Row>);
  }

  /** Whether one is on its way. */
  async isErasing(subjectId: string): Promise<boolean> {
    return this.rows().existsBy({
      [this.subjectColumn]: subjectId,
      status: In(['running', 'waiting'] satisfies ErasureStatus[]),
    } as FindOptionsWhere<Row>);
  }

  async lock(id: string): Promise<Row | null> {
    return this.rows()
      .createQueryBuilder('erasure')
      .setLock('pessimistic_write')
      .where('erasure.id = :id', { id })
      .getOne();
  }

  async countBy(where: FindOptionsWhere<{ id: string; status: ErasureStatus }>): Promise<number> {
    return this.rows().countBy(where as FindOptionsWhere<Row>);
  }

  async insert(row: Partial<Row>): Promise<void> {
    await this.rows().insert(row as QueryDeepPartialEntity<Row>);
  }

  async update(id: string, change: Partial<Row>): Promise<void> {
    await this.rows().update({ id } as FindOptionsWhere<Row>, change as QueryDeepPartialEntity<Row>);
  }

  protected rows() {
    return this.unitOfWork.manager().getRepository(this.entity);
  }
}
