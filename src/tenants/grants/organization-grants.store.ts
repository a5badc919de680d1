import { Injectable } from '@nestjs/common';
import { type OrganizationScope, UnitOfWork } from '#libs/database';
import { joinUser, type User } from '#users';
import { OrganizationGrant } from './organization-grant.entity.js';

export interface OrganizationGrantRow {
  grant: OrganizationGrant;
  user: User;
}

/** Rows of `organization_grants`; the organization always comes from the scope. */
@Injectable()
export class OrganizationGrantsStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async find(scope: OrganizationScope, userId: string, role: string): Promise<OrganizationGrant | null> {
    return this.rows().findOneBy({ organizationId: scope.organizationId, userId, role });
  }

  /** Those that hold or will. @param after user id and role of the last row of the page before */
  async list(
    scope: OrganizationScope,
    after: readonly [string, string] | null,
    limit: number,
    now: Date,
  ): Promise<OrganizationGrantRow[]> {
    const query = joinUser(this.rows().createQueryBuilder('held'))
      .where('held.organization_id = :organizationId', { organizationId: scope.organizationId })
      .andWhere('(held.expires_at is null or held.expires_at > :now)', { now })
      .orderBy('held.user_id')
      .addOrderBy('held.role')
      .take(limit);
    if (after !== null) {
      query.andWhere('(held.user_id, held.role) > (:userId, :role)', { userId: after[0], role: after[1] });
    }
    const rows = await query.getMany();
    return rows.map(({ user, ...grant }) => ({ grant, user }));
  }

  /** Adds a grant, or gives the one there is a new period. */
  async put(grant: OrganizationGrant): Promise<void> {
    await this.rows().upsert(grant, ['organizationId', 'userId', 'role']);
  }

  /** @returns whether there was one */
  async delete(scope: OrganizationScope, userId: string, role: string): Promise<boolean> {
    const result = await this.rows().delete({ organizationId: scope.organizationId, userId, role });
    return result.affected === 1;
  }

  private rows() {
    return this.unitOfWork.manager().getRepository(OrganizationGrant);
  }
}
