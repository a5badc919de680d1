import { Injectable } from '@nestjs/common';
import { type CountedStretch, UnitOfWork } from '#libs/database';
import type { MirrorStates } from '#users';

/** What is mirrored of one organization, for comparing it with Clerk. */
export interface OrganizationState {
  readonly clerkId: string;
  readonly name: string;
  readonly slug: string | null;
  readonly maxAllowedMemberships: number | null;
  readonly sourceUpdatedAt: Date | null;
  readonly isDeleted: boolean;
}

/** The mirror of organizations, read in bulk; all in the open transaction. */
@Injectable()
export class OrganizationStatesService implements MirrorStates<OrganizationState> {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Deleted ones too. */
  async byClerkIds(clerkIds: readonly string[]): Promise<Map<string, OrganizationState>> {
    const rows = await this.unitOfWork.manager().query<OrganizationState[]>(
      `select clerk_id as "clerkId", name, slug, max_allowed_memberships as "maxAllowedMemberships",
              source_updated_at as "sourceUpdatedAt", status = 'deleted' as "isDeleted"
         from organizations where clerk_id = any ($1)`,
      [clerkIds],
    );
    return new Map(rows.map((row) => [row.clerkId, row]));
  }

  /** Clerk's ids of those that are not deleted, in order. @param after the last one of the page before */
  async listIds(after: string, limit: number): Promise<string[]> {
    const rows = await this.unitOfWork
      .manager()
      .query<{ id: string }[]>(
        `select clerk_id as id from organizations where clerk_id > $1 and status <> 'deleted' order by clerk_id limit $2`,
        [after, limit],
      );
    return rows.map(({ id }) => id);
  }

  /** How many of them live, of so many ids in order. @param after the last one of the stretch before */
  async count(after: string, limit: number): Promise<CountedStretch> {
    const [row] = await this.unitOfWork.manager().query<[CountedStretch]>(
      `with stretch as (
         select clerk_id, status from organizations where clerk_id > $1 order by clerk_id limit $2)
       select count(*) filter (where status <> 'deleted')::integer as count, max(clerk_id) as last from stretch`,
      [after, limit],
    );
    return row;
  }
}
