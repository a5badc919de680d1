import { Injectable } from '@nestjs/common';
import { type CountedStretch, UnitOfWork } from '#libs/database';
import type { MirrorStates } from '#users';
import type { InvitationStatus } from './invitation.entity.js';

/** What is mirrored of one invitation of Clerk's; several of ours may stand behind it. */
export interface InvitationState {
  readonly clerkId: string;
  readonly organizationClerkId: string;
  readonly status: InvitationStatus;
  readonly isAcceptedAtClerk: boolean;
  readonly emailAddress: string;
  readonly organizationRole: string;
  readonly expiresAt: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const LIVING = `
  from invitations i
  join organizations o on o.id = i.organization_id and o.status <> 'deleted' and o.clerk_id is not null`;

/** The mirror of invitations to living organizations, read in bulk; all in the open transaction. */
@Injectable()
export class InvitationStatesService implements MirrorStates<InvitationState[]> {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Every row behind each invitation of Clerk's. */
  async byClerkIds(clerkIds: readonly string[]): Promise<Map<string, InvitationState[]>> {
    const rows = await this.unitOfWork.manager().query<InvitationState[]>(
      `select i.clerk_id as "clerkId", o.clerk_id as "organizationClerkId", i.status,
              i.accepted_in_clerk_at is not null as "isAcceptedAtClerk", i.email_address as "emailAddress",
              i.organization_role as "organizationRole", i.expires_at as "expiresAt", i.created_at as "createdAt",
              i.updated_at as "updatedAt"
         ${LIVING} where i.clerk_id = any ($1)`,
      [clerkIds],
    );
    const found = new Map<string, InvitationState[]>();
    for (const row of rows) found.set(row.clerkId, [...(found.get(row.clerkId) ?? []), row]);
    return found;
  }

  /** Clerk's ids of those that are open here, in order; a settled one is history. @param after as before */
  async listIds(after: string, limit: number): Promise<string[]> {
    const rows = await this.unitOfWork.manager().query<{ id: string }[]>(
      `select distinct i.clerk_id as id ${LIVING} where i.clerk_id > $1 and i.status = 'pending'
        order by i.clerk_id limit $2`,
      [after, limit],
    );
    return rows.map(({ id }) => id);
  }

  /**
   * How many there are, settled ones too, as Clerk counts them; of so many rows in the order of their ids. All rows of
   * one id are in one organization. @param after the last id of the stretch before
   */
  async count(after: string, limit: number): Promise<CountedStretch> {
    const [row] = await this.unitOfWork.manager().query<[CountedStretch]>(
      `with stretch as (
         select clerk_id, organization_id from invitations where clerk_id > $1 order by clerk_id limit $2)
       select count(distinct clerk_id) filter (where
                (select o.status <> 'deleted' and o.clerk_id is not null from organizations o where o.id = organization_id)
              )::integer as count, max(clerk_id) as last from stretch`,
      [after, limit],
    );
    return row;
  }
}
