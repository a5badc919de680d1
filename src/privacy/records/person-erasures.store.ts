import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { ErasuresStore } from './erasures.store.js';
import { PrivacyErasure } from './privacy-erasure.entity.js';

/** Rows of `privacy_erasures`. */
@Injectable()
export class PersonErasuresStore extends ErasuresStore<PrivacyErasure> {
  constructor(unitOfWork: UnitOfWork) {
    super(unitOfWork, PrivacyErasure, 'userId');
  }

  /** Those that should be going on: each of them lost its job. */
  async listDue(now: Date): Promise<{ id: string }[]> {
    return this.rows()
      .createQueryBuilder('erasure')
      .select('erasure.id')
      .where(`erasure.status in ('grace', 'running', 'blocked') and erasure.erase_after < :now`)
      .orWhere(`erasure.status = 'waiting' and coalesce(erasure.next_try_at, :now) <= :now`)
      .setParameters({ now })
      .getMany();
  }
}
