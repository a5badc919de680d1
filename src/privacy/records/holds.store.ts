import { Injectable } from '@nestjs/common';
import { IsNull, LessThan, LessThanOrEqual } from 'typeorm';
import { UnitOfWork } from '#libs/database';
import { PrivacyHold } from './privacy.entities.js';

/** Rows of `privacy_holds`; all in the open transaction. */
@Injectable()
export class HoldsStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Holds the row until the transaction ends; null when it stands no longer. */
  async lockStanding(id: string): Promise<PrivacyHold | null> {
    return this.rows().findOne({ where: { id, releasedAt: IsNull() }, lock: { mode: 'pessimistic_write' } });
  }

  /** That stands, the oldest first. */
  async findStanding(userId: string): Promise<PrivacyHold | null> {
    return this.rows().findOne({ where: { userId, releasedAt: IsNull() }, order: { placedAt: 'ASC' } });
  }

  /** Those that stand, newest first. @param before the last id of the page before */
  async listStanding(
    userId: string | undefined,
    before: string | null,
    limit: number,
  ): Promise<PrivacyHold[]> {
    return this.rows().find({
      where: {
        releasedAt: IsNull(),
        ...(userId === undefined ? {} : { userId }),
        ...(before === null ? {} : { id: LessThan(before) }),
      },
      order: { id: 'DESC' },
      take: limit,
    });
  }

  /** Those whose time is over and that still stand. */
  async listEnded(now: Date): Promise<{ id: string }[]> {
    return this.rows().find({
      where: { releasedAt: IsNull(), endsAt: LessThanOrEqual(now) },
      select: { id: true },
    });
  }

  /** Every one on a person, released or not, the oldest first. */
  async listAll(userId: string): Promise<PrivacyHold[]> {
    return this.rows().find({ where: { userId }, order: { placedAt: 'ASC', id: 'ASC' } });
  }

  async insert(row: PrivacyHold): Promise<void> {
    await this.rows().insert(row);
  }

  async update(id: string, change: Partial<PrivacyHold>): Promise<void> {
    await this.rows().update({ id }, change);
  }

  private rows() {
    return this.unitOfWork.manager().getRepository(PrivacyHold);
  }
}
