import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';

/** How far the log was pushed, and who pushes now; times are the database's. */
@Injectable()
export class AuditPushStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Takes the tail of the log for a minute.
   *
   * @returns the last position that was pushed; null when nothing waits, or another process is at it
   */
  async lease(): Promise<number | null> {
    const [row] = await this.update<{ pushed_sequence: string }>(
      `update audit_chain set push_leased_until = now() + interval '60 seconds'
       where push_leased_until < now() and pushed_sequence < sequence returning pushed_sequence`,
    );
    return row === undefined ? null : Number(row.pushed_sequence);
  }

  /** @returns false when the lease was lost meanwhile; then somebody else has sent the same rows again */
  async advance(from: number, to: number): Promise<boolean> {
    const rows = await this.update(
      `update audit_chain set pushed_sequence = $2, push_leased_until = now()
       where pushed_sequence = $1 returning pushed_sequence`,
      [from, to],
    );
    return rows.length === 1;
  }

  /** Lets nobody try again for some seconds. */
  async pause(seconds: number): Promise<void> {
    await this.update(
      `update audit_chain set push_leased_until = now() + make_interval(secs => $1) returning is_only`,
      [seconds],
    );
  }

  private async update<Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    const [rows] = await this.unitOfWork.manager().query<[Row[], number]>(sql, parameters);
    return rows;
  }
}
