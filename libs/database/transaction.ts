import type { Client } from 'pg';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import type { DataScope } from './scope.js';
import { setScope } from './set-scope.js';
import { measured, measuredText } from './statement-spans.js';
import { type BatchAnswer, type BatchRunner, type FilledStatement, runBatch } from './statement-batch.js';

type Connection = BatchRunner & Pick<Client, 'end'>;

const plain = (text: string): FilledStatement => ({
  statement: { name: `tenantry: ${text}`, text },
  values: [],
});
const BEGIN = plain('begin');
const COMMIT = plain('commit');
const ROLLBACK = plain('rollback');

// So many that their answers are worth the round trip, and so few that memory does not grow with the work.
const MAX_PUT_OFF = 200;

/**
 * One transaction on a connection of its own. It begins in its scope with one write, and ends with one: what was put off
 * until the end goes along with `COMMIT`, which is not done when any of that fails.
 */
export class Transaction {
  private putOff: FilledStatement[] = [];
  private isOver = false;
  private isBroken = false;

  private constructor(
    private readonly runner: QueryRunner,
    private readonly connection: Connection,
  ) {}

  static async begin(dataSource: DataSource, scope: DataScope): Promise<Transaction> {
    const runner = dataSource.createQueryRunner();
    const transaction = new Transaction(runner, (await runner.connect()) as Connection);
    try {
      await transaction.send([BEGIN, setScope(scope)]);
    } catch (error) {
      await transaction.release();
      throw error;
    }
    // Otherwise the ORM would begin one of its own around what it saves.
    Object.assign(runner, { isTransactionActive: true, transactionDepth: 1 });
    transaction.refuseLateQueries();
    return transaction;
  }

  get manager(): EntityManager {
    return this.runner.manager;
  }

  /**
   * Has a statement run before the transaction commits, after all that ran until now.
   *
   * @throws Error when it is over: whoever did not wait for what they put off must not believe that it was done
   */
  async beforeCommit(statement: FilledStatement): Promise<void> {
    if (this.isOver) throw new Error('the transaction is over');
    this.putOff.push(statement);
    if (this.putOff.length >= MAX_PUT_OFF) await this.send(this.takePutOff());
  }

  /** @throws the error of what was put off, or of the commit; then nothing has changed, unless the connection broke */
  async commit(): Promise<void> {
    this.isOver = true;
    const { tag } = await this.send([...this.takePutOff(), COMMIT]);
    // PostgreSQL's answer where a statement had failed before and nobody said so.
    if (tag !== 'COMMIT') throw new Error('the transaction could not commit: a statement in it had failed');
  }

  /**
   * Does not throw: a connection on which it fails is given up, and with it the transaction.
   *
   * @param because why; a connection that does not answer any more is not asked once again
   */
  async rollback(because: unknown): Promise<void> {
    this.isOver = true;
    if (because instanceof Error && because.message === 'Query read timeout') this.isBroken = true;
    if (!this.isBroken) await this.send([ROLLBACK]).catch(() => undefined);
  }

  /** Gives the connection back, or up. */
  async release(): Promise<void> {
    // The pool keeps no connection that is on its way out.
    if (this.isBroken) this.connection.end().catch(() => undefined);
    await this.runner.release();
  }

  /** Work that goes on beside a failed branch would write behind ROLLBACK: for good, and without the scope. */
  private refuseLateQueries(): void {
    const query = this.runner.query.bind(this.runner) as (...asked: unknown[]) => Promise<unknown>;
    Object.assign(this.runner, {
      query: (...asked: unknown[]) =>
        this.isOver
          ? Promise.reject(new Error('the transaction is over'))
          : measuredText(asked[0], () => query(...asked)),
    });
  }

  private takePutOff(): FilledStatement[] {
    const statements = this.putOff;
    this.putOff = [];
    return statements;
  }

  private async send(statements: readonly FilledStatement[]): Promise<BatchAnswer<never>> {
    try {
      return await measured(statements, () => runBatch(this.connection, statements, statements.length));
    } catch (error) {
      this.isBroken = true;
      throw error;
    }
  }
}
