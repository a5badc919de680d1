import { Injectable } from '@nestjs/common';
import { type CountedStretch, UnitOfWork } from '#libs/database';
import type { MirrorStates } from './mirror-states.js';

/** What is mirrored of one user, for comparing it with Clerk. */
export interface UserState {
  readonly clerkId: string;
  readonly externalId: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly emailAddress: string | null;
  readonly banned: boolean;
  readonly twoFactorEnabled: boolean;
  readonly sourceUpdatedAt: Date | null;
  readonly isDeleted: boolean;
  readonly addresses: readonly { emailAddress: string; verified: boolean; isPrimary: boolean }[];
}

/** The mirror of users, read in bulk; all in the open transaction. */
@Injectable()
export class UserStatesService implements MirrorStates<UserState> {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Deleted ones too. */
  async byClerkIds(clerkIds: readonly string[]): Promise<Map<string, UserState>> {
    const rows = await this.unitOfWork.manager().query<UserState[]>(
      `select u.clerk_id as "clerkId", u.external_id as "externalId", u.first_name as "firstName",
              u.last_name as "lastName", u.email_address as "emailAddress", u.banned,
              u.two_factor_enabled as "twoFactorEnabled", u.source_updated_at as "sourceUpdatedAt",
              u.deleted_at is not null as "isDeleted",
              coalesce((select json_agg(json_build_object('emailAddress', a.email_address, 'verified', a.verified,
                                                          'isPrimary', a.is_primary))
                          from user_email_addresses a where a.user_id = u.id), '[]') as addresses
         from users u where u.clerk_id = any ($1)`,
      [clerkIds],
    );
    return new Map(rows.map((row) => [row.clerkId, row]));
  }

  /** Clerk's ids of the living, in order. @param after the last one of the page before */
  async listIds(after: string, limit: number): Promise<string[]> {
    const rows = await this.unitOfWork
      .manager()
      .query<{ id: string }[]>(
        `select clerk_id as id from users where clerk_id > $1 and deleted_at is null order by clerk_id limit $2`,
        [after, limit],
      );
    return rows.map(({ id }) => id);
  }

  /** How many of them live, of so many ids in order. @param after the last one of the stretch before */
  async count(after: string, limit: number): Promise<CountedStretch> {
    const [row] = await this.unitOfWork.manager().query<[CountedStretch]>(
      `with stretch as (
         select clerk_id, deleted_at from users where clerk_id > $1 order by clerk_id limit $2)
       select count(*) filter (where deleted_at is null)::integer as count, max(clerk_id) as last from stretch`,
      [after, limit],
    );
    return row;
  }
}
