import type { Connection, Pool, PoolClient } from 'pg';
import { ReusedStatements } from './reused-statements.js';
import { sqlStateOf } from './sql-state.js';

/** What stands in a log, in `doctor` and in `GET /health` where names do not work. */
export const WITHOUT_NAMES =
  'The pooler in front of the database does not keep named statements, so each is parsed anew: ' +
  'set max_prepared_statements above 0 (PgBouncer 1.21 or newer), or use session mode.';

const PROBE = { name: 'tenantry: probe', text: 'select pg_backend_pid() as pid' };
const ROUNDS = 4;

const naming = new WeakMap<Connection, NamedStatements>();

/** Whether a statement was not known by its name, or was known before it was told: what a pooler makes of names. */
export function isNamingFault(error: unknown): boolean {
  // invalid_sql_statement_name and duplicate_prepared_statement
  return ['26000', '42P05'].includes(sqlStateOf(error));
}

/** Whether what a connection planned under a name answers with other types now: a migration changed its table. */
export function isStalePlan(error: unknown): boolean {
  // feature_not_supported: "cached plan must not change result type"
  return sqlStateOf(error) === '0A000';
}

export function useNamedStatements(connection: Connection, names: NamedStatements): void {
  naming.set(connection, names);
}

/** What is known of the pool that a connection belongs to. */
export function namedStatementsOn(connection: Connection): NamedStatements | undefined {
  return naming.get(connection);
}

/**
 * Whether statements of a pool may have names, under which a connection parses and plans them once. Between us and the
 * server may stand a pooler that gives each transaction another connection and knows nothing of names; then every
 * statement goes without one, which costs time and nothing else.
 */
export class NamedStatements {
  /** Names of texts that nobody named. */
  readonly reused = new ReusedStatements();
  private isUsable = true;
  private generation = 0;

  constructor(private readonly pool: () => Pool) {}

  get areUsed(): boolean {
    return this.isUsable;
  }

  /** The name under which connections keep a statement now. */
  nameOf(name: string): string {
    return this.generation === 0 ? name : `${name} #${this.generation}`;
  }

  /** All connections parse and plan everything anew: what they know may be of a table that has changed since. */
  renew(): void {
    this.generation += 1;
  }

  /** For the rest of the process: connections that learned names by halves could answer with another statement. */
  giveUp(): void {
    this.isUsable = false;
  }

  /**
   * Tries it out on two connections: a name that one of them gave must be known to it wherever it is sent next, and
   * must not be in the way of the other. Where both always meet servers of their own there is no pooler, or one that
   * keeps a server for each client.
   *
   * @returns whether names are used from now on
   */
  async probe(): Promise<boolean> {
    const clients: PoolClient[] = [];
    try {
      for (let count = 0; count < 2; count += 1) clients.push(await this.pool().connect());
      const [first, second] = clients as [PoolClient, PoolClient];
      for (let round = 0; round < ROUNDS; round += 1) await meet(first, second);
    } catch (error) {
      if (!isNamingFault(error)) throw error;
      this.giveUp();
    } finally {
      // Not given back: what they know by name is not what others may rely on.
      for (const client of clients) client.release(true);
    }
    return this.isUsable;
  }
}

async function meet(first: PoolClient, second: PoolClient): Promise<void> {
  const before = await pidOf(first.query<{ pid: number }>(PROBE));
  await second.query('begin');
  try {
    // This one has its server for itself until it ends.
    const held = await pidOf(second.query<{ pid: number }>(PROBE.text));
    await (held === before ? second : first).query(PROBE);
  } finally {
    await second.query('rollback');
  }
}

async function pidOf(answer: Promise<{ rows: { pid: number }[] }>): Promise<number | undefined> {
  return (await answer).rows[0]?.pid;
}
