import type { Client } from 'pg';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { ConnectionLostError, isReleasedRunner } from './connection-lost-error.js';
import type { DataScope } from './scope.js';
import { setScope } from './set-scope.js';
import type { ParameterValue } from './parameter-text.js';
import { namedStatementsOf } from './named-statements-of.js';
import type { ReusedStatements } from './reused-statements.js';
import type { BatchRunner, FilledStatement } from './statement-batch.js';
import { jsonText } from './json-text.js';
import { type StatementAnswer, StatementQueue } from './statement-queue.js';

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

/** What the ORM expects of a statement that it runs. */
interface OrmResult {
  readonly records: readonly unknown[];
  readonly affected: number | undefined;
  /** The rows; of an update or delete, the rows and how many they are. */
  readonly raw: unknown;
}

/** A statement that runs with the commit, and who reads its rows then. */
interface PutOff extends FilledStatement {
  readonly take?: (rows: readonly unknown[]) => void;
}

/**
 * One transaction on a connection of its own. It begins in its scope with the first statement, in one write with it, and
 * ends with one: what was put off until the end goes along with `COMMIT`, which is not done when any of that fails.
 */
export class Transaction {
  private readonly queue: StatementQueue;
  private putOff: PutOff[] = [];
  private isOver = false;

  private constructor(
    private readonly runner: QueryRunner,
    private readonly connection: Connection,
    scope: DataScope,
    private readonly onChange: () => void,
  ) {
    this.queue = new StatementQueue(connection, [BEGIN, setScope(scope)]);
  }

  /** @param onChange is called, by whoever asks, ahead of each statement that may change something */
  static async begin(dataSource: DataSource, scope: DataScope, onChange: () => void): Promise<Transaction> {
    const runner = dataSource.createQueryRunner();
    const connection = (await runner.connect()) as Connection;
    const transaction = new Transaction(runner, connection, scope, onChange);
    // Otherwise the ORM would begin one of its own around what it saves.
    Object.assign(runner, { isTransactionActive: true, transactionDepth: 1 });
    transaction.takeQueries(namedStatementsOf(dataSource).reused);
    return transaction;
  }

  get manager(): EntityManager {
    return this.runner.manager;
  }

  /**
   * Runs one statement and reads its rows.
   *
   * @throws Error when the transaction is over: what goes on beside a failed branch would write behind ROLLBACK, for good
   * and without the scope
   */
  async query<Row>(statement: FilledStatement): Promise<readonly Row[]> {
    return (await this.ask(statement)).rows as readonly Row[];
  }

  /**
   * Has a statement run before the transaction commits, after all that ran until now.
   *
   * @param take gets its rows, which hold only when the transaction commits
   * @throws Error when it is over: whoever did not wait for what they put off must not believe that it was done
   */
  async beforeCommit(statement: FilledStatement, take?: PutOff['take']): Promise<void> {
    if (this.isOver) throw new Error('the transaction is over');
    this.putOff.push(take === undefined ? statement : { ...statement, take });
    if (this.putOff.length >= MAX_PUT_OFF) await this.sendPutOff();
  }

  /** @throws the error of what was put off, or of the commit; then nothing has changed, unless the connection broke */
  async commit(): Promise<void> {
    this.isOver = true;
    // Nothing was asked, and nothing is to be done.
    if (!this.queue.hasBegun && this.putOff.length === 0) return;
    const tag = await this.sendPutOff(COMMIT);
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
    this.queue.clear(new Error('the transaction is over'));
    if (because instanceof Error && because.message === 'Query read timeout') this.queue.giveUp();
    if (this.queue.isLost || !this.queue.hasBegun) return;
    await this.queue.end(ROLLBACK).catch(() => undefined);
  }

  /** What really failed. @param error what the work threw before the connection was given back */
  faultOf(error: unknown): unknown {
    return isReleasedRunner(error) && this.runner.isReleased ? new ConnectionLostError(error) : error;
  }

  /** Gives the connection back, or up. */
  async release(): Promise<void> {
    // The pool keeps no connection that is on its way out.
    if (this.queue.isLost) this.connection.end().catch(() => undefined);
    await this.runner.release();
  }

  /** The ORM's statements go the same way as all others. */
  private takeQueries(reused: ReusedStatements): void {
    const query = async (text: string, values: readonly ParameterValue[] = [], isWhole = false) => {
      const statement = { name: reused.nameOf(text), text };
      const result = resultOf(await this.ask({ statement, values }));
      return isWhole ? result : result.raw;
    };
    Object.assign(this.runner, { query });
  }

  private async ask(statement: FilledStatement): Promise<StatementAnswer> {
    if (this.isOver) throw new Error('the transaction is over');
    if (!isRead(statement.statement.text)) this.onChange();
    const [answer] = await this.queue.ask([statement]);
    if (answer === undefined) throw new Error('a statement was not answered');
    return answer;
  }

  /** @returns PostgreSQL's word for what the last of them has done */
  private async sendPutOff(...more: FilledStatement[]): Promise<string> {
    const putOff = alikeTogether(this.putOff);
    this.putOff = [];
    const answers = await this.queue.ask([...putOff, ...more]);
    putOff.forEach(({ take }, at) => take?.(answers[at]?.rows ?? []));
    return answers.at(-1)?.tag ?? '';
  }
}

/** Those that can be one statement are one, in the place of the first of them. */
function alikeTogether(putOff: readonly PutOff[]): PutOff[] {
  return [...Map.groupBy(putOff, alikeOf).values()].map((alike) => {
    const [first] = alike as [PutOff];
    const { many } = first.statement;
    if (many === undefined || alike.length === 1) return first;
    return { statement: many, values: [jsonText(alike.map(({ values }) => values))] };
  });
}

/** What is one statement with others of the same; by itself, what cannot be. */
function alikeOf(each: PutOff): unknown {
  return each.statement.many === undefined || each.take !== undefined ? each : each.statement;
}

const READ = /^\s*select\b/i;
// A function of ours may do anything, and a statement may change something on the way to what it reads.
const MAY_CHANGE = /\bapp\.\w+\s*\(|\b(?:insert\s+into|delete\s+from|update\s+\w+\s+set|nextval)\b/i;

/** Whether a statement only reads, or takes locks. */
function isRead(text: string): boolean {
  return READ.test(text) && !MAY_CHANGE.test(text);
}

function resultOf({ rows, tag }: StatementAnswer): OrmResult {
  const [command = '', ...counts] = tag.split(' ');
  const count = counts.at(-1);
  const affected = count === undefined ? undefined : Number(count);
  const isChange = command === 'UPDATE' || command === 'DELETE';
  return { records: rows, affected, raw: isChange ? [rows, affected] : rows };
}
