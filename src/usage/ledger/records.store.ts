import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { addMonths, type Day, firstDayOf, type Month } from '../rules/calendar.rule.js';
import { canonicalJson } from '#libs/json';
import { sha256 } from '../rules/sha256.js';
import { idsOf, type Place } from './place.js';

/** Bytes that were given once and are given for ever. */
export interface StoredRecord {
  readonly body: string;
  readonly sha256: string;
}

export interface RecordKey {
  readonly kind: 'day' | 'month' | 'alert';
  /** The day, or the first day of the month. */
  readonly period: Day;
  readonly place: Place;
  readonly variant: string;
}

/** Raised when stored bytes do not fit their hash: somebody changed them past the service. */
export class RecordDamagedError extends Error {}

/** Null is nobody's: said so that an index finds it, as `is not distinct from` does not. */
function isPlace(column: string, parameter: string, id: string | null): string {
  return id === null ? `${column} is null and ${parameter}::uuid is null` : `${column} = ${parameter}::uuid`;
}

/** Rows of `usage_records`; they are only ever added. */
@Injectable()
export class RecordsStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async find({ kind, period, place, variant }: RecordKey): Promise<StoredRecord | null> {
    const { organizationId, propertyId } = idsOf(place);
    const [row] = await this.unitOfWork.manager().query<{ body: string; sha256: Buffer }[]>(
      `select body, sha256 from usage_records where kind = $1 and period = $2 and variant = $3
         and ${isPlace('organization_id', '$4', organizationId)} and ${isPlace('property_id', '$5', propertyId)}`,
      [kind, period, variant, organizationId, propertyId],
    );
    if (row === undefined) return null;
    if (!sha256(row.body).equals(row.sha256)) {
      throw new RecordDamagedError(`the stored ${kind} of ${period} is not what was written`);
    }
    return { body: row.body, sha256: row.sha256.toString('hex') };
  }

  /** Adds a record unless there is one. @returns the bytes that hold, and whether they were added now */
  async keep(key: RecordKey, content: unknown): Promise<StoredRecord & { isNew: boolean }> {
    const body = canonicalJson(content);
    const { organizationId, propertyId } = idsOf(key.place);
    const added = await this.unitOfWork.manager().query<unknown[]>(
      `insert into usage_records (kind, period, organization_id, property_id, variant, body, sha256)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict on constraint uq_usage_records do nothing returning kind`,
      [key.kind, key.period, organizationId, propertyId, key.variant, body, sha256(body)],
    );
    const stored = await this.find(key);
    if (stored === null) throw new Error('a record that was just kept is not there');
    return { ...stored, isNew: added.length > 0 };
  }

  /** Adds many records in one statement, except for those that are there. */
  async keepAll(records: readonly { readonly key: RecordKey; readonly content: unknown }[]): Promise<void> {
    if (records.length === 0) return;
    const rows = records.map(({ key, content }) => {
      const body = canonicalJson(content);
      return { ...key, ...idsOf(key.place), body, hash: sha256(body) };
    });
    await this.unitOfWork.manager().query(
      `insert into usage_records (kind, period, organization_id, property_id, variant, body, sha256)
       select * from unnest($1::text[], $2::date[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::bytea[])
       on conflict on constraint uq_usage_records do nothing`,
      [
        rows.map(({ kind }) => kind),
        rows.map(({ period }) => period),
        rows.map(({ organizationId }) => organizationId),
        rows.map(({ propertyId }) => propertyId),
        rows.map(({ variant }) => variant),
        rows.map(({ body }) => body),
        rows.map(({ hash }) => hash),
      ],
    );
  }

  /** The days from the given one on that are recorded. */
  async listDays(first: Day): Promise<Set<Day>> {
    const rows = await this.unitOfWork.manager().query<{ day: Day }[]>(
      `select to_char(period, 'YYYY-MM-DD') as day from usage_records
       where kind = 'day' and organization_id is null and period >= $1`,
      [first],
    );
    return new Set(rows.map(({ day }) => day));
  }

  /** The retained users of the closed months that end right before this one, oldest first, without a gap. */
  async listRetainedBefore(month: Month, most: number): Promise<number[]> {
    const rows = await this.unitOfWork.manager().query<{ month: Month; mru: number }[]>(
      `select to_char(period, 'YYYY-MM') as month, (body::jsonb ->> 'mru')::int as mru from usage_records
       where kind = 'month' and variant = 'utc' and organization_id is null and period < $1
       order by period desc limit $2`,
      [firstDayOf(month), most],
    );
    const counts: number[] = [];
    for (const [index, row] of rows.entries()) {
      if (row.month !== addMonths(month, -index - 1)) break;
      counts.unshift(row.mru);
    }
    return counts;
  }
}
