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

// Every way of being in the group gives its own first page from an index; together they give the first page of all.
const WAYS = (compared: '>' | '=') => `
  (select m.user_id, m.added_at, m.added_by, null::text as by_clerk_role, null::uuid as by_group
     from group_members m
    where m.organization_id = $1 and m.group_id = $2 and m.user_id ${compared} $3 order by m.user_id limit $4)
  union all
  (select m.user_id, null, null, m.role, null from groups s
     join memberships m on m.organization_id = s.organization_id and m.role = s.clerk_role and m.pending_role is null
    where s.organization_id = $1 and s.id = $2 and m.user_id ${compared} $3 order by m.user_id limit $4)
  union all
  (select m.user_id, null, null, null, m.group_id from group_nestings n
     join group_members m on m.organization_id = n.organization_id and m.group_id = n.member_group_id
    where n.organization_id = $1 and n.group_id = $2 and m.user_id ${compared} $3 order by m.user_id limit $4)
  union all
  (select m.user_id, null, null, m.role, s.id from group_nestings n
     join groups s on s.organization_id = n.organization_id and s.id = n.member_group_id
     join memberships m on m.organization_id = s.organization_id and m.role = s.clerk_role and m.pending_role is null
    where n.organization_id = $1 and n.group_id = $2 and m.user_id ${compared} $3 order by m.user_id limit $4)`;

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
    const [row] = await this.unitOfWork.manager().query<{ count: number }[]>(
      `select count(*)::int as count from (
         select user_id from group_members where organization_id = $1 and group_id = $2
         union
         select m.user_id from group_nestings n
           join group_members m on m.organization_id = n.organization_id and m.group_id = n.member_group_id
          where n.organization_id = $1 and n.group_id = $2
         union
         select m.user_id from memberships m
          where m.organization_id = $1 and m.pending_role is null and m.role in (
            select s.clerk_role from groups s
             where s.organization_id = $1 and (s.id = $2 or s.id in (
               select n.member_group_id from group_nestings n where n.organization_id = $1 and n.group_id = $2)))
       ) people`,
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
         from (${WAYS(compared)}) each_way group by user_id order by user_id limit $4
       ) ways join users p on p.id = ways.user_id order by p.id`,
      [...parameters],
    );
  }

  private rows() {
    return this.unitOfWork.manager().getRepository(GroupMember);
  }
}

const FIRST_ID = '00000000-0000-0000-0000-000000000000';
