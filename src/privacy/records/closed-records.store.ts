import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';

/** Records that show how requests were answered, by table and the column that says when that was over. */
export const CLOSED_RECORDS = {
  privacy_requests: 'closed_at',
  privacy_exports: 'finished_at',
  privacy_erasures: 'finished_at',
  privacy_holds: 'released_at',
  privacy_bulks: 'finished_at',
  organization_erasures: 'finished_at',
  organization_holds: 'released_at',
} as const;
export type ClosedRecordsTable = keyof typeof CLOSED_RECORDS;

/** Rows of all tables of requests that are over; in the open transaction. */
@Injectable()
export class ClosedRecordsStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Deletes some of those that were over before. @returns how many */
  async deleteSome(table: ClosedRecordsTable, before: Date, limit: number): Promise<number> {
    const column = CLOSED_RECORDS[table];
    const [, count] = await this.unitOfWork
      .manager()
      .query<[unknown[], number]>(
        `delete from ${table} where id = any (array(select id from ${table} where ${column} < $1 limit ${limit}))`,
        [before],
      );
    return count;
  }
}
