import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DataSource } from 'typeorm';
import { createDataSource, poolOf } from '#libs/database';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

describe('a connection that breaks', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = createDataSource({
      url: database.url,
      entities: [],
      poolSize: 1,
      onConnectionError: () => undefined,
    });
    await dataSource.initialize();
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it('while it is lent to somebody who does not listen yet ends nothing, and the pool has another one', async () => {
    const client = await poolOf(dataSource).connect();
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    // Not `once` of node:events, which would listen for errors as well.
    const ended = new Promise<void>((done) => client.once('end', done));
    await database.query('select pg_terminate_backend($1)', [rows[0]!.pid]);
    await ended;
    await expect(client.query('select 1')).rejects.toThrow();
    client.release();
    const [next] = await dataSource.query<[{ pid: number }]>('select pg_backend_pid() as pid');
    expect(next.pid).not.toBe(rows[0]!.pid);
  });
});
