import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXISTING_COLUMNS, registry, undeclaredColumns } from '#privacy';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';

describe('registry of personal data', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  });

  afterAll(() => database.drop());

  const existing = () => database.query<{ table: string; column: string }>(EXISTING_COLUMNS);

  it('declares every column of the migrated database', async () => {
    expect(undeclaredColumns(await existing())).toEqual([]);
  });

  it('declares nothing that is not there', async () => {
    const there = new Set((await existing()).map(({ table, column }) => `${table}.${column}`));
    const ghosts = registry
      .filter(({ table }) => !table.endsWith('*'))
      .flatMap(({ table, personal, other }) =>
        [...Object.keys(personal), ...other].map((column) => `${table}.${column}`),
      )
      .filter((column) => !there.has(column));
    expect(ghosts).toEqual([]);
  });

  it('reports a column that somebody adds', async () => {
    await database.query('alter table users add column shoe_size text');
    expect(undeclaredColumns(await existing())).toEqual(['public.users.shoe_size']);
    await database.query('alter table users drop column shoe_size');
  });
});
