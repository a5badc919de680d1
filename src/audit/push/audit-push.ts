import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { AuditHead } from '../chain/audit-head.js';
import { originOfChain, sealedRowOf } from '../chain/audit-row.js';
import { AuditRowsStore } from '../chain/audit-rows.store.js';

/** The type of a message that holds rows of the audit log. */
export const AUDIT_ROWS = 'audit.events';

/** Rows that follow one another in the chain, as the receiver of the log gets them. */
export interface AuditMessage {
  /** The mark that they come right behind. */
  readonly after: string;
  /** The position of the last one. */
  readonly position: string;
  /** The same for the same rows. */
  readonly id: string;
  /** JSON. Personal values are the ciphertext that they are in the log, so that an erasure reaches them. */
  readonly body: string;
  /** When the first of them happened. */
  readonly occurredAt: Date;
}

const MAX_ROWS = 200;

/**
 * The sealed log for its receiver: a mark in the chain, behind which nothing was taken yet. All in the open transaction,
 * of the system or the platform.
 */
@Injectable()
export class AuditPush {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly rows: AuditRowsStore,
    private readonly head: AuditHead,
  ) {}

  /** The rows right behind the mark; null when none waits. */
  async next(): Promise<AuditMessage | null> {
    const { chainId, pushedSequence } = await this.head.state();
    const rows = (await this.rows.listSealed(Number(pushedSequence), MAX_ROWS)).map(sealedRowOf);
    const [first, last] = [rows.at(0), rows.at(-1)];
    if (first === undefined || last === undefined) return null;
    const origin = originOfChain(chainId);
    const events = rows.map(({ sequence, previousHash, hash, content }) => ({
      sequence,
      previousHash: previousHash.toString('hex'),
      hash: hash.toString('hex'),
      content,
    }));
    return {
      after: pushedSequence,
      position: String(last.sequence),
      id: `${origin}/${last.sequence}`,
      body: JSON.stringify({ type: AUDIT_ROWS, origin, events }),
      occurredAt: new Date(first.content.occurredAt),
    };
  }

  /** Moves the mark on; not where it was moved meanwhile, and the rows are sent from there again. */
  async taken({ after, position }: Pick<AuditMessage, 'after' | 'position'>): Promise<void> {
    await this.unitOfWork
      .manager()
      .query('update audit_chain set pushed_sequence = $2 where pushed_sequence = $1', [after, position]);
  }

  /**
   * Moves the mark back, never forward.
   *
   * @param since the first row that is sent again happened then or later; null: all that are kept
   * @returns how many rows that were taken are sent again
   */
  async rewind(since: Date | null): Promise<number> {
    const { prunedSequence } = await this.head.state();
    const mark = since === null ? Number(prunedSequence) : await this.rows.lastOlderThan(since);
    const [[row]] = await this.unitOfWork.manager().query<[{ count: string }[], number]>(
      `with before as (select pushed_sequence from audit_chain for update)
       update audit_chain c set pushed_sequence = least(c.pushed_sequence, greatest($1, c.pruned_sequence)) from before
       returning before.pushed_sequence - c.pushed_sequence as count`,
      [mark],
    );
    return Number(row?.count ?? 0);
  }
}
