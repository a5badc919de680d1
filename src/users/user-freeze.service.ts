import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { User } from './user.entity.js';

/** Shuts a person out while they are erased. */
@Injectable()
export class UserFreezeService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * From here on nobody gets in as this person, and nothing that Clerk said before counts; in the open transaction.
   * Nobody of that id is no fault.
   */
  async freeze(id: string, at: Date): Promise<void> {
    await this.unitOfWork
      .manager()
      .getRepository(User)
      .update({ id }, { frozenAt: at, banned: true, sessionsInvalidBefore: at, sourceUpdatedAt: at });
  }
}
