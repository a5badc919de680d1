import { Injectable } from '@nestjs/common';
import { type CountedStretch, UnitOfWork } from '#libs/database';
import type { MirrorStates } from '#users';

/** What is mirrored of one membership, for comparing it with Clerk. */
export interface MembershipState {
  readonly clerkId: string;
  readonly role: string;
  /** A lower role that was decided here and that Clerk has not confirmed yet. */
  readonly pendingRole: string | null;
  readonly organizationClerkId: string;
  readonly userClerkId: string;
  readonly sourceUpdatedAt: Date | null;
}

/** The mirror of memberships between living people and organizations, read in bulk; all in the open transaction. */
@Injectable()
export class MembershipStatesService implements MirrorStates<MembershipState> {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async byClerkIds(clerkIds: readonly string[]): Promise<Map<string, MembershipState>> {
    // Sub-queries, not joins: of a large instance a join would read all people for a page of memberships.
    const rows = await this.unitOfWork.manager().query<MembershipState[]>(
      `select * from (
         select m.clerk_id as "clerkId", m.role, m.pending_role as "pendingRole", m.source_updated_at as "sourceUpdatedAt",
                (select o.clerk_id from organizations o
                  where o.id = m.organization_id and o.status <> 'deleted') as "organizationClerkId",
                (select u.clerk_id from users u
                  where u.id = m.user_id and u.deleted_at is null) as "userClerkId"
           from memberships m where m.clerk_id = any ($1)) as mirrored
        where "organizationClerkId" is not null and "userClerkId" is not null`,
      [clerkIds],
    );
    return new Map(rows.map((row) => [row.clerkId, row]));
  }

  /** Clerk's ids in order, those of the deleted among them. @param after the last one of the page before */
  async listIds(after: string, limit: number): Promise<string[]> {
    const rows = await this.unitOfWork
      .manager()
      .query<{ id: string }[]>(
        'select clerk_id as id from memberships where clerk_id > $1 order by clerk_id limit $2',
        [after, limit],
      );
    return rows.map(({ id }) => id);
  }

  /** How many of them live, of so many ids in order. @param after the last one of the stretch before */
  async count(after: string, limit: number): Promise<CountedStretch> {
    const [row] = await this.unitOfWork.manager().query<[CountedStretch]>(
      `with stretch as (
         select clerk_id, organization_id, user_id from memberships where clerk_id > $1 order by clerk_id limit $2)
       select count(*) filter (where
                (select o.status <> 'deleted' and o.clerk_id is not null from organizations o where o.id = organization_id)
                and (select u.deleted_at is null and u.clerk_id is not null from users u where u.id = user_id)
              )::integer as count, max(clerk_id) as last from stretch`,
      [after, limit],
    );
    return row;
  }
}
