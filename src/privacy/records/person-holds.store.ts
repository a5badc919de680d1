import { Injectable } from '@nestjs/common';
import { IsNull, LessThanOrEqual } from 'typeorm';
import { UnitOfWork } from '#libs/database';
import { HoldsStore } from './holds.store.js';
import { PrivacyHold } from './privacy.entities.js';

/** Rows of `privacy_holds`. */
@Injectable()
export class PersonHoldsStore extends HoldsStore<PrivacyHold> {
  constructor(unitOfWork: UnitOfWork) {
    super(unitOfWork, PrivacyHold, 'userId');
  }

  /** That stands, the oldest first. */
  async findActive(userId: string): Promise<PrivacyHold | null> {
    return this.rows().findOne({ where: { userId, releasedAt: IsNull() }, order: { placedAt: 'ASC' } });
  }

  /** Those whose time is over and that still stand. */
  async listEnded(now: Date): Promise<{ id: string }[]> {
    return this.rows().find({
      where: { releasedAt: IsNull(), endsAt: LessThanOrEqual(now) },
      select: { id: true },
    });
  }
}
