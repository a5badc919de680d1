import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { User } from '../user.entity.js';
import { PlatformRoleGrant } from './platform-role-grant.entity.js';

/** Who holds which role on the platform; in the open transaction, and as far as its scope shows. */
@Injectable()
export class PlatformGrantsService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async listOf(userId: string): Promise<PlatformRoleGrant[]> {
    return this.rows().findBy({ userId });
  }

  /** Those of people who can act. @param userId of one person, or of everybody */
  async listOfWhoCanAct(userId?: string): Promise<PlatformRoleGrant[]> {
    const query = this.rows()
      .createQueryBuilder('held')
      .innerJoin(User, 'person', 'person.id = held.user_id and person.can_act');
    if (userId !== undefined) query.where('held.user_id = :userId', { userId });
    return query.getMany();
  }

  private rows() {
    return this.unitOfWork.manager().getRepository(PlatformRoleGrant);
  }
}
