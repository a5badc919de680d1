import { Injectable } from '@nestjs/common';
import { firstIdOf, UnitOfWork } from '#libs/database';
import type { AuditChainState } from './audit-chain-state.entity.js';
import { AUDIT_CONTENT_COLUMNS, AUDIT_ROW_COLUMNS, type AuditRow } from './audit-row.js';

/** Any number works, as long as nobody else uses it: the sealer of the whole cluster holds this lock. */
const LEADER_LOCK = 7_300_520_117;

/** The last row of which it is known that it and all before it, by transaction and id, are sealed. */
export type SealedUpTo = Pick<AuditChainState, 'sealedXid' | 'sealedId'>;

/** A row without a position, with the transaction that wrote it. */
export interface WaitingRow extends Omit<AuditRow, 'sequence' | 'previous_hash' | 'hash'> {
  readonly transaction: string;
}

// Asked row by row along the index: as a join, a planner without statistics would read the whole log for each batch.
const UNSEALED = `select ${AUDIT_CONTENT_COLUMNS}, xid::text as transaction from audit_events
  where not (select exists (select from audit_seals where event_id = id))`;

/** Before every row. */
export const LOG_START: SealedUpTo = { sealedXid: '0', sealedId: '00000000-0000-0000-0000-000000000000' };

const LOG_END: SealedUpTo = {
  sealedXid: '18446744073709551615',
  sealedId: 'ffffffff-ffff-ffff-ffff-ffffffffffff',
};

/** Which transactions of this cluster are over: all before `oldest`; there was none from `next` on. */
export interface Transactions {
  readonly oldest: string;
  readonly next: string;
}

/** Part of the log in the order of its transactions. */
export interface Stretch {
  /** Its rows without a position. */
  readonly rows: readonly WaitingRow[];
  /** Its last row; null behind the last stretch. */
  readonly end: SealedUpTo | null;
}

/** The rows of the log as a chain. */
@Injectable()
export class AuditRowsStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Takes the lead until the open transaction ends; null when another process leads. */
  async tryToLead(): Promise<Transactions | null> {
    const [row] = await this.query<Transactions & { leads: boolean }>(
      `select pg_try_advisory_xact_lock($1) as leads, pg_snapshot_xmin(pg_current_snapshot())::text as oldest,
         pg_snapshot_xmax(pg_current_snapshot())::text as next`,
      [LEADER_LOCK],
    );
    return row?.leads === true ? row : null;
  }

  /**
   * Rows that wait for their position, in the order of their transactions. Only those of transactions older than every
   * one still running: whatever commits later has a higher number, so the order is final.
   *
   * @param from up to where all is sealed
   */
  async listUnsealed(from: SealedUpTo, limit: number): Promise<WaitingRow[]> {
    return this.query<WaitingRow>(
      `${UNSEALED} and xid < pg_snapshot_xmin(pg_current_snapshot()) and (xid, id) > ($1::xid8, $2::uuid)
       order by xid, id limit $3`,
      [from.sealedXid, from.sealedId, limit],
    );
  }

  /**
   * One stretch of the log, with those of its rows that have no position although no transaction of this cluster can
   * write before them any more: earlier ones than every one that runs, and later ones than every one there was, which
   * are from another cluster. A walk by stretches reads a log of any size in short statements.
   */
  async listStretch(after: SealedUpTo, length: number, upTo: SealedUpTo = LOG_END): Promise<Stretch> {
    const found = await this.query<SealedUpTo & (WaitingRow | { readonly id: null })>(
      `with stretch as materialized (
         select xid, id from audit_events
          where (xid, id) > ($1::xid8, $2::uuid) and (xid, id) <= ($3::xid8, $4::uuid)
          order by xid, id limit $5)
       select * from (select xid::text as "sealedXid", id as "sealedId" from stretch
                       order by stretch.xid desc, stretch.id desc limit 1) as stretch_end
         left join (
           select event.* from (
             select id as open_id from stretch
              where not (select exists (select from audit_seals where event_id = stretch.id))
                and (xid < pg_snapshot_xmin(pg_current_snapshot()) or xid >= pg_snapshot_xmax(pg_current_snapshot()))
           ) as open
           cross join lateral (select ${AUDIT_CONTENT_COLUMNS}, xid::text as transaction
                                 from audit_events where id = open_id limit 1) as event
         ) as waiting on true
       order by transaction::xid8, id`,
      [after.sealedXid, after.sealedId, upTo.sealedXid, upTo.sealedId, length],
    );
    const [first] = found;
    if (first === undefined) return { rows: [], end: null };
    const { sealedXid, sealedId } = first;
    return { rows: found.filter((row) => row.id !== null), end: { sealedXid, sealedId } };
  }

  /**
   * One stretch of what the sealer has gone past. Rows without a position in it were put in by hand, or out of another
   * backup, with the number of an old transaction; the sealer never comes to them by itself.
   *
   * Where the mark is from the future, of another cluster, the sealer begins anew, and nothing is passed by.
   */
  async listPassedBy(after: SealedUpTo, length: number): Promise<Stretch> {
    const [mark] = await this.query<SealedUpTo>(
      `select sealed_xid::text as "sealedXid", sealed_id as "sealedId" from audit_chain
        where sealed_xid <= pg_snapshot_xmax(pg_current_snapshot())`,
    );
    return mark === undefined ? { rows: [], end: null } : this.listStretch(after, length, mark);
  }

  /** Puts the mark back to a transaction, where it is from another cluster; never forward. */
  async restartMark(transaction: string): Promise<void> {
    await this.query('select app.restart_audit_mark($1)', [transaction]);
  }

  async listSealed(after: number, limit: number): Promise<AuditRow[]> {
    // Row by row as well: judged by statistics that are behind, a join would read the whole log for each batch.
    return this.query<AuditRow>(
      `select ${AUDIT_ROW_COLUMNS}
         from (select * from audit_seals where sequence > $1 order by sequence limit $2) as seals
        cross join lateral (select * from audit_events where id = event_id limit 1) as events
        order by sequence, id`,
      [after, limit],
    );
  }

  /**
   * Gives rows their positions behind `after`; each once and for good.
   *
   * @param upTo up to where nothing waits any more
   */
  async seal(
    after: number,
    rows: readonly { id: string; previousHash: Buffer; hash: Buffer }[],
    upTo: SealedUpTo,
  ): Promise<void> {
    await this.query('select app.seal_audit_events($1, $2, $3, $4, $5, $6)', [
      after,
      rows.map(({ id }) => id),
      rows.map(({ previousHash }) => previousHash),
      rows.map(({ hash }) => hash),
      upTo.sealedXid,
      upTo.sealedId,
    ]);
  }

  /** Seconds that the oldest unsealed row of this cluster has waited; 0 when none waits. */
  async lagSeconds(): Promise<number> {
    const [row] = await this.query<{ lag: string | null }>(
      `select extract(epoch from clock_timestamp() - min(occurred_at)) as lag
       from audit_events
       where not (select exists (select from audit_seals where event_id = id))
         and (xid, id) > ((select sealed_xid from audit_chain), (select sealed_id from audit_chain))
         and xid < pg_snapshot_xmax(pg_current_snapshot())`,
    );
    return Math.max(0, Number(row?.lag ?? 0));
  }

  /** The last row of the oldest unbroken stretch that is older than a moment; 0 when there is none. */
  async lastOlderThan(moment: Date): Promise<number> {
    const [row] = await this.query<{ last: string | null }>(
      `select coalesce((select sequence - 1 from audit_seals join audit_events on id = event_id
                         where occurred_at >= $1 order by sequence limit 1),
                       (select max(sequence) from audit_seals)) as last`,
      [moment],
    );
    return Number(row?.last ?? 0);
  }

  /** The first position of a row, of those whose id is from a day or later, that happened at a moment or later. */
  async firstSince(day: string, moment: Date): Promise<number | null> {
    const [row] = await this.query<{ first: string }>(
      `select sequence as first from audit_seals
        cross join lateral (select occurred_at from audit_events where id = event_id limit 1) as events
        where event_id >= $1 and occurred_at >= $2 order by sequence limit 1`,
      [firstIdOf(new Date(day)), moment],
    );
    return row === undefined ? null : Number(row.first);
  }

  /** One stretch of the rows from before a day, by id: its last one, and whether it holds one without a position. */
  async lookForUnsealed(
    after: string,
    day: string,
    length: number,
  ): Promise<{ last: string | null; isUnsealed: boolean }> {
    const [row] = await this.query<{ last: string | null; isUnsealed: boolean | null }>(
      `select max(id::text) as last, bool_or(not (select exists (select from audit_seals where event_id = id))) as "isUnsealed"
         from (select id from audit_events where id > $1 and id < $2 order by id limit $3) stretch`,
      [after, firstIdOf(new Date(day)), length],
    );
    return { last: row?.last ?? null, isUnsealed: row?.isUnsealed ?? false };
  }

  /** Drops the oldest rows, some at a time, up to a boundary that is signed. @returns how many */
  async prune(until: number, hash: Buffer, limit: number): Promise<number> {
    const [row] = await this.query<{ count: number }>('select app.prune_audit_events($1, $2, $3) as count', [
      until,
      hash,
      limit,
    ]);
    return row?.count ?? 0;
  }

  private query<Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    return this.unitOfWork.manager().query<Row[]>(sql, parameters);
  }
}
