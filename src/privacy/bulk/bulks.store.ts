import { Injectable } from '@nestjs/common';
import { IsNull, LessThan, MoreThan } from 'typeorm';
import { UnitOfWork } from '#libs/database';
import { PrivacyBulkItem } from '../records/privacy-bulk-item.entity.js';
import { PrivacyBulk } from '../records/privacy-bulk.entity.js';

/** Rows of `privacy_bulks` and their items; system scope. */
@Injectable()
export class BulksStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async insert(bulk: PrivacyBulk, items: PrivacyBulkItem[]): Promise<void> {
    await this.bulks().insert(bulk);
    await this.items().insert(items);
  }

  async find(id: string): Promise<PrivacyBulk | null> {
    return this.bulks().findOneBy({ id });
  }

  /** Holds the row until the transaction ends. */
  async lock(id: string): Promise<PrivacyBulk | null> {
    return this.bulks().createQueryBuilder('bulk').setLock('pessimistic_write').where({ id }).getOne();
  }

  async update(id: string, change: Partial<PrivacyBulk>): Promise<void> {
    await this.bulks().update({ id }, change);
  }

  async list(before: string | null, limit: number): Promise<PrivacyBulk[]> {
    const where = before === null ? {} : { id: LessThan(before) };
    return this.bulks().find({ where, order: { id: 'DESC' }, take: limit });
  }

  async listRunning(): Promise<PrivacyBulk[]> {
    return this.bulks().findBy({ status: 'running' });
  }

  async listItems(bulkId: string, after: number, limit: number): Promise<PrivacyBulkItem[]> {
    return this.items().find({
      where: { bulkId, position: MoreThan(after) },
      order: { position: 'ASC' },
      take: limit,
    });
  }

  /** How many items ended in which way, by result. */
  async counts(bulkId: string): Promise<Record<string, number>> {
    const rows = await this.unitOfWork
      .manager()
      .query<{ result: string; count: number }[]>(
        'select result, count(*)::int as count from privacy_bulk_items where bulk_id = $1 group by result order by result',
        [bulkId],
      );
    return Object.fromEntries(rows.map(({ result, count }) => [result, count]));
  }

  /** The next item that waits and that nobody else has, held until the transaction ends. */
  async takeNext(bulkId: string): Promise<PrivacyBulkItem | null> {
    return this.items()
      .createQueryBuilder('item')
      .setLock('pessimistic_write')
      .setOnLocked('skip_locked')
      .where({ bulkId, settledAt: IsNull() })
      .orderBy('item.position')
      .limit(1)
      .getOne();
  }

  /** One item, held until the transaction ends; null when it has been dealt with. */
  async lockOpen({ bulkId, position }: PrivacyBulkItem): Promise<PrivacyBulkItem | null> {
    return this.items()
      .createQueryBuilder('item')
      .setLock('pessimistic_write')
      .where({ bulkId, position, settledAt: IsNull() })
      .getOne();
  }

  async countOpen(bulkId: string): Promise<number> {
    return this.items().countBy({ bulkId, settledAt: IsNull() });
  }

  async settle({ bulkId, position }: PrivacyBulkItem, change: Partial<PrivacyBulkItem>): Promise<void> {
    await this.items().update({ bulkId, position }, change);
  }

  /** Lets every erasure that was asked for be worked on once more, for its approval. */
  async reopenAsked(bulkId: string): Promise<void> {
    await this.items().update({ bulkId, result: 'asked' }, { settledAt: null });
  }

  private bulks() {
    return this.unitOfWork.manager().getRepository(PrivacyBulk);
  }

  private items() {
    return this.unitOfWork.manager().getRepository(PrivacyBulkItem);
  }
}
