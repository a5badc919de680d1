import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { LEASE_END } from '#libs/lease';

/** The proof that this process is the one that reconciles. */
export interface RunLease {
  readonly runId: string;
  readonly token: string;
}

/** The one row of `reconciliation_lease`; all in the open transaction, all times of the database. */
@Injectable()
export class LeaseStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @returns null while another process holds it */
  async take(runId: string, holder: string, leaseMs: number): Promise<RunLease | null> {
    const token = await this.change(
      `update reconciliation_lease set lease_until = ${LEASE_END}, run_id = $2, holder = $3, token = token + 1
        where lease_until <= clock_timestamp() returning token`,
      [leaseMs, runId, holder],
    );
    return token === null ? null : { runId, token };
  }

  /** @returns false when it has run out: it may have been taken since */
  async renew({ token }: RunLease, leaseMs: number): Promise<boolean> {
    return (
      (await this.change(
        `update reconciliation_lease set lease_until = ${LEASE_END}
          where token = $2 and lease_until > clock_timestamp() returning token`,
        [leaseMs, token],
      )) !== null
    );
  }

  /** Holds the row until the transaction ends, so that nobody can take the lease before it commits. */
  async isHeld({ runId, token }: RunLease): Promise<boolean> {
    const rows = await this.unitOfWork.manager().query<unknown[]>(
      `select from reconciliation_lease
        where token = $1 and run_id = $2 and lease_until > clock_timestamp() for share`,
      [token, runId],
    );
    return rows.length === 1;
  }

  /** Does nothing when it has been given back already. */
  async release({ token }: RunLease): Promise<void> {
    await this.change(
      `update reconciliation_lease set lease_until = '-infinity'
        where token = $1 and lease_until <> '-infinity' returning token`,
      [token],
    );
  }

  /** The run that somebody works on now. */
  async runUnderway(): Promise<string | null> {
    const [row] = await this.unitOfWork
      .manager()
      .query<{ run_id: string | null }[]>(
        'select run_id from reconciliation_lease where lease_until > clock_timestamp()',
      );
    return row?.run_id ?? null;
  }

  private async change(sql: string, parameters: unknown[]): Promise<string | null> {
    const [rows] = await this.unitOfWork.manager().query<[{ token: string }[], number]>(sql, parameters);
    return rows[0]?.token ?? null;
  }
}
