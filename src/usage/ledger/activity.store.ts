import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { type Day, monthOf } from '../rules/calendar.rule.js';
import { localDay } from '../rules/local-day.rule.js';
import { isFirstDay } from '../rules/retention.rule.js';
import { UsageLedgerStore } from './usage-ledger.store.js';
import { PlaceZones } from './place-zones.js';

/** Somebody at a place at a moment. */
export interface LedgerEntry {
  readonly userId: string;
  readonly organizationId: string | null;
  readonly propertyId: string | null;
  readonly at: Date;
}

interface Person {
  readonly usageId: string;
  readonly createdAt: Date;
}

interface Row {
  readonly organizationId: string;
  readonly propertyId: string;
  readonly day: Day;
  readonly localDay: Day;
  readonly usageId: string;
  readonly isFirstDay: boolean;
  readonly isFirstLocalDay: boolean;
}

const BATCH = 5_000;

/** The rows of the ledger, written in the open transaction of the system. */
@Injectable()
export class ActivityStore {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: UsageLedgerStore,
    private readonly zones: PlaceZones,
  ) {}

  async databaseTime(): Promise<Date> {
    const [row] = await this.unitOfWork.manager().query<{ now: Date }[]>('select clock_timestamp() as now');
    if (row === undefined) throw new Error('the database did not tell the time');
    return row.now;
  }

  /** Adds what is missing; a month that is closed, and the time before the ledger began, take nothing more. */
  async add(entries: readonly LedgerEntry[]): Promise<void> {
    // In one order, so that two replicas never wait for each other.
    const sorted = [...entries].sort((a, b) => (a.userId < b.userId ? -1 : 1));
    for (let start = 0; start < sorted.length; start += BATCH) {
      await this.addBatch(sorted.slice(start, start + BATCH));
    }
  }

  private async addBatch(entries: readonly LedgerEntry[]): Promise<void> {
    const isTaken = await this.whatIsTaken();
    const people = await this.people([...new Set(entries.map(({ userId }) => userId))]);
    const zoneOf = await this.zones.of(entries);
    const rows = entries.flatMap((entry): Row[] => {
      const person = people.get(entry.userId);
      if (person === undefined) return [];
      const utc = localDay(entry.at, 'UTC');
      const rowIn = (zone: string): Row => {
        const local = localDay(entry.at, zone);
        return {
          organizationId: entry.organizationId ?? '',
          propertyId: entry.propertyId ?? '',
          day: utc,
          localDay: local,
          usageId: person.usageId,
          isFirstDay: isFirstDay(utc, localDay(person.createdAt, 'UTC')),
          isFirstLocalDay: isFirstDay(local, localDay(person.createdAt, zone)),
        };
      };
      const { organization, property } = zoneOf(entry);
      return [
        { ...rowIn('UTC'), organizationId: '', propertyId: '' },
        ...(entry.organizationId === null ? [] : [{ ...rowIn(organization), propertyId: '' }]),
        ...(entry.organizationId === null || entry.propertyId === null ? [] : [rowIn(property)]),
      ];
    });
    const taken = rows.filter(isTaken);
    await this.insert(
      `insert into platform_activity_days (day, usage_id, is_first_day)
       select day, usage_id, is_first_day from incoming order by usage_id, day on conflict do nothing`,
      taken.filter(({ organizationId }) => organizationId === ''),
    );
    await this.insert(
      `insert into organization_activity_days
         (organization_id, day, local_day, usage_id, is_first_day, is_first_local_day)
       select organization_id::uuid, day, local_day, usage_id, is_first_day, is_first_local_day from incoming
       order by usage_id, organization_id, day, local_day on conflict do nothing`,
      taken.filter(({ organizationId, propertyId }) => organizationId !== '' && propertyId === ''),
    );
    await this.insert(
      `insert into property_activity_days
         (organization_id, property_id, day, local_day, usage_id, is_first_day, is_first_local_day)
       select organization_id::uuid, property_id::uuid, day, local_day, usage_id, is_first_day, is_first_local_day
       from incoming order by usage_id, property_id, day, local_day on conflict do nothing`,
      taken.filter(({ propertyId }) => propertyId !== ''),
    );
  }

  private async insert(sql: string, rows: readonly Row[]): Promise<void> {
    if (rows.length === 0) return;
    await this.unitOfWork.manager().query(
      `with incoming as (
         select distinct * from unnest($1::text[], $2::text[], $3::date[], $4::date[], $5::uuid[], $6::boolean[], $7::boolean[])
           as t(organization_id, property_id, day, local_day, usage_id, is_first_day, is_first_local_day))
       ${sql}`,
      [
        rows.map((row) => row.organizationId),
        rows.map((row) => row.propertyId),
        rows.map((row) => row.day),
        rows.map((row) => row.localDay),
        rows.map((row) => row.usageId),
        rows.map((row) => row.isFirstDay),
        rows.map((row) => row.isFirstLocalDay),
      ],
    );
  }

  /** Our ids of people by Clerk's; who is not mirrored is left out. */
  async idsByClerkId(clerkIds: readonly string[]): Promise<Map<string, string>> {
    if (clerkIds.length === 0) return new Map();
    const rows = await this.unitOfWork
      .manager()
      .query<{ id: string; clerk_id: string }[]>('select id, clerk_id from users where clerk_id = any ($1)', [
        clerkIds,
      ]);
    return new Map(rows.map(({ id, clerk_id: clerkId }) => [clerkId, id]));
  }

  private async whatIsTaken(): Promise<(row: Row) => boolean> {
    await this.ledger.holdFreezing();
    const { beganOn } = await this.ledger.moment();
    const frozen = await this.ledger.listFrozenMonths();
    return ({ day, localDay: local }) =>
      day >= beganOn && !frozen.has(monthOf(day)) && !frozen.has(monthOf(local));
  }

  /** The living people of these ids, each with the random number that stands for them in the ledger. */
  private async people(userIds: readonly string[]): Promise<Map<string, Person>> {
    const find = () =>
      this.unitOfWork.manager().query<{ user_id: string; usage_id: string; created_at: Date }[]>(
        // Selected, so that the planner does not plan anew for each number of people.
        `select p.user_id, p.usage_id, u.created_at from unnest((select $1::uuid[])) as known (id)
           cross join lateral (select user_id, usage_id from usage_people where user_id = known.id) p
           cross join lateral (select created_at from users where id = known.id) u`,
        [userIds],
      );
    let rows = await find();
    const missing = new Set(userIds).difference(new Set(rows.map(({ user_id: id }) => id)));
    if (missing.size > 0) {
      await this.unitOfWork.manager().query(
        `insert into usage_people (user_id)
         select id from users where id = any ($1::uuid[]) and deleted_at is null
           and not exists (select from usage_people p where p.user_id = users.id)
         order by id on conflict do nothing`,
        [[...missing]],
      );
      rows = await find();
    }
    return new Map(rows.map((row) => [row.user_id, { usageId: row.usage_id, createdAt: row.created_at }]));
  }
}
