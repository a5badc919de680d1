import { Injectable } from '@nestjs/common';
import { type OrganizationScope, type PropertyScope, UnitOfWork } from '#libs/database';
import { Group } from './group.entity.js';
import { GroupGrant } from './group-grant.entity.js';

export interface GroupGrantRow {
  readonly grant: GroupGrant;
  readonly group: Group;
}

/** Rows of `group_grants`; the organization always comes from the scope. */
@Injectable()
export class GroupGrantsStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** In the order in which they were given first, also what ran out. */
  async list({ organizationId }: OrganizationScope, groupId: string): Promise<GroupGrant[]> {
    return this.rows().find({ where: { organizationId, groupId }, order: { id: 'ASC' } });
  }

  /** What these groups hold or will, and those in which they lie: what whoever is in them holds by it. */
  async listOver(
    { organizationId }: OrganizationScope,
    groupIds: readonly string[],
    now: Date,
  ): Promise<GroupGrant[]> {
    return this.rows()
      .createQueryBuilder('held')
      .where('held.organization_id = :organizationId', { organizationId })
      .andWhere(
        `(held.group_id = any (:groupIds) or held.group_id in (
           select n.group_id from group_nestings n
            where n.organization_id = :organizationId and n.member_group_id = any (:groupIds)))`,
        { groupIds },
      )
      .andWhere('(held.expires_at is null or held.expires_at > :now)', { now })
      .orderBy('held.id')
      .getMany();
  }

  /** Those on a property that hold or will, in the order in which they were given first. */
  async listOnProperty(
    { organizationId, propertyId }: PropertyScope,
    after: string | null,
    limit: number,
    now: Date,
  ): Promise<GroupGrantRow[]> {
    const query = this.rows()
      .createQueryBuilder('held')
      .innerJoinAndMapOne(
        'held.group',
        Group,
        'holder',
        'holder.organization_id = held.organization_id and holder.id = held.group_id',
      )
      .where('held.organization_id = :organizationId and held.property_id = :propertyId', {
        organizationId,
        propertyId,
      })
      .andWhere('(held.expires_at is null or held.expires_at > :now)', { now })
      .orderBy('held.id')
      .take(limit);
    if (after !== null) query.andWhere('held.id > :after', { after });
    const rows = (await query.getMany()) as (GroupGrant & { group: Group })[];
    return rows.map(({ group, ...grant }) => ({ grant, group }));
  }

  async find({ organizationId }: OrganizationScope, groupId: string, id: string): Promise<GroupGrant | null> {
    return this.rows().findOneBy({ organizationId, groupId, id });
  }

  /** Adds a grant, or gives the one of that id a new period. */
  async put(grant: GroupGrant): Promise<void> {
    await this.rows().upsert(grant, ['organizationId', 'id']);
  }

  /** @returns whether there was one */
  async delete({ organizationId }: OrganizationScope, groupId: string, id: string): Promise<boolean> {
    const result = await this.rows().delete({ organizationId, groupId, id });
    return result.affected === 1;
  }

  private rows() {
    return this.unitOfWork.manager().getRepository(GroupGrant);
  }
}
