import { Injectable } from '@nestjs/common';
import { exactlyOne, type OrganizationScope, UnitOfWork } from '#libs/database';
import { ClerkRole } from './clerk-role.entity.js';
import { CustomRole } from './custom-role.entity.js';

/** What still leans on a role. */
export interface RoleUse {
  /** People who hold it now or will. */
  people: number;
  grants: number;
  /** Open invitations that would give it. */
  invitations: number;
  serviceAccounts: number;
  groups: number;
}

/** Rows of `custom_roles`, by scope, and of the mirrored `clerk_roles`, which all may read. */
@Injectable()
export class RolesStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async find(scope: OrganizationScope, key: string): Promise<CustomRole | null> {
    return this.customRoles().findOneBy({ organizationId: scope.organizationId, key });
  }

  /**
   * Holds a role as it is until the transaction ends: whoever gives it waits for whoever changes or deletes it, and the
   * other way round.
   */
  async lock(scope: OrganizationScope, key: string, to: 'give' | 'change'): Promise<CustomRole | null> {
    return this.customRoles()
      .createQueryBuilder('role')
      .setLock(to === 'give' ? 'pessimistic_read' : 'pessimistic_write')
      .where({ organizationId: scope.organizationId, key })
      .getOne();
  }

  /** The roles of one organization. A key that Clerk took later is left out. */
  async listCustom(organizationId: string): Promise<CustomRole[]> {
    return this.customRoles()
      .createQueryBuilder('role')
      .where('not exists (select from clerk_roles k where k.key = role.key)')
      .andWhere('role.organization_id = :organizationId', { organizationId })
      .orderBy('role.key')
      .getMany();
  }

  /** Those roles of these organizations that a person holds anywhere there. A key that Clerk took later is left out. */
  async listHeldBy(userId: string, organizationIds: readonly string[]): Promise<CustomRole[]> {
    const held = (table: string) => `exists (select from ${table} g
      where g.user_id = :userId and g.organization_id = role.organization_id and g.role = role.key)`;
    return this.customRoles()
      .createQueryBuilder('role')
      .where('not exists (select from clerk_roles k where k.key = role.key)')
      .andWhere('role.organization_id = any (:organizationIds)', { organizationIds })
      .andWhere(
        `(${held('organization_grants')} or ${held('property_grants')} or (role.organization_id, role.key) in (
           select g.organization_id, g.role
           from app.grants_by_groups_of(array[:userId]::uuid[], :organizationIds::uuid[]) g))`,
        { userId },
      )
      .getMany();
  }

  async listOfClerk(): Promise<ClerkRole[]> {
    return this.unitOfWork
      .manager()
      .getRepository(ClerkRole)
      .find({ order: { key: 'ASC' } });
  }

  async count(scope: OrganizationScope): Promise<number> {
    return this.customRoles().countBy({ organizationId: scope.organizationId });
  }

  async insert(role: CustomRole): Promise<void> {
    await this.customRoles().insert(role);
  }

  async update(
    scope: OrganizationScope,
    key: string,
    change: Partial<Pick<CustomRole, 'name' | 'description' | 'permissions' | 'updatedAt'>>,
  ): Promise<void> {
    const result = await this.customRoles().update(
      { organizationId: scope.organizationId, key },
      { ...change, version: () => 'version + 1' },
    );
    exactlyOne(result.affected, 'update of a role');
  }

  async delete(scope: OrganizationScope, key: string): Promise<void> {
    const { organizationId } = scope;
    // Grants that ran out would stand in the way of nothing but the foreign key.
    for (const table of ['organization_grants', 'group_grants'] as const) {
      await this.unitOfWork
        .manager()
        .query(`delete from ${table} where organization_id = $1 and role = $2`, [organizationId, key]);
    }
    const result = await this.customRoles().delete({ organizationId, key });
    exactlyOne(result.affected, 'deletion of a role');
  }

  async countUse(scope: OrganizationScope, key: string, now: Date): Promise<RoleUse> {
    const [use] = await this.unitOfWork.manager().query<[RoleUse]>(
      `select count(distinct held.user_id)::int as people, count(held.user_id)::int as grants,
         (select count(*)::int from invitations i where i.organization_id = $1 and i.property_role = $2
            and i.status = 'pending' and (i.expires_at > $3 or i.accepted_in_clerk_at is not null)) as invitations,
         (select count(distinct s.account_id)::int from service_account_grants s
           where s.organization_id = $1 and s.custom_role = $2) as "serviceAccounts",
         (select count(distinct g.group_id)::int from group_grants g
           where g.organization_id = $1 and g.role = $2 and (g.expires_at is null or g.expires_at > $3)) as groups
       from (
         select user_id, expires_at from property_grants where organization_id = $1 and role = $2
         union all
         select user_id, expires_at from organization_grants where organization_id = $1 and role = $2
       ) held
       where held.expires_at is null or held.expires_at > $3`,
      [scope.organizationId, key, now],
    );
    return use;
  }

  private customRoles() {
    return this.unitOfWork.manager().getRepository(CustomRole);
  }
}
