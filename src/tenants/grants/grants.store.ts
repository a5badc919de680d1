import { Injectable } from '@nestjs/common';
import { type OrganizationScope, type PropertyScope, UnitOfWork } from '#libs/database';
import { joinUser, type User } from '#users';
import { PropertyGrant } from './property-grant.entity.js';

export interface GrantRow {
  grant: PropertyGrant;
  user: User;
}

// PostgreSQL takes 65 535 parameters in one statement.
const ROWS_AT_ONCE = 1_000;

/** Rows of `property_grants`; organization and property always come from the scope. */
@Injectable()
export class GrantsStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async find(scope: PropertyScope, userId: string, role: string): Promise<PropertyGrant | null> {
    return this.rows().findOneBy({ ...keyOf(scope), userId, role });
  }

  /** @param after user id and role of the last row of the page before */
  async list(
    scope: PropertyScope,
    after: readonly [string, string] | null,
    limit: number,
  ): Promise<GrantRow[]> {
    const query = joinUser(this.rows().createQueryBuilder('held'))
      .where('held.organization_id = :organizationId and held.property_id = :propertyId', keyOf(scope))
      .andWhere('(held.expires_at is null or held.expires_at > now())')
      .orderBy('held.user_id')
      .addOrderBy('held.role')
      .take(limit);
    if (after !== null) {
      query.andWhere('(held.user_id, held.role) > (:userId, :role)', { userId: after[0], role: after[1] });
    }
    const rows = await query.getMany();
    return rows.map(({ user, ...grant }) => ({ grant, user }));
  }

  /** What these people hold of one role on these properties, by `<property id> <user id>`. */
  async listOfRole(
    scope: OrganizationScope,
    role: string,
    userIds: readonly string[],
    propertyIds: readonly string[],
  ): Promise<Map<string, PropertyGrant>> {
    const rows = await this.rows()
      .createQueryBuilder('held')
      .where('held.organization_id = :organizationId and held.role = :role', {
        organizationId: scope.organizationId,
        role,
      })
      .andWhere('held.user_id = any (:userIds) and held.property_id = any (:propertyIds)', {
        userIds,
        propertyIds,
      })
      .getMany();
    return new Map(rows.map((row) => [`${row.propertyId} ${row.userId}`, row]));
  }

  /** As {@link put}, for many at once; no two of the same key. */
  async putMany(grants: readonly PropertyGrant[]): Promise<void> {
    for (let done = 0; done < grants.length; done += ROWS_AT_ONCE) {
      await this.rows().upsert(grants.slice(done, done + ROWS_AT_ONCE), [
        'organizationId',
        'propertyId',
        'userId',
        'role',
      ]);
    }
  }

  /** Adds a grant, or gives the one there is a new period. */
  async put(grant: PropertyGrant): Promise<void> {
    await this.rows().upsert(grant, ['organizationId', 'propertyId', 'userId', 'role']);
  }

  /** @returns whether there was one */
  async delete(scope: PropertyScope, userId: string, role: string): Promise<boolean> {
    const result = await this.rows().delete({ ...keyOf(scope), userId, role });
    return result.affected === 1;
  }

  /** As {@link delete}, in the scope of the organization. */
  async deleteOn(
    { organizationId }: OrganizationScope,
    propertyId: string,
    userId: string,
    role: string,
  ): Promise<boolean> {
    const result = await this.rows().delete({ organizationId, propertyId, userId, role });
    return result.affected === 1;
  }

  private rows() {
    return this.unitOfWork.manager().getRepository(PropertyGrant);
  }
}

function keyOf({ organizationId, propertyId }: PropertyScope) {
  return { organizationId, propertyId };
}
