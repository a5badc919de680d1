import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import type { AuditChainState } from './audit-chain-state.entity.js';
import { AUDIT_CONTENT_COLUMNS, AUDIT_ROW_COLUMNS, type AuditRow } from './audit-row.js';

/** Any number works, as long as nobody else uses it: the sealer of the whole cluster holds this lock. */
const LEADER_LOCK = 7_300_520_117;

/** The last row of which it is known that it and all before it, by transaction and id, are sealed. */
export type SealedUpTo = Pick<AuditChainState, 'sealedXid' | 'sealedId'>;

/** A row without a place, with the transaction that wrote it. */
export interface WaitingRow extends Omit<AuditRow, 'sequence' | 'previous_hash' | 'hash'> {
  readonly transaction: string;
}

// Asked row by row along the index: as a join, a planner without statistics would read the whole log for each batch.
const UNSEALED = `select ${AUDIT_CONTENT_COLUMNS}, xid::text as transaction from audit_events
  where not (select exists (select from audit_seals where event_id = id))`;

/** Before every row. */
export const LOG_START: SealedUpTo = { sealedXid: '0', sealedId: '00000000-0000-0000-0000-000000000000' };

/** Part of the log in the order of its transactions. */
export interface Stretch {
  /** Its rows without a place. */
  readonly rows: readonly WaitingRow[];
  /** Its last row; null behind the last stretch. */
  readonly end: SealedUpTo | null;
}

/** The rows of the log as a chain. */
@Injectable()
export class AuditRowsStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Takes the lead until the open transaction ends.
   *
   * @returns the oldest transaction that still runs: every earlier one is over; null when another process leads
   */
  async tryToLead(): Promise<string | null> {
    const [row] = await this.query<{ leads: boolean; oldest: string }>(
      `select pg_try_advisory_xact_lock($1) as leads, pg_snapshot_xmin(pg_current_snapshot())::text as oldest`,
      [LEADER_LOCK],
    );
    return row?.leads === true ? row.oldest : null;
  }

  /**
   * Rows that wait for their place, in the order of their transactions. Only those of transactions older than every
   * one still running: whatever commits later has a higher number, so the order is final.
   *
   * @param from up to where all is sealed; a transaction from the future was restored from another cluster
   */
  async listUnsealed(from: SealedUpTo, limit: number): Promise<WaitingRow[]> {
    return this.query<WaitingRow>(
      `${UNSEALED} and xid < pg_snapshot_xmin(pg_current_snapshot())
         and (xid, id) > (case when $1::xid8 > pg_snapshot_xmax(pg_current_snapshot())
                               then '0'::xid8 else $1::xid8 end, $2::uuid)
       order by xid, id limit $3`,
      [from.sealedXid, from.sealedId, limit],
    );
  }

  /** Rows that were restored from another cluster, whose transactions are still to come here, and not sealed there. */
  async listRestored(limit: number): Promise<WaitingRow[]> {
    return this.query<WaitingRow>(
      `${UNSEALED} and xid >= pg_snapshot_xmax(pg_current_snapshot()) order by xid, id limit $1`,
      [limit],
    );
  }

  /**
   * Rows that have no place although the sealer has gone past them, so that it never comes to them by itself: put in by
   * hand, or out of another backup, with the number of an old transaction. One stretch of the log at a time, however
   * few of its rows that are.
   *
   * Where the mark is from the future, of another cluster, the sealer begins anew, and nothing is passed by.
   */
  async listPassedBy(after: SealedUpTo, length: number): Promise<Stretch> {
    const [end] = await this.query<SealedUpTo>(
      `select xid::text as "sealedXid", id as "sealedId" from (
         select xid, id from audit_events
          where (xid, id) > ($1::xid8, $2::uuid)
            and (xid, id) <= ((select sealed_xid from audit_chain
                                where sealed_xid <= pg_snapshot_xmax(pg_current_snapshot())),
                              (select sealed_id from audit_chain))
          order by xid, id limit $3) stretch
       order by stretch.xid desc, stretch.id desc limit 1`,
      [after.sealedXid, after.sealedId, length],
    );
    if (end === undefined) return { rows: [], end: null };
    const rows = await this.query<WaitingRow>(
      `${UNSEALED} and (xid, id) > ($1::xid8, $2::uuid) and (xid, id) <= ($3::xid8, $4::uuid) order by xid, id`,
      [after.sealedXid, after.sealedId, end.sealedXid, end.sealedId],
    );
    return { rows, end };
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
   * Gives rows their places behind `after`; each once and for good.
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

  /** Seconds that the oldest unsealed row has waited; 0 when none waits. */
  async lagSeconds(): Promise<number> {
    const [row] = await this.query<{ lag: string | null }>(
      `select extract(epoch from clock_timestamp() - min(occurred_at)) as lag
       from audit_events left join audit_seals on event_id = id
       where event_id is null and (xid, id) > (select sealed_xid, sealed_id from audit_chain)`,
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
