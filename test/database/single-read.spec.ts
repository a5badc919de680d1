import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DataSource } from 'typeorm';
import { createDataSource, newId, TransactionScopeError, UnitOfWork } from '#libs/database';
import { provenOrganization } from '#libs/database/scopes';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const NAMES = { name: 'spec: names', text: 'select name, version, created_at from properties order by name' };
const SETTINGS = {
  name: 'spec: settings',
  text: `select coalesce(current_setting('app.scope_kind', true), '') as kind,
           coalesce(current_setting('app.scope_organization', true), '') as organization,
           current_setting('transaction_read_only') as read_only`,
};

describe('a read in one round trip', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let unitOfWork: UnitOfWork;
  const [ours, theirs] = [newId(), newId()];
  const [us, them] = [provenOrganization(ours), provenOrganization(theirs)];

  beforeAll(async () => {
    database = await createTestDatabase();
    for (const [id, name] of [
      [ours, 'ours'],
      [theirs, 'theirs'],
    ]) {
      await database.query(
        `insert into organizations (id, slug, name, status, created_at, updated_at)
         values ($1, $2, $2, 'active', now(), now())`,
        [id, name],
      );
      await database.query(
        `insert into properties (id, organization_id, name, slug, timezone, status, version, created_at, updated_at)
         values ($1, $2, $3, 'one', 'UTC', 'active', 7, '2026-02-28T23:59:59.123Z', now())`,
        [newId(), id, `of ${name}`],
      );
    }
    // Two connections, so that each soon serves the one tenant after the other.
    dataSource = createDataSource({
      url: database.url,
      entities: [],
      poolSize: 2,
      onConnectionError: () => undefined,
    });
    await dataSource.initialize();
    unitOfWork = new UnitOfWork(dataSource);
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  beforeEach(() => database.query('update properties set version = 7'));

  it('shows the rows of its scope, in their types', async () => {
    expect(await unitOfWork.read(us, NAMES, [])).toEqual([
      { name: 'of ours', version: 7, created_at: new Date('2026-02-28T23:59:59.123Z') },
    ]);
  });

  it('shows each tenant its own while hundreds of reads, failures and transactions share two connections', async () => {
    const wrong: unknown[] = [];
    const one = async (i: number) => {
      const [scope, expected] = i % 2 === 0 ? [us, 'of ours'] : [them, 'of theirs'];
      if (i % 29 === 0) {
        await unitOfWork
          .read(
            scope,
            { name: `spec: fault ${i % 3}`, text: `select name, 1 / (version - 7) from properties` },
            [],
          )
          .catch(() => undefined);
      } else if (i % 5 === 0) {
        const rows = await unitOfWork.run(scope, () =>
          unitOfWork.manager().query<{ name: string }[]>(NAMES.text),
        );
        if (rows.length !== 1 || rows[0]?.name !== expected) wrong.push(rows);
      } else if (i % 11 === 0) {
        const rows = await unitOfWork.unscoped(NAMES);
        if (rows.length > 0) wrong.push(rows);
      } else {
        const rows = await unitOfWork.read<{ name: string }>(scope, NAMES, []);
        if (rows.length !== 1 || rows[0]?.name !== expected) wrong.push(rows);
      }
    };
    for (let wave = 0; wave < 20; wave += 1)
      await Promise.all(Array.from({ length: 30 }, (_, i) => one(wave * 30 + i)));
    expect(wrong).toEqual([]);
  });

  it('leaves neither scope nor read-only transaction behind on the connection', async () => {
    for (let i = 0; i < 6; i += 1) {
      expect(await unitOfWork.read(us, SETTINGS, [])).toEqual([
        { kind: 'organization', organization: ours, read_only: 'on' },
      ]);
      expect(await unitOfWork.unscoped(SETTINGS)).toEqual([{ kind: '', organization: '', read_only: 'off' }]);
    }
  });

  it('cannot write', async () => {
    const write = {
      name: 'spec: write',
      text: `update properties set name = 'x' where organization_id = $1 returning id`,
    };
    await expect(unitOfWork.read(us, write, [ours])).rejects.toMatchObject({ code: '25006' });
    expect(await unitOfWork.read(us, NAMES, [])).toMatchObject([{ name: 'of ours' }]);
  });

  it('that cannot be parsed fails each time, and other reads go on', async () => {
    const broken = { name: 'spec: broken', text: 'select nothing from nowhere' };
    for (let i = 0; i < 3; i += 1) {
      await expect(unitOfWork.read(us, broken, [])).rejects.toMatchObject({ code: '42P01' });
      expect(await unitOfWork.read(us, NAMES, [])).toHaveLength(1);
    }
  });

  it('outlives the loss of every connection', async () => {
    await unitOfWork.read(us, NAMES, []);
    await database.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename <> current_user`,
    );
    const readAgain = () => unitOfWork.read(us, NAMES, []).catch(() => unitOfWork.read(us, NAMES, []));
    expect(await readAgain()).toHaveLength(1);
    expect(await readAgain()).toHaveLength(1);
  });

  it('takes text, numbers, times, lists and nothing at all', async () => {
    const values = {
      name: 'spec: values',
      text: `select $1::text as a, $2::int as b, $3::boolean as c, $4::timestamptz as d, $5::text[] as e, $6::uuid as f`,
    };
    const list = ['plain', 'with "quotes", {braces} and \\', ''];
    expect(await unitOfWork.unscoped(values, ['ü', 4, false, new Date(5), list, null])).toEqual([
      { a: 'ü', b: 4, c: false, d: new Date(5), e: list, f: null },
    ]);
  });

  it('inside a transaction of its scope sees what that has changed, and refuses another scope', async () => {
    await unitOfWork.run(us, async () => {
      await unitOfWork
        .manager()
        .query(`update properties set version = 8 where organization_id = $1`, [ours]);
      expect(await unitOfWork.read(us, NAMES, [])).toMatchObject([{ version: 8 }]);
      await expect(unitOfWork.read(them, NAMES, [])).rejects.toThrow(TransactionScopeError);
    });
  });
});
