import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { sqlStateOf } from './sql-state.js';
import { UnitOfWork } from './unit-of-work.js';

/** A partition of a table that is partitioned by time. */
export interface Partition {
  readonly name: string;
  /** `YYYY-MM-DD`, the first day of its rows; null for the partition before all others. */
  readonly from: string | null;
  /** `YYYY-MM-DD`, the first day after its rows. */
  readonly to: string;
}

const LOCK_NOT_AVAILABLE = '55P03';
const MAX_TRIES = 8;
const MAX_WAIT_MS = 500;

/** What goes on meanwhile. */
export interface PartitionWork {
  /** Does a piece of it in a transaction of the system. */
  readonly commit: <T>(work: () => Promise<T>) => Promise<T>;
  /** Ends it between two partitions. */
  readonly signal?: AbortSignal;
}

/** Makes and drops partitions of tables. */
@Injectable()
export class Partitions {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Those for a stretch of time, oldest first; without the default one. In the open transaction.
   *
   * @param table in the schema `public`, without its name
   */
  async list(table: string): Promise<Partition[]> {
    const rows = await this.unitOfWork.manager().query<{ name: string }[]>(
      `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = to_regclass('public.' || quote_ident($1))`,
      [table],
    );
    return rows.flatMap(({ name }) => partitionOf(table, name)).sort((a, b) => (a.to < b.to ? -1 : 1));
  }

  /** Makes one, in the open transaction. @returns false where rows of that time stand in another partition already */
  async add(table: string, from: string, to: string): Promise<boolean> {
    return this.ask('select app.add_partition($1, $2, $3) as done', [table, from, to]);
  }

  /**
   * Drops those that end at a day or before it, oldest first, but for those in which something has to stay.
   *
   * @param day `YYYY-MM-DD`
   * @param mayGo what else is asked of each; default: nothing
   * @returns how many were dropped
   */
  async dropUpTo(
    table: string,
    day: string,
    { commit, signal }: PartitionWork,
    mayGo: (partition: Partition) => Promise<boolean> = () => Promise.resolve(true),
  ): Promise<number> {
    const present = await commit(() => this.list(table));
    let dropped = 0;
    for (const partition of present.filter(({ to }) => to <= day)) {
      if (signal?.aborted === true) break;
      if (!(await mayGo(partition))) continue;
      if (await untilUnlocked(() => commit(() => this.drop(table, partition)))) dropped += 1;
    }
    return dropped;
  }

  /** Drops one with all of its rows, in the open transaction. @returns false where something in it has to stay */
  async drop(table: string, { name }: Pick<Partition, 'name'>): Promise<boolean> {
    return this.ask('select app.drop_partition($1, $2) as done', [table, name]);
  }

  private async ask(sql: string, parameters: readonly string[]): Promise<boolean> {
    const [row] = await this.unitOfWork.manager().query<{ done: boolean }[]>(sql, [...parameters]);
    return row?.done ?? false;
  }
}

/**
 * Does again what found a lock held: who makes or drops a partition waits only for a moment, since everybody else waits
 * behind it.
 *
 * @param work one transaction
 */
export async function untilUnlocked<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (sqlStateOf(error) !== LOCK_NOT_AVAILABLE || tries === MAX_TRIES) throw error;
      await sleep(Math.random() * MAX_WAIT_MS);
    }
  }
}

function partitionOf(table: string, name: string): Partition[] {
  const [, from, to] = /^_(first|\d{8,})_(\d{8,})$/.exec(name.slice(table.length)) ?? [];
  if (from === undefined || to === undefined) return [];
  return [{ name, from: from === 'first' ? null : dayOf(from), to: dayOf(to) }];
}

function dayOf(digits: string): string {
  return digits.replace(/^(\d+)(\d\d)(\d\d)$/, '$1-$2-$3');
}
