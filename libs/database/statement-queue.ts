import { DatabaseError } from 'pg';
import {
  BatchError,
  type BatchAnswer,
  type BatchRunner,
  type FilledStatement,
  runSharedBatch,
} from './statement-batch.js';
import { inStatementSpans } from './statement-spans.js';

/** What one statement answered. */
export interface StatementAnswer {
  readonly rows: readonly unknown[];
  /** PostgreSQL's word for what it has done, e.g. `UPDATE 2`. */
  readonly tag: string;
}

interface Asked {
  readonly statements: readonly FilledStatement[];
  readonly resolve: (answers: readonly StatementAnswer[]) => void;
  readonly reject: (error: unknown) => void;
}

const MAX_TOGETHER = 200;

/**
 * The statements of one transaction, in the order in which they are asked. What is asked while others are under way goes
 * with all else that waits, as one batch: branches of one work share their round trips.
 */
export class StatementQueue {
  private waiting: Asked[] = [];
  private isSending = false;
  private isBroken = false;
  /** Whether an error came in the write that begins: then nothing may follow, as it would be outside a transaction. */
  private failedToBegin = false;

  /** @param unsent what goes ahead of the first statement, in one write with it */
  constructor(
    private readonly connection: BatchRunner,
    private unsent: readonly FilledStatement[],
  ) {}

  /** Whether anything was sent. */
  get hasBegun(): boolean {
    return this.unsent.length === 0;
  }

  /** Whether the connection cannot be used any more. */
  get isLost(): boolean {
    return this.isBroken;
  }

  /** @throws the error of the first that failed; those behind it are not run then, whoever asked them */
  ask(statements: readonly FilledStatement[]): Promise<readonly StatementAnswer[]> {
    if (this.failedToBegin) return Promise.reject(new TransactionFailedError());
    return this.enqueue(statements);
  }

  /** Takes back what waits; what is under way goes on. */
  clear(error: Error): void {
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }

  /** Ends a transaction that has failed: also where it may not have begun. @throws the error of `rollback` */
  async end(rollback: FilledStatement): Promise<void> {
    await this.enqueue([rollback]);
  }

  /** The connection does not answer any more. */
  giveUp(): void {
    this.isBroken = true;
  }

  private enqueue(statements: readonly FilledStatement[]): Promise<readonly StatementAnswer[]> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ statements, resolve, reject });
      void this.send();
    });
  }

  /** Does not throw: whoever asked hears of it. */
  private async send(): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    // Pieces of work that begin at once ask one after the other.
    await Promise.resolve();
    try {
      while (this.waiting.length > 0) await this.sendTogether(this.takeNext());
    } finally {
      this.isSending = false;
    }
  }

  private takeNext(): Asked[] {
    let count = 0;
    const size = this.waiting.findIndex(
      ({ statements }, at) => (count += statements.length) > MAX_TOGETHER && at > 0,
    );
    return this.waiting.splice(0, size === -1 ? this.waiting.length : size);
  }

  private async sendTogether(asked: readonly Asked[]): Promise<void> {
    const ahead = this.unsent;
    const all = [...ahead, ...asked.flatMap(({ statements }) => statements)];
    this.unsent = [];
    try {
      const answer = await inStatementSpans(all, () =>
        runSharedBatch<unknown>(this.connection, all, ahead.length),
      );
      settle(asked, answer, ahead.length, undefined);
    } catch (error) {
      const { cause, answer } = error instanceof BatchError ? error : { cause: error, answer: NOTHING };
      if (ahead.length > 0) this.failedToBegin = true;
      // What the server refuses leaves the connection as it was.
      if (!(cause instanceof DatabaseError) || cause.severity !== 'ERROR') this.isBroken = true;
      settle(asked, answer as BatchAnswer<unknown>, ahead.length, cause);
    }
  }
}

/** A statement of a transaction in which another one has failed before. */
export class TransactionFailedError extends Error {
  constructor() {
    super('a statement of the transaction has failed');
  }
}

const NOTHING: BatchAnswer<unknown> = { rows: [], tags: [] };

/** Tells each what its statements answered; the first whose statements were not all done, why. */
function settle(
  asked: readonly Asked[],
  { rows, tags }: BatchAnswer<unknown>,
  silent: number,
  error: unknown,
): void {
  let from = silent;
  let reason = error;
  for (const { statements, resolve, reject } of asked) {
    const [first, last] = [from, from + statements.length];
    from = last;
    if (error === undefined || last <= tags.length) {
      resolve(
        statements.map((_, at) => ({ rows: rows[first - silent + at] ?? [], tag: tags[first + at] ?? '' })),
      );
      continue;
    }
    reject(reason);
    reason = new TransactionFailedError();
  }
}
