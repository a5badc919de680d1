import { types, type Connection, type Submittable } from 'pg';
import { isNamingFault, isStalePlan, type NamedStatements, namedStatementsOn } from './named-statements.js';
import { parameterText, type ParameterValue } from './parameter-text.js';

/** A statement whose name is unique in the service: under it, each connection parses and plans it only once. */
export interface NamedStatement {
  /** Empty: the statement is parsed and planned each time. */
  readonly name: string;
  readonly text: string;
  /**
   * The same for any number at once, where nothing else hangs on their order: its one parameter is a JSON array with the
   * values of each, as an array.
   */
  readonly many?: Omit<NamedStatement, 'many'>;
}

/** What a statement may be given. */
export type StatementValue = string | number | boolean | Date | null | readonly string[];

/** A statement and what it is given. */
export interface FilledStatement {
  readonly statement: NamedStatement;
  readonly values: readonly ParameterValue[];
}

/** What a batch answered. */
export interface BatchAnswer<Row> {
  /** Those of each statement that is read of, by its index. */
  readonly rows: readonly Row[][];
  /** PostgreSQL's word for what each statement has done, e.g. `COMMIT` or `UPDATE 2`; as many as were done. */
  readonly tags: readonly string[];
}

/** A batch of which a statement failed: those before it were done, those behind it were not. */
export class BatchError<Row> extends Error {
  constructor(
    override readonly cause: unknown,
    readonly answer: BatchAnswer<Row>,
  ) {
    super('a statement failed');
  }
}

type TypeId = Parameters<typeof types.getTypeParser>[0];

interface Column {
  readonly name: string;
  readonly parse: (text: string) => unknown;
}

/**
 * What each connection has parsed already, with the columns that come back; nothing where names do not work. Null: an
 * error came before it was known whether the name was taken, so the connection does without it.
 */
const prepared = new WeakMap<Connection, Map<string, Column[] | null>>();

/** A pool or a connection of `pg`: what it can do with a batch and its types leave out. */
export interface BatchRunner {
  query<Row>(batch: StatementBatch<Row>, values: undefined, callback: BatchCallback<Row>): void;
}

type BatchCallback<Row> = (error: Error | null | undefined, answer?: BatchAnswer<Row>) => void;

/**
 * Runs statements as one batch, on any connection of a pool. Where it turns out not to know statements by name they are
 * asked once more without: what failed was a transaction of its own, so nothing was done.
 *
 * @param statements at least one
 * @param silent how many of them, the first ones, are not read of
 * @throws the error of the first that failed
 */
export async function runBatch<Row = never>(
  pool: BatchRunner,
  statements: readonly FilledStatement[],
  silent: number,
): Promise<BatchAnswer<Row>> {
  const batch = new StatementBatch<Row>(statements, silent);
  try {
    return await submit(pool, batch);
  } catch (error) {
    if (!batch.isNamed || !(isNamingFault(error) || isStalePlan(error))) throw error;
    return submit(pool, new StatementBatch<Row>(statements, silent));
  }
}

/**
 * Runs statements of several requesters as one batch, on the connection of a transaction.
 *
 * @throws BatchError when one failed, with what those before it answered
 */
export async function runSharedBatch<Row>(
  connection: BatchRunner,
  statements: readonly FilledStatement[],
  silent: number,
): Promise<BatchAnswer<Row>> {
  const batch = new StatementBatch<Row>(statements, silent);
  try {
    return await submit(connection, batch);
  } catch (error) {
    throw new BatchError(error, batch.answer);
  }
}

function submit<Row>(runner: BatchRunner, batch: StatementBatch<Row>): Promise<BatchAnswer<Row>> {
  return new Promise((resolve, reject) => {
    runner.query(batch, undefined, (error, answer) => {
      if (answer !== undefined && !error) resolve(answer);
      else reject(error ?? new Error('the statements were not answered'));
    });
  });
}

/**
 * Several statements in one write and one round trip. After one that fails PostgreSQL does none of those behind it, and
 * outside a transaction all of them are one, which ends with the batch.
 *
 * `pg` calls the handlers below, in the way of `pg-cursor`.
 */
class StatementBatch<Row> implements Submittable {
  /** Set by `pg`. */
  callback: BatchCallback<Row> | undefined;
  /** Whether it was sent with the names of its statements. */
  isNamed = false;
  private readonly columns: Column[][] = [];
  private readonly rows: Row[][];
  private readonly tags: string[] = [];
  private done = 0;
  private failure: Error | undefined;
  private readonly newNames: string[] = [];
  private known = new Map<string, Column[] | null>();
  private names: NamedStatements | undefined;

  constructor(
    private readonly statements: readonly FilledStatement[],
    private readonly silent: number,
  ) {
    this.rows = statements.slice(silent).map(() => []);
  }

  /** So far. */
  get answer(): BatchAnswer<Row> {
    return { rows: this.rows, tags: this.tags };
  }

  submit(connection: Connection): void {
    this.names = namedStatementsOn(connection);
    this.isNamed = this.names?.areUsed ?? true;
    this.known = prepared.get(connection) ?? this.known;
    prepared.set(connection, this.known);
    connection.stream.cork();
    try {
      for (const each of this.statements) this.send(connection, each);
      connection.sync();
    } finally {
      connection.stream.uncork();
    }
  }

  handleRowDescription({ fields }: { fields: readonly { name: string; dataTypeID: TypeId }[] }): void {
    for (const { name, dataTypeID } of fields) {
      const parse = types.getTypeParser(dataTypeID, 'text') as Column['parse'];
      this.columns[this.done]?.push({ name, parse });
    }
  }

  handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
    const rows = this.rows[this.done - this.silent];
    if (rows === undefined) return;
    const row: Record<string, unknown> = {};
    try {
      this.columns[this.done]?.forEach(({ name, parse }, at) => {
        const text = fields[at] ?? null;
        row[name] = text === null ? null : parse(text);
      });
    } catch (error) {
      this.failure ??= error instanceof Error ? error : new Error('a column could not be read');
    }
    rows.push(row as Row);
  }

  handleCommandComplete({ text }: { text: string }): void {
    this.done += 1;
    this.tags.push(text);
  }

  handleError(error: Error): void {
    if (this.isNamed && isNamingFault(error)) this.names?.giveUp();
    if (this.isNamed && isStalePlan(error)) this.names?.renew();
    for (const name of this.newNames) this.known.set(name, null);
    this.callback?.(error);
  }

  handleReadyForQuery(): void {
    // Rows go by the index of their statement, so none may be without an end.
    if (this.done !== this.statements.length) this.failure ??= new Error('a statement was not answered');
    this.callback?.(this.failure, this.answer);
  }

  handleEmptyQuery(): void {
    this.failure ??= new Error('the statement is empty');
  }

  handlePortalSuspended(): void {
    this.failure ??= new Error('the rows were cut off');
  }

  private send(connection: Connection, { statement: { name, text }, values }: FilledStatement): void {
    const kept = this.names?.nameOf(name) ?? name;
    const known = this.isNamed && name !== '' ? this.known.get(kept) : null;
    const statement = known === null ? '' : kept;
    const columns = known ?? [];
    if (!known) {
      connection.parse({ name: statement, text, types: [] }, true);
      if (statement !== '') {
        this.known.set(statement, columns);
        this.newNames.push(statement);
      }
    }
    connection.bind({ portal: '', statement, values: values.map(parameterText) }, true);
    // What comes back is described once.
    if (!known) connection.describe({ type: 'P', name: '' }, true);
    connection.execute({ portal: '' }, true);
    this.columns.push(columns);
  }
}
