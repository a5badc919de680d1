import type { DataSource } from 'typeorm';
import { createDataSource, newId, poolOf, UnitOfWork } from '#libs/database';
import { provenOrganization } from '#libs/database/scopes';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const NOTE = { name: 'spec: note', text: 'insert into notes (text) values ($1)' };

/** A database with one table, and a unit of work over one connection to it. */
export class NotesTable {
  readonly scope = provenOrganization(newId());
  readonly unitOfWork: UnitOfWork;

  private constructor(
    readonly database: TestDatabase,
    private readonly dataSource: DataSource,
  ) {
    this.unitOfWork = new UnitOfWork(dataSource);
  }

  static async create(): Promise<NotesTable> {
    const database = await createTestDatabase();
    await database.query(
      `create table notes (id bigint generated always as identity, text text not null,
                           unique (text) deferrable initially deferred)`,
    );
    await database.query('grant select, insert, update, delete on notes to tenantry_app');
    // One connection, so that whatever a transaction leaves behind meets the next one.
    const dataSource = createDataSource({
      url: database.url,
      entities: [],
      poolSize: 1,
      onConnectionError: () => undefined,
    });
    await dataSource.initialize();
    return new NotesTable(database, dataSource);
  }

  async drop(): Promise<void> {
    await this.dataSource.destroy();
    await this.database.drop();
  }

  readonly write = (text: string) =>
    this.unitOfWork.manager().query('insert into notes (text) values ($1)', [text]);

  readonly putOff = (text: string) => this.unitOfWork.beforeCommit(NOTE, [text]);

  /** The texts that were committed, in their order. */
  readonly notes = async () => {
    const rows = await this.database.query<{ text: string }>('select text from notes order by id');
    return rows.map(({ text }) => text);
  };

  /** How often the one connection waited for an answer meanwhile. */
  readonly roundTripsOf = async (work: () => Promise<unknown>): Promise<number> => {
    const client = await poolOf(this.dataSource).connect();
    let count = 0;
    const { connection } = client as unknown as { connection: NodeJS.EventEmitter };
    const note = () => (count += 1);
    connection.on('readyForQuery', note);
    client.release();
    await work();
    connection.off('readyForQuery', note);
    return count;
  };
}
