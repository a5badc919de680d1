import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { type OrganizationScope, UnitOfWork } from '#libs/database';
import { AccessSnapshot } from './access-snapshot.entity.js';

/** One person in one organization. */
export interface PersonThere {
  readonly organizationId: string;
  readonly userId: string;
}

/** An organization whose people are gone through. */
export interface Recheck {
  readonly organizationId: string;
  readonly afterUserId: string;
}

/** Rows of `access_snapshots` and `access_rechecks`. */
@Injectable()
export class AccessSnapshotsStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** By id of the person. */
  async listOf(organizationId: string, userIds: readonly string[]): Promise<Map<string, AccessSnapshot>> {
    const rows = await this.snapshots().findBy({ organizationId, userId: In(userIds) });
    return new Map(rows.map((row) => [row.userId, row]));
  }

  /** Those of one organization, by id of the person. */
  async list(
    { organizationId }: OrganizationScope,
    after: string | null,
    limit: number,
  ): Promise<AccessSnapshot[]> {
    const query = this.snapshots()
      .createQueryBuilder('snapshot')
      .where('snapshot.organization_id = :organizationId', { organizationId })
      .orderBy('snapshot.user_id')
      .take(limit);
    if (after !== null) query.andWhere('snapshot.user_id > :after', { after });
    return query.getMany();
  }

  /** People whose rights change by themselves until a moment, those first who wait longest. */
  async listDue(now: Date, limit: number): Promise<PersonThere[]> {
    return this.unitOfWork.manager().query<PersonThere[]>(
      `select organization_id as "organizationId", user_id as "userId" from access_snapshots
        where next_change_at <= $1 order by next_change_at limit $2`,
      [now, limit],
    );
  }

  async listOrganizationsOf(userId: string): Promise<string[]> {
    const rows = await this.snapshots().find({ where: { userId }, select: { organizationId: true } });
    return rows.map(({ organizationId }) => organizationId);
  }

  /** Ids of the people of one organization that something is kept of, in order. */
  async listPeople(organizationId: string, after: string, limit: number): Promise<string[]> {
    const rows = await this.unitOfWork
      .manager()
      .query<{ user_id: string }[]>(
        'select user_id from access_snapshots where organization_id = $1 and user_id > $2 order by user_id limit $3',
        [organizationId, after, limit],
      );
    return rows.map(({ user_id: id }) => id);
  }

  async save(snapshots: readonly AccessSnapshot[]): Promise<void> {
    if (snapshots.length === 0) return;
    await this.unitOfWork.manager().query(
      `insert into access_snapshots (organization_id, user_id, held, next_change_at, position)
       select * from jsonb_to_recordset($1::jsonb)
         as snapshot("organizationId" uuid, "userId" uuid, held jsonb, "nextChangeAt" timestamptz, position bigint)
       on conflict (organization_id, user_id) do update
         set held = excluded.held, next_change_at = excluded.next_change_at, position = excluded.position`,
      [JSON.stringify(snapshots)],
    );
  }

  async delete(people: readonly PersonThere[]): Promise<void> {
    if (people.length === 0) return;
    await this.unitOfWork.manager().query(
      `delete from access_snapshots s using jsonb_to_recordset($1::jsonb) as gone("organizationId" uuid, "userId" uuid)
        where s.organization_id = gone."organizationId" and s.user_id = gone."userId"`,
      [JSON.stringify(people)],
    );
  }

  /** Has everybody of these organizations looked at, from the first on. */
  async recheck(organizationIds: readonly string[], now: Date): Promise<void> {
    if (organizationIds.length === 0) return;
    await this.unitOfWork.manager().query(
      `insert into access_rechecks (organization_id, requested_at)
       select id, $2 from organizations where id = any ($1)
       on conflict (organization_id) do update set after_user_id = default`,
      [organizationIds, now],
    );
  }

  /** The same of every organization. @returns how many there are */
  async recheckAll(now: Date): Promise<number> {
    const rows = await this.unitOfWork.manager().query<unknown[]>(
      `insert into access_rechecks (organization_id, requested_at) select id, $1 from organizations
       on conflict (organization_id) do update set after_user_id = default returning organization_id`,
      [now],
    );
    return rows.length;
  }

  /** The organization that waits longest. */
  async nextRecheck(): Promise<Recheck | null> {
    const [row] = await this.unitOfWork.manager().query<Recheck[]>(
      `select organization_id as "organizationId", after_user_id as "afterUserId"
         from access_rechecks order by requested_at limit 1`,
    );
    return row ?? null;
  }

  /** @param after null: everybody was looked at */
  async goOn(organizationId: string, after: string | null): Promise<void> {
    await this.unitOfWork
      .manager()
      .query(
        after === null
          ? 'delete from access_rechecks where organization_id = $1'
          : 'update access_rechecks set after_user_id = $2 where organization_id = $1',
        after === null ? [organizationId] : [organizationId, after],
      );
  }

  private snapshots() {
    return this.unitOfWork.manager().getRepository(AccessSnapshot);
  }
}
