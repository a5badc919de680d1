import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { createDataSource, newId, type DataScope, TransactionScopeError, UnitOfWork } from '#libs/database';
import { provenOrganization, provenProperty } from '#libs/database/scopes';
import { OWN_PROPERTY, rowSecurityFor } from '../../migrations/row-security.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

describe('a table whose rows are parted by property', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let unitOfWork: UnitOfWork;
  const [ours, theirs] = [newId(), newId()];
  const [first, second, foreign] = [newId(), newId(), newId()];

  beforeAll(async () => {
    database = await createTestDatabase();
    const owner = new Client({ connectionString: database.adminUrl });
    await owner.connect();
    await owner.query(
      'create table guests (organization_id uuid not null, property_id uuid not null, name text not null)',
    );
    for (const statement of rowSecurityFor('guests', { read: OWN_PROPERTY, write: OWN_PROPERTY }))
      await owner.query(statement);
    await owner.end();
    await database.query('insert into guests values ($1, $2, $6), ($1, $3, $7), ($4, $5, $8)', [
      ours,
      first,
      second,
      theirs,
      foreign,
      'in the first',
      'in the second',
      'elsewhere',
    ]);
    dataSource = createDataSource({
      url: database.url,
      entities: [],
      poolSize: 1,
      onConnectionError: () => undefined,
    });
    await dataSource.initialize();
    unitOfWork = new UnitOfWork(dataSource);
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const namesIn = async (scope: DataScope): Promise<string[]> => {
    const statement = { name: 'spec: guests', text: 'select name from guests order by name' };
    const read = await unitOfWork.read<{ name: string }>(scope, statement, []);
    const inTransaction = await unitOfWork.run(scope, () =>
      unitOfWork.manager().query<{ name: string }[]>(statement.text),
    );
    expect(inTransaction).toEqual(read);
    return read.map(({ name }) => name);
  };

  it('shows those of the property in its scope, and all of the organization in that of the organization', async () => {
    // One connection: each scope comes after another one, and none may leave anything behind.
    expect(await namesIn(provenProperty(ours, first))).toEqual(['in the first']);
    expect(await namesIn(provenOrganization(ours))).toEqual(['in the first', 'in the second']);
    expect(await namesIn(provenProperty(ours, second))).toEqual(['in the second']);
    expect(await namesIn(provenProperty(ours, foreign))).toEqual([]);
    expect(await namesIn(provenOrganization(theirs))).toEqual(['elsewhere']);
  });

  it('takes rows of that property only', async () => {
    const add = (scope: DataScope, property: string) =>
      unitOfWork.run(scope, () =>
        unitOfWork.manager().query('insert into guests values ($1, $2, $3)', [ours, property, 'new']),
      );
    await add(provenProperty(ours, first), first);
    await expect(add(provenProperty(ours, first), second)).rejects.toThrow(/row-level security/);
    await expect(add(provenOrganization(theirs), first)).rejects.toThrow(/row-level security/);
  });

  it('is not worked on for one property in a transaction that shows others', async () => {
    const nested = (open: DataScope, wanted: DataScope) =>
      unitOfWork.run(open, () => unitOfWork.run(wanted, () => Promise.resolve('joined')));
    const read = (open: DataScope, wanted: DataScope) =>
      unitOfWork.run(open, () => unitOfWork.read(wanted, { name: 'spec: one', text: 'select 1' }, []));
    for (const open of [provenOrganization(ours), provenProperty(ours, second)]) {
      await expect(nested(open, provenProperty(ours, first))).rejects.toThrow(TransactionScopeError);
      await expect(read(open, provenProperty(ours, first))).rejects.toThrow(TransactionScopeError);
    }
    expect(await nested(provenProperty(ours, first), provenProperty(ours, first))).toBe('joined');
    // What is about the organization is worked on beside: of rows by property it shows those of that one.
    expect(await nested(provenProperty(ours, first), provenOrganization(ours))).toBe('joined');
  });
});
