import { Injectable } from '@nestjs/common';
import { type OrganizationScope, UnitOfWork } from '#libs/database';
import { GroupMember } from './group-member.entity.js';
import type { NamedGroup } from './groups.store.js';

/** Somebody who is in a group, and by what. */
export interface PersonInGroup {
  readonly userId: string;
  readonly clerkUserId: string | null;
  readonly emailAddress: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** Null where they were not added by hand. */
  readonly addedAt: Date | null;
  /** Null also for whoever was added by somebody who is gone. */
  readonly addedBy: string | null;
  /** The role of their membership that puts them into it, or into a group that lies in it; null where none does. */
  readonly byClerkRole: string | null;
  /** Groups that lie in it and that they are in. */
  readonly byGroups: readonly NamedGroup[];
}

/** Rows of `group_members`, and everybody else who is in a group; the organization always comes from the scope. */
@Injectable()
export class GroupMembersStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Everybody who is in the group, each once, by their id. @param after the last user id of the page before */
  async list(
    { organizationId }: OrganizationScope,
    groupId: string,
    after: string | null,
    limit: number,
  ): Promise<PersonInGroup[]> {
    return this.read('>', [organizationId, groupId, after ?? FIRST_ID, limit]);
  }

  async find(
    { organizationId }: OrganizationScope,
    groupId: string,
    userId: string,
  ): Promise<PersonInGroup | null> {
    const [person] = await this.read('=', [organizationId, groupId, userId, 1]);
    return person ?? null;
  }

  /** How many people are in the group. */
  async count({ organizationId }: OrganizationScope, groupId: string): Promise<number> {
    const [row] = await this.unitOfWork
      .manager()
      .query<{ count: number }[]>(
        `select count(distinct user_id)::int as count from group_people where organization_id = $1 and group_id = $2`,
        [organizationId, groupId],
      );
    return row?.count ?? 0;
  }

  async insert(member: GroupMember): Promise<void> {
    await this.rows().insert(member);
  }

  /** @returns whether they had been added */
  async delete({ organizationId }: OrganizationScope, groupId: string, userId: string): Promise<boolean> {
    const result = await this.rows().delete({ organizationId, groupId, userId });
    return result.affected === 1;
  }

  /** @param parameters organization, group, the person to begin with, and how many */
  private read(
    compared: '>' | '=',
    parameters: readonly [string, string, string, number],
  ): Promise<PersonInGroup[]> {
    return this.unitOfWork.manager().query<PersonInGroup[]>(
      `select p.id as "userId", p.clerk_id as "clerkUserId", p.email_address as "emailAddress",
         p.first_name as "firstName", p.last_name as "lastName",
         ways.added_at as "addedAt", ways.added_by as "addedBy", ways.by_clerk_role as "byClerkRole",
         coalesce((select jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name) order by s.name) from groups s
                    where s.organization_id = $1 and s.id = any (ways.by_groups)), '[]') as "byGroups"
       from (
         select user_id, max(added_at) as added_at, max(added_by::text)::uuid as added_by,
           max(by_clerk_role) as by_clerk_role, array_agg(distinct by_group) as by_groups
         from group_people where organization_id = $1 and group_id = $2 and user_id ${compared} $3
         group by user_id order by user_id limit $4
       ) ways join users p on p.id = ways.user_id order by p.id`,
      [...parameters],
    );
  }

  private rows() {
    return this.unitOfWork.manager().getRepository(GroupMember);
  }
}

const FIRST_ID = '00000000-0000-0000-0000-000000000000';
