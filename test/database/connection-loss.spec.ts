import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { DataSource } from 'typeorm';
import { createDataSource, newId, poolOf, UnitOfWork } from '#libs/database';
import { provenOrganization } from '#libs/database/scopes';
import { errorOfPostgresFault } from '../../libs/http/errors/postgres-faults.js';
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

  it('in the middle of a transaction is told as a fault that passes, also by what the ORM refuses then', async () => {
    const unitOfWork = new UnitOfWork(dataSource);
    const scope = provenOrganization(newId());
    const broken = unitOfWork.run(scope, async () => {
      const [row] = await unitOfWork.manager().query<[{ pid: number }]>('select pg_backend_pid() as pid');
      const runner = unitOfWork.manager().queryRunner!;
      await database.query('select pg_terminate_backend($1)', [row.pid]);
      await vi.waitUntil(() => runner.isReleased);
      return unitOfWork.manager().query('select 1');
    });
    const fault = await broken.then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(fault).toMatchObject({ code: '08006' });
    expect(errorOfPostgresFault(fault)?.status).toBe(503);
    expect(await unitOfWork.run(scope, () => unitOfWork.manager().query('select 1 as one'))).toEqual([
      { one: 1 },
    ]);
  });
});
