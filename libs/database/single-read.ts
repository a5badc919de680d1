import { types, type Connection, type Submittable } from 'pg';
import { settingsOf, type Scope } from './scope.js';

/** A statement whose name is unique in the service: under it, each connection parses and plans it only once. */
export interface NamedStatement {
  readonly name: string;
  readonly text: string;
}

/** What a statement may be given. */
export type ReadValue = string | number | boolean | Date | null | readonly string[];

type Callback<Row> = (error: Error | null | undefined, rows?: Row[]) => void;

type TypeId = Parameters<typeof types.getTypeParser>[0];

interface Column {
  readonly name: string;
  readonly parse: (text: string) => unknown;
}

const SET_SCOPE: NamedStatement = {
  name: 'tenantry: scope of a read',
  text: `select set_config('app.scope_kind', $1, true), set_config('app.scope_organization', $2, true),
                set_config('app.scope_user', $3, true), set_config('transaction_read_only', 'on', true)`,
};

/** What each connection has parsed already, with the columns that come back. */
const prepared = new WeakMap<Connection, Map<string, Column[]>>();

/**
 * One statement in one round trip, in a scope or in none: sets the scope and reads in a single transaction, which
 * PostgreSQL opens by itself and ends at the `Sync` message; with it ends the scope, whatever happens to the request.
 * The transaction is read-only.
 *
 * Goes to `Pool.query`, which calls the handlers below in the way of `pg-cursor`. After an error the pool closes the
 * connection, so none is used again whose statements are unknown.
 */
export class SingleRead<Row> implements Submittable {
  /** Set by `pg`. */
  callback: Callback<Row> | undefined;
  private readonly rows: Row[] = [];
  private columns: Column[] = [];
  private isScopeSet: boolean;
  private failure: Error | undefined;

  constructor(
    private readonly scope: Scope | null,
    private readonly statement: NamedStatement,
    private readonly values: readonly ReadValue[],
  ) {
    this.isScopeSet = scope === null;
  }

  submit(connection: Connection): void {
    const known = prepared.get(connection) ?? new Map<string, Column[]>();
    prepared.set(connection, known);
    connection.stream.cork();
    try {
      if (this.scope !== null) this.send(connection, known, SET_SCOPE, settingsOf(this.scope));
      this.columns = this.send(connection, known, this.statement, this.values);
      connection.sync();
    } finally {
      connection.stream.uncork();
    }
  }

  handleRowDescription({ fields }: { fields: readonly { name: string; dataTypeID: TypeId }[] }): void {
    for (const { name, dataTypeID } of fields) {
      const parse = types.getTypeParser(dataTypeID, 'text') as Column['parse'];
      this.columns.push({ name, parse });
    }
  }

  handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
    if (!this.isScopeSet) return;
    const row: Record<string, unknown> = {};
    try {
      this.columns.forEach(({ name, parse }, at) => {
        const text = fields[at] ?? null;
        row[name] = text === null ? null : parse(text);
      });
    } catch (error) {
      this.failure ??= error instanceof Error ? error : new Error('a column could not be read');
    }
    this.rows.push(row as Row);
  }

  /** The first of two tells that the scope is set; its row is of no interest. */
  handleCommandComplete(): void {
    this.isScopeSet = true;
  }

  handleError(error: Error): void {
    this.callback?.(error);
  }

  handleReadyForQuery(): void {
    this.callback?.(this.failure, this.rows);
  }

  handleEmptyQuery(): void {
    this.failure ??= new Error('the statement is empty');
  }

  handlePortalSuspended(): void {
    this.failure ??= new Error('the rows were cut off');
  }

  private send(
    connection: Connection,
    known: Map<string, Column[]>,
    { name, text }: NamedStatement,
    values: readonly ReadValue[],
  ): Column[] {
    let columns = known.get(name);
    const isNew = columns === undefined;
    if (columns === undefined) {
      connection.parse({ name, text, types: [] }, true);
      known.set(name, (columns = []));
    }
    connection.bind({ portal: '', statement: name, values: values.map(written) }, true);
    // What comes back is described once; the scope's own answer never.
    if (isNew && name !== SET_SCOPE.name) connection.describe({ type: 'P', name: '' }, true);
    connection.execute({ portal: '' }, true);
    return columns;
  }
}

/** As the protocol's text format has it. */
function written(value: ReadValue): string | null {
  if (value === null) return null;
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'object') return `{${value.map((text) => JSON.stringify(text)).join(',')}}`;
  return String(value);
}
