import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import type { Kind } from '../kinds.js';

/** Of one run: a kind and Clerk's id. */
export type SeenKey = readonly [kind: string, clerkId: string];

/**
 * Which objects a walk over Clerk's list has met. Kept in a table and not in memory: a list has any length, and a run
 * that was cut off goes on where it was. All in the open transaction.
 */
@Injectable()
export class SeenStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @returns those that were not met before; a list that shifts names some twice */
  async add(runId: string, kind: Kind, clerkIds: readonly string[]): Promise<Set<string>> {
    const rows = await this.unitOfWork.manager().query<{ id: string }[]>(
      `insert into reconciliation_seen (run_id, kind, clerk_id) select $1, $2, unnest($3::text[])
       on conflict do nothing returning clerk_id as id`,
      [runId, kind, clerkIds],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Those of the ids that no page has named. */
  async notSeen(runId: string, kind: Kind, clerkIds: readonly string[]): Promise<string[]> {
    // Asked one by one along the key: as a join, all that the run has seen would be read for each page.
    const rows = await this.unitOfWork.manager().query<{ id: string }[]>(
      `select id from unnest($3::text[]) as here (id) where not (select exists (
         select from reconciliation_seen s where s.run_id = $1 and s.kind = $2 and s.clerk_id = here.id))`,
      [runId, kind, clerkIds],
    );
    return rows.map(({ id }) => id);
  }

  async count(runId: string, kind: Kind): Promise<number> {
    const [row] = await this.unitOfWork
      .manager()
      .query<[{ count: number }]>(
        'select count(*)::integer as count from reconciliation_seen where run_id = $1 and kind = $2',
        [runId, kind],
      );
    return row.count;
  }

  /** The runs that have ended and whose rows still lie here: they failed before they came to it. */
  async listEndedRuns(): Promise<string[]> {
    // From one run to the next along the key: each has a million rows, and there are thousands without any.
    const rows = await this.unitOfWork.manager().query<{ id: string }[]>(
      `with recursive runs as (
         (select run_id from reconciliation_seen order by run_id limit 1)
         union all
         select (select s.run_id from reconciliation_seen s where s.run_id > runs.run_id order by s.run_id limit 1)
           from runs where runs.run_id is not null)
       select run_id as id from runs
        where (select r.status from reconciliations r where r.id = runs.run_id) not in ('planning', 'applying')`,
    );
    return rows.map(({ id }) => id);
  }

  /**
   * Deletes a stretch of a run's rows along their key, short enough for one statement however many there are.
   *
   * @param after the last key of the stretch before
   * @returns the last key of this one; null: there is none left
   */
  async clear(runId: string, after: SeenKey, limit: number): Promise<SeenKey | null> {
    const [last] = await this.unitOfWork.manager().query<{ kind: Kind; clerk_id: string }[]>(
      `with stretch as materialized (
         select kind, clerk_id from reconciliation_seen where run_id = $1 and (kind, clerk_id) > ($2, $3)
          order by kind, clerk_id limit $4),
       last as (select kind, clerk_id from stretch order by kind desc, clerk_id desc limit 1),
       gone as (
         delete from reconciliation_seen s using last
          where s.run_id = $1 and (s.kind, s.clerk_id) > ($2, $3)
            and (s.kind, s.clerk_id) <= (last.kind, last.clerk_id))
       select kind, clerk_id from last`,
      [runId, ...after, limit],
    );
    return last === undefined ? null : [last.kind, last.clerk_id];
  }
}
