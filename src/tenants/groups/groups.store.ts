import { Injectable } from '@nestjs/common';
import { exactlyOne, type OrganizationScope, UnitOfWork } from '#libs/database';
import { GroupNesting } from './group-nesting.entity.js';
import { Group } from './group.entity.js';

/** A group by the name that people know it by. */
export type NamedGroup = Pick<Group, 'id' | 'name'>;

/** Rows of `groups` and `group_nestings`; the organization always comes from the scope. */
@Injectable()
export class GroupsStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async find({ organizationId }: OrganizationScope, id: string): Promise<Group | null> {
    return this.groups().findOneBy({ organizationId, id });
  }

  /**
   * These groups, by id, as they are until the transaction ends. In one order, against deadlocks.
   * @param to change: nobody adds to them or changes them meanwhile; fill: others may add people at the same time
   */
  async lock(
    { organizationId }: OrganizationScope,
    ids: readonly string[],
    to: 'change' | 'fill',
  ): Promise<Map<string, Group>> {
    const rows = await this.groups()
      .createQueryBuilder('held')
      .setLock(to === 'fill' ? 'pessimistic_read' : 'pessimistic_write')
      .where('held.organization_id = :organizationId and held.id = any (:ids)', { organizationId, ids })
      .orderBy('held.id')
      .getMany();
    return new Map(rows.map((group) => [group.id, group]));
  }

  /** Newest first. @param memberId only those in which this person is, in whatever way */
  async list(
    { organizationId }: OrganizationScope,
    { before, limit, memberId }: { before: string | null; limit: number; memberId: string | null },
  ): Promise<Group[]> {
    const query = this.groups()
      .createQueryBuilder('listed')
      .where('listed.organization_id = :organizationId', { organizationId })
      .orderBy('listed.id', 'DESC')
      .take(limit);
    if (before !== null) query.andWhere('listed.id < :before', { before });
    if (memberId !== null) {
      query.andWhere(
        `listed.id in (select p.group_id from group_people p
           where p.organization_id = :organizationId and p.user_id = :memberId)`,
        { memberId },
      );
    }
    return query.getMany();
  }

  /** How many there are, under a lock until the transaction ends: of many who come at once only as many pass as have room. */
  async countLocked({ organizationId }: OrganizationScope): Promise<number> {
    await this.unitOfWork
      .manager()
      .query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [`groups ${organizationId}`]);
    return this.groups().countBy({ organizationId });
  }

  async insert(group: Group): Promise<void> {
    await this.groups().insert(group);
  }

  async update(
    { organizationId }: OrganizationScope,
    id: string,
    change: Pick<Group, 'name' | 'description' | 'clerkRole' | 'updatedAt'>,
  ): Promise<void> {
    const result = await this.groups().update(
      { organizationId, id },
      { ...change, version: () => 'version + 1' },
    );
    exactlyOne(result.affected, 'update of a group');
  }

  /** With everything that belongs to it; groups that lie in it stay. */
  async delete({ organizationId }: OrganizationScope, id: string): Promise<void> {
    const result = await this.groups().delete({ organizationId, id });
    exactlyOne(result.affected, 'deletion of a group');
  }

  /** Ids of the groups in which everybody is whose membership has this role. */
  async listFedBy({ organizationId }: OrganizationScope, clerkRole: string): Promise<string[]> {
    const rows = await this.groups().find({ select: { id: true }, where: { organizationId, clerkRole } });
    return rows.map(({ id }) => id);
  }

  /** The groups that lie in this one, by name. */
  async listInside({ organizationId }: OrganizationScope, id: string): Promise<NamedGroup[]> {
    return this.unitOfWork.manager().query<NamedGroup[]>(
      `select s.id, s.name from group_nestings n
       join groups s on s.organization_id = n.organization_id and s.id = n.member_group_id
       where n.organization_id = $1 and n.group_id = $2 order by s.name`,
      [organizationId, id],
    );
  }

  /** The groups in which this one lies, by name. */
  async listAround({ organizationId }: OrganizationScope, id: string): Promise<NamedGroup[]> {
    return this.unitOfWork.manager().query<NamedGroup[]>(
      `select s.id, s.name from group_nestings n
       join groups s on s.organization_id = n.organization_id and s.id = n.group_id
       where n.organization_id = $1 and n.member_group_id = $2 order by s.name`,
      [organizationId, id],
    );
  }

  async insertNesting(nesting: GroupNesting): Promise<void> {
    await this.nestings().insert(nesting);
  }

  /** @returns whether it was there */
  async deleteNesting(
    { organizationId }: OrganizationScope,
    groupId: string,
    memberGroupId: string,
  ): Promise<boolean> {
    const result = await this.nestings().delete({ organizationId, groupId, memberGroupId });
    return result.affected === 1;
  }

  private groups() {
    return this.unitOfWork.manager().getRepository(Group);
  }

  private nestings() {
    return this.unitOfWork.manager().getRepository(GroupNesting);
  }
}
