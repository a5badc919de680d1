import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { AUDIT_ROW_COLUMNS, type AuditRow } from './audit-row.js';

/** Any number works, as long as nobody else uses it: the sealer of the whole cluster holds this lock. */
const LEADER_LOCK = 7_300_520_117;

/** The rows of the log as a chain. */
@Injectable()
export class AuditRowsStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Takes the lead until the open transaction ends. @returns false when another process has it */
  async tryToLead(): Promise<boolean> {
    const [row] = await this.query<{ leads: boolean }>('select pg_try_advisory_xact_lock($1) as leads', [
      LEADER_LOCK,
    ]);
    return row?.leads ?? false;
  }

  /**
   * Rows that wait for their place, in the order of their transactions. Only those of transactions older than every
   * one still running: whatever commits later has a higher number, so the order is final. A number from the future is a
   * row restored from another cluster.
   */
  async listUnsealed(limit: number): Promise<AuditRow[]> {
    return this.query<AuditRow>(
      `select ${AUDIT_ROW_COLUMNS} from audit_events
       where sequence is null and (xid < pg_snapshot_xmin(pg_current_snapshot())
                                   or xid >= pg_snapshot_xmax(pg_current_snapshot()))
       order by xid, id limit $1`,
      [limit],
    );
  }

  async listSealed(after: number, limit: number): Promise<AuditRow[]> {
    return this.query<AuditRow>(
      `select ${AUDIT_ROW_COLUMNS} from audit_events where sequence > $1 order by sequence, id limit $2`,
      [after, limit],
    );
  }

  /** Gives rows their places behind `after`; each once and for good. */
  async seal(
    after: number,
    rows: readonly { id: string; previousHash: Buffer; hash: Buffer }[],
  ): Promise<void> {
    await this.query('select app.seal_audit_events($1, $2, $3, $4)', [
      after,
      rows.map(({ id }) => id),
      rows.map(({ previousHash }) => previousHash),
      rows.map(({ hash }) => hash),
    ]);
  }

  /** Seconds that the oldest unsealed row has waited; 0 when none waits. */
  async lagSeconds(): Promise<number> {
    const [row] = await this.query<{ lag: string | null }>(
      `select extract(epoch from clock_timestamp() - min(occurred_at)) as lag from audit_events where sequence is null`,
    );
    return Math.max(0, Number(row?.lag ?? 0));
  }

  /** The last row of the oldest unbroken stretch that is older than a moment; 0 when there is none. */
  async lastOlderThan(moment: Date): Promise<number> {
    const [row] = await this.query<{ last: string | null }>(
      `select coalesce((select min(sequence) - 1 from audit_events where sequence is not null and occurred_at >= $1),
                       (select max(sequence) from audit_events)) as last`,
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
