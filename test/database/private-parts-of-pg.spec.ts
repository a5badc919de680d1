import { afterAll, beforeAll, describe, it } from 'vitest';
import { EventEmitter } from 'node:events';
import { Client, type ClientConfig, type Connection, Pool, type PoolClient } from 'pg';
import { LibraryCanary } from '../support/library-canary.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const BATCH = 'libs/database/statement-batch.ts';
const SAFE_CLIENT = 'libs/database/crash-safe-client.ts';
const TRANSACTION = 'libs/database/transaction.ts';
const NAMES = 'libs/database/named-statements-of.ts';

const pg = new LibraryCanary('pg');

type Written = (connection: Connection) => void;
type Callback = (error: Error | null | undefined, answer?: unknown) => void;

/** Writes messages of the extended protocol, and keeps what is told of their answers. */
class Messages {
  callback: Callback | undefined;
  readonly told: [handler: string, what: unknown][] = [];
  readonly connections: Connection[] = [];

  constructor(private readonly write: Written) {}

  submit(connection: Connection): void {
    this.connections.push(connection);
    this.write(connection);
  }

  handleRowDescription = ({ fields }: { fields: { name: string; dataTypeID: number }[] }) => {
    this.note(
      'rowDescription',
      fields.map(({ name, dataTypeID }) => [name, dataTypeID]),
    );
  };
  handleDataRow = ({ fields }: { fields: unknown[] }) => {
    this.note('dataRow', [...fields]);
  };
  handleCommandComplete = ({ text }: { text: string }) => {
    this.note('commandComplete', text);
  };
  handleEmptyQuery = () => {
    this.note('emptyQuery', null);
  };
  handlePortalSuspended = () => {
    this.note('portalSuspended', null);
  };

  handleReadyForQuery(): void {
    this.note('readyForQuery', null);
    this.callback?.(null, this.told);
  }

  handleError(error: Error & { code?: string }): void {
    this.note('error', error.code ?? error.message);
    this.callback?.(error);
  }

  private note(handler: string, what: unknown): void {
    this.told.push([handler, what]);
  }
}

/** One statement, as the batch writes it. */
const statement =
  (text: string, values: (string | null)[] = [], rows = 0): Written =>
  (connection) => {
    connection.parse({ name: '', text, types: [] }, true);
    connection.bind({ portal: '', statement: '', values }, true);
    connection.describe({ type: 'P', name: '' }, true);
    connection.execute({ portal: '', ...(rows > 0 && { rows: String(rows) }) }, true);
  };
const together =
  (...parts: Written[]): Written =>
  (connection) => {
    connection.stream.cork();
    for (const part of parts) part(connection);
    connection.sync();
    connection.stream.uncork();
  };

interface Marked extends ClientConfig {
  readonly marked?: object;
}

interface Runner {
  query(batch: Messages, values: undefined, callback: Callback): unknown;
}
const run = (runner: unknown, messages: Messages): Promise<unknown> =>
  new Promise((resolve, reject) => {
    (runner as Runner).query(messages, undefined, (error, answer) => {
      if (error) reject(error);
      else resolve(answer);
    });
  });
const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

describe('what is leaned on in pg without being documented', () => {
  let database: TestDatabase;
  let pool: Pool;
  const made: { client: Client; config: Marked | undefined; connection: unknown }[] = [];
  const marked = { whole: 'and not a copy' };

  class Watched extends Client {
    constructor(config?: Marked) {
      super(config);
      made.push({ client: this, config, connection: lineOf(this) });
    }
  }
  const lineOf = (client: unknown) => (client as { connection?: unknown }).connection;
  const lend = () =>
    pg.comes(pool.connect(), 'a pool has a connection for one that it has given up', TRANSACTION);
  const pidOf = async (client: PoolClient) => {
    const asked = client.query<{ pid: number }>('select pg_backend_pid() as pid');
    return (await pg.comes(asked, 'a connection that was lent answers', TRANSACTION)).rows[0]?.pid;
  };
  const opened = (more: object = {}) =>
    new Pool({ connectionString: database.url, max: 1, ...{ Client: Watched, marked, ...more } });

  beforeAll(async () => {
    database = await createTestDatabase();
    pool = opened();
    pool.on('error', () => undefined);
  });

  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it('a pool makes its connections by the class in its option Client, and gives them all its options', async () => {
    await pool.query('select 1');
    const [first] = made;
    pg.holds(
      first !== undefined,
      'the option Client of a pool names the class of its connections',
      SAFE_CLIENT,
    );
    pg.holds(
      first?.config?.marked === marked,
      'each connection of a pool is made with all options of the pool, unknown ones too',
      SAFE_CLIENT,
    );
    const { options } = pool as unknown as { options: { marked?: object } };
    pg.holds(
      options.marked === marked,
      'Pool.options holds all options of the pool, unknown ones too',
      NAMES,
    );
  });

  it('Client.connection is the line to the server, from the constructor on and for good', async () => {
    const client = await lend();
    const line = made.find((each) => each.client === (client as unknown as Client))?.connection;
    pg.holds(
      line instanceof EventEmitter && lineOf(client) === line,
      'Client.connection is there after the constructor and is not replaced when it connects',
      SAFE_CLIENT,
    );
    const messages = new Messages(together(statement('select 1')));
    await pg.comes(run(client, messages), 'Client.query takes an object with submit', BATCH);
    client.release();
    pg.holds(
      messages.connections.length === 1 && messages.connections[0] === line,
      'submit is called once, with Client.connection',
      BATCH,
    );
    const calls = ['parse', 'bind', 'describe', 'execute', 'sync'] as const;
    const { stream } = line as Connection;
    pg.holds(
      calls.every((call) => typeof (line as Connection)[call] === 'function') &&
        typeof stream.cork === 'function' &&
        typeof stream.uncork === 'function',
      'a connection has parse, bind, describe, execute, sync and a stream that can be corked',
      BATCH,
    );
  });

  it('query() of a pool and of a connection hands on what the callback of the object is called with', async () => {
    const client = await lend();
    for (const runner of [client, pool]) {
      if (runner === pool) client.release();
      const messages = new Messages(together(statement('select 1')));
      const answer = await pg.comes(
        run(runner, messages),
        'an object with submit gets the callback of query() as its own',
        BATCH,
      );
      pg.holds(answer === messages.told, 'the answer passes through query() as it is', BATCH);
    }
  });

  it('the handlers of the object hear of several statements in one write, in the server’s order', async () => {
    const messages = new Messages(
      together(
        statement('select $1::int as number, $2::text as nothing', ['7', null]),
        statement(`set local tenantry.canary = 'x'`),
        statement(''),
        statement('select generate_series(1, 3)', [], 2),
      ),
    );
    await pg.comes(run(pool, messages), 'several statements are answered before one sync', BATCH);
    pg.holds(
      same(messages.told.slice(0, 3), [
        [
          'rowDescription',
          [
            ['number', 23],
            ['nothing', 25],
          ],
        ],
        ['dataRow', ['7', null]],
        ['commandComplete', 'SELECT 1'],
      ]),
      'handlers are given name and dataTypeID of each column, its value as text or null, and the tag as text',
      BATCH,
    );
    pg.holds(same(messages.told[3], ['commandComplete', 'SET']), 'a statement without rows has a tag', BATCH);
    pg.holds(same(messages.told[4], ['emptyQuery', null]), 'handleEmptyQuery hears of no statement', BATCH);
    pg.holds(
      same(messages.told.slice(-2), [
        ['portalSuspended', null],
        ['readyForQuery', null],
      ]),
      'handlePortalSuspended hears of rows that were cut off, handleReadyForQuery of the end',
      BATCH,
    );
  });

  it('handleError is given the server’s error, and nothing that stands behind it in the write is done', async () => {
    const client = await lend();
    const before = await pidOf(client);
    client.release();
    const messages = new Messages(together(statement('select 1 / 0'), statement('select 2')));
    const refused = await run(pool, messages).then(
      () => undefined,
      (error: unknown) => error,
    );
    pg.holds(
      same(messages.told.at(-1), ['error', '22012']) && refused instanceof Error,
      'handleError is the last that is heard, with the code of the error',
      BATCH,
    );
    const next = await lend();
    const after = await pidOf(next);
    next.release();
    pg.holds(after !== before, 'Pool.query gives a connection up whose query has failed', BATCH);
  });

  it('the option query_timeout ends such an object too, by an error that says "Query read timeout"', async () => {
    const impatient = opened({ query_timeout: 200 });
    impatient.on('error', () => undefined);
    const client = await impatient.connect();
    const slow = run(client, new Messages(together(statement('select pg_sleep(2)'))));
    const error = await pg.comes(
      slow.then(
        () => undefined,
        (reason: unknown) => reason,
      ),
      'query_timeout counts for an object with submit',
      TRANSACTION,
    );
    client.release(true);
    await impatient.end();
    pg.holds(
      error instanceof Error && error.message === 'Query read timeout',
      'a query that took longer than query_timeout fails with "Query read timeout"',
      TRANSACTION,
    );
  });

  it('a pool keeps no connection that was told to end before it came back', async () => {
    const client = await lend();
    const before = await pidOf(client);
    void (client as unknown as Client).end();
    client.release();
    const next = await lend();
    const after = await pidOf(next);
    next.release();
    pg.holds(after !== before, 'a connection that was told to end is not lent again', TRANSACTION);
  });
});
