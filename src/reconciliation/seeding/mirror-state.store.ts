import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';

/** Since when the mirror is seeded, in the one row of `reconciliation_lease`; all in the open transaction. */
@Injectable()
export class MirrorStateStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Null: nothing proves yet that everything at Clerk is here. */
  async seededAt(): Promise<Date | null> {
    const [row] = await this.unitOfWork
      .manager()
      .query<{ at: Date | null }[]>('select seeded_at as at from reconciliation_lease');
    return row?.at ?? null;
  }

  /** For good: what is missing later is drift. */
  async noteSeeded(): Promise<void> {
    await this.unitOfWork
      .manager()
      .query(`update reconciliation_lease set seeded_at = clock_timestamp() where seeded_at is null`);
  }

  /** A mirror that was equal to Clerk once is seeded, whatever version of the service did it. */
  async noteEarlierSuccess(): Promise<void> {
    await this.unitOfWork.manager().query(
      `update reconciliation_lease set seeded_at = clock_timestamp()
        where seeded_at is null and exists (select from reconciliations where status = 'applied')`,
    );
  }

  /** Whoever begins a seeding does it one at a time: held until the transaction ends. */
  async lock(): Promise<void> {
    await this.unitOfWork.manager().query('select from reconciliation_lease for update');
  }
}
