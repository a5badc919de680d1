import { Injectable } from '@nestjs/common';
import { newId, UnitOfWork } from '#libs/database';

/** A sighting with the moments of the database's clock. */
export interface DatedSighting {
  readonly userId: string;
  readonly organizationId: string | null;
  readonly propertyId: string | null;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

/** A row of `usage_dead_letters`. */
export interface DeadLetter extends DatedSighting {
  readonly id: string;
}

interface Row {
  id: string;
  user_id: string;
  organization_id: string | null;
  property_id: string | null;
  seen_first_at: Date;
  seen_last_at: Date;
}

/** Sightings that the ledger did not take, in the open transaction of the system. */
@Injectable()
export class UsageDeadLettersStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Keeps those of living people. @param errorCode SQLSTATE; empty where there is none */
  async keep(sightings: readonly DatedSighting[], errorCode: string): Promise<void> {
    await this.unitOfWork.manager().query(
      `insert into usage_dead_letters (id, user_id, organization_id, property_id, seen_first_at, seen_last_at, error_code)
       select t.id, t.user_id, t.organization_id, t.property_id, t.first_at, t.last_at, $7
       from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::timestamptz[], $6::timestamptz[])
         as t (id, user_id, organization_id, property_id, first_at, last_at)
       join users u on u.id = t.user_id and u.deleted_at is null`,
      [
        sightings.map(() => newId()),
        sightings.map(({ userId }) => userId),
        sightings.map(({ organizationId }) => organizationId),
        sightings.map(({ propertyId }) => propertyId),
        sightings.map(({ firstAt }) => firstAt.toISOString()),
        sightings.map(({ lastAt }) => lastAt.toISOString()),
        errorCode,
      ],
    );
  }

  /** In order of their ids, behind one. */
  async list(after: string | null, limit: number): Promise<DeadLetter[]> {
    const rows = await this.unitOfWork.manager().query<Row[]>(
      `select id, user_id, organization_id, property_id, seen_first_at, seen_last_at from usage_dead_letters
         where $1::uuid is null or id > $1 order by id limit $2`,
      [after, limit],
    );
    return rows.map((row) => ({
      id: row.id,
      userId: row.user_id,
      organizationId: row.organization_id,
      propertyId: row.property_id,
      firstAt: row.seen_first_at,
      lastAt: row.seen_last_at,
    }));
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.unitOfWork
      .manager()
      .query(`delete from usage_dead_letters where id = any ($1::uuid[])`, [ids]);
  }

  /** @returns how many there were */
  async removeRecordedBefore(moment: Date): Promise<number> {
    const [, removed] = await this.unitOfWork
      .manager()
      .query<[unknown[], number]>(`delete from usage_dead_letters where recorded_at < $1`, [moment]);
    return removed;
  }
}
