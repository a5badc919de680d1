import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';

/** Shuts an organization while it is erased. */
@Injectable()
export class OrganizationFreezeService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * From here on nobody of the organization gets in; in the open transaction.
   *
   * @returns Clerk's id of it, where it has one; undefined when there is no such organization
   */
  async freeze(organizationId: string): Promise<string | null | undefined> {
    const [rows] = await this.unitOfWork.manager().query<[{ clerk_id: string | null }[]]>(
      `update organizations set version = version + 1, updated_at = now(),
         status = case when status = 'deleted' then status else 'suspended' end
        where id = $1 returning clerk_id`,
      [organizationId],
    );
    return rows[0]?.clerk_id;
  }
}
