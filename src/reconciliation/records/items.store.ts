import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { UnitOfWork } from '#libs/database';
import { type Cause, type Change, type Drift, type Kind, noDrift, type RepairOutcome } from '../kinds.js';
import { type Finding, ReconciliationItem } from './reconciliation-item.entity.js';

/** The last item of a page. */
export interface ItemPosition {
  readonly kind: string;
  readonly change: string;
  readonly clerkId: string;
}

export interface ItemFilter {
  readonly kind: Kind | null;
  readonly change: Change | null;
  readonly outcome: RepairOutcome | 'open' | null;
}

/** Rows of `reconciliation_items`; all in the open transaction. */
@Injectable()
export class ItemsStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Adds what is not in the plan yet; a list may name an object twice. */
  async add(
    runId: string,
    findings: readonly (Finding & { cause: Cause; missedAt?: Date })[],
  ): Promise<void> {
    if (findings.length === 0) return;
    await this.rows()
      .createQueryBuilder()
      .insert()
      .values(findings.map((finding) => ({ runId, ...finding })))
      .orIgnore()
      .updateEntity(false)
      .execute();
  }

  /** In the canonical order of the plan: by kind, change and Clerk's id. */
  async page(
    runId: string,
    { kind, change, outcome }: ItemFilter,
    after: ItemPosition | null,
    limit: number,
  ): Promise<ReconciliationItem[]> {
    const query = this.rows()
      .createQueryBuilder('item')
      .where('item.run_id = :runId', { runId })
      .orderBy('item.kind')
      .addOrderBy('item.change')
      .addOrderBy('item.clerk_id')
      .take(limit);
    if (kind !== null) query.andWhere('item.kind = :kind', { kind });
    if (change !== null) query.andWhere('item.change = :change', { change });
    if (outcome === 'open') query.andWhere('item.outcome is null');
    else if (outcome !== null) query.andWhere('item.outcome = :outcome', { outcome });
    if (after !== null) {
      query.andWhere('(item.kind, item.change, item.clerk_id) > (:k, :c, :i)', {
        k: after.kind,
        c: after.change,
        i: after.clerkId,
      });
    }
    return query.getMany();
  }

  /** Items whose turn has not come; what belongs to one organization stands together. */
  async listOpen(runId: string, kind: Kind, change: Change, limit: number): Promise<ReconciliationItem[]> {
    return this.rows()
      .createQueryBuilder('item')
      .where('item.run_id = :runId and item.kind = :kind and item.change = :change', { runId, kind, change })
      .andWhere('item.outcome is null')
      .orderBy('item.organization_clerk_id', 'ASC', 'NULLS FIRST')
      .addOrderBy('item.clerk_id')
      .take(limit)
      .getMany();
  }

  /** Those of the objects whose turn has not come. */
  async openAmong(
    runId: string,
    kind: Kind,
    changes: readonly Change[],
    clerkIds: readonly string[],
  ): Promise<ReconciliationItem[]> {
    return this.rows()
      .createQueryBuilder('item')
      .where('item.run_id = :runId and item.kind = :kind and item.outcome is null', { runId, kind })
      .andWhere('item.change = any (:changes) and item.clerk_id = any (:clerkIds)', { changes, clerkIds })
      .getMany();
  }

  async countOpen(runId: string, kind: Kind, changes: readonly Change[]): Promise<number> {
    return this.rows()
      .createQueryBuilder('item')
      .where('item.run_id = :runId and item.kind = :kind and item.outcome is null', { runId, kind })
      .andWhere('item.change = any (:changes)', { changes })
      .getCount();
  }

  async settle(
    item: ReconciliationItem,
    outcome: RepairOutcome,
    now: Date,
    error: string | null,
  ): Promise<void> {
    const { runId, kind, change, clerkId } = item;
    // An item about somebody who is erased meanwhile is gone, and nothing is to be written down of it.
    await this.rows().update({ runId, kind, change, clerkId }, { outcome, error, settledAt: now });
  }

  /** The same for those of one run, kind and change that were carried out. */
  async settleApplied(
    { runId, kind, change }: Pick<ReconciliationItem, 'runId' | 'kind' | 'change'>,
    clerkIds: readonly string[],
    now: Date,
  ): Promise<void> {
    const done = { outcome: 'applied', error: null, settledAt: now } as const;
    await this.rows().update({ runId, kind, change, clerkId: In([...clerkIds]) }, done);
  }

  async noteMissed(item: ReconciliationItem, missedAt: Date): Promise<void> {
    const { runId, kind, change, clerkId } = item;
    await this.rows().update({ runId, kind, change, clerkId }, { missedAt });
  }

  /** It is no drift after all. */
  async remove({ runId, kind, change, clerkId }: ReconciliationItem): Promise<void> {
    await this.rows().delete({ runId, kind, change, clerkId });
  }

  /**
   * Deletes a stretch of a run's items along their key.
   *
   * @param after the last key of the stretch before
   * @returns the last key of this one; null: there is none left
   */
  async clear(runId: string, after: ItemPosition, limit: number): Promise<ItemPosition | null> {
    const [last] = await this.unitOfWork.manager().query<ItemPosition[]>(
      `with stretch as materialized (
         select kind, change, clerk_id from reconciliation_items
          where run_id = $1 and (kind, change, clerk_id) > ($2, $3, $4) order by kind, change, clerk_id limit $5),
       last as (select * from stretch order by kind desc, change desc, clerk_id desc limit 1),
       gone as (
         delete from reconciliation_items i using last
          where i.run_id = $1 and (i.kind, i.change, i.clerk_id) > ($2, $3, $4)
            and (i.kind, i.change, i.clerk_id) <= (last.kind, last.change, last.clerk_id))
       select kind, change, clerk_id as "clerkId" from last`,
      [runId, after.kind, after.change, after.clerkId, limit],
    );
    return last ?? null;
  }

  /** What failed before may be tried again. */
  async reopenFailed(runId: string): Promise<void> {
    await this.rows().update({ runId, outcome: 'failed' }, { outcome: null, error: null, settledAt: null });
  }

  async drift(runId: string): Promise<Drift> {
    const rows = await this.unitOfWork
      .manager()
      .query<{ kind: Kind; change: Change; count: number }[]>(
        `select kind, change, count(*)::integer as count from reconciliation_items where run_id = $1 group by 1, 2`,
        [runId],
      );
    const drift = noDrift();
    for (const { kind, change, count } of rows) {
      drift[kind][change] = count;
      drift.total += count;
    }
    return drift;
  }

  /** How many items have which outcome; `open` for those whose turn has not come. */
  async outcomes(runId: string): Promise<Partial<Record<RepairOutcome | 'open', number>>> {
    const rows = await this.unitOfWork.manager().query<{ outcome: RepairOutcome | 'open'; count: number }[]>(
      `select coalesce(outcome, 'open') as outcome, count(*)::integer as count
         from reconciliation_items where run_id = $1 group by 1`,
      [runId],
    );
    return Object.fromEntries(rows.map(({ outcome, count }) => [outcome, count]));
  }

  /** Which of the objects this plan calls extra already, so that what leans on them need not be listed as well. */
  async extrasAmong(runId: string, kind: Kind, clerkIds: readonly string[]): Promise<Set<string>> {
    const rows = await this.unitOfWork.manager().query<{ id: string }[]>(
      `select clerk_id as id from reconciliation_items
        where run_id = $1 and kind = $2 and change = 'extra' and clerk_id = any ($3)`,
      [runId, kind, clerkIds],
    );
    return new Set(rows.map(({ id }) => id));
  }

  private rows() {
    return this.unitOfWork.manager().getRepository(ReconciliationItem);
  }
}
