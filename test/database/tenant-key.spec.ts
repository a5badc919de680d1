import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { classOfTables, obstaclesToDistribution, type TableKeys } from './tenant-key.js';

/** Keys that find a credential before its organization is known, so they cannot hold it. */
const KNOWN = [
  'service_account_keys: unique (public_id) does not hold organization_id',
  'service_account_keys: unique (clerk_kind, clerk_id, acts_for) does not hold organization_id',
];

describe('the tenant key', () => {
  let database: TestDatabase;
  let tables: TableKeys[];

  beforeAll(async () => {
    database = await createTestDatabase();
    tables = await tableKeys(database);
  });

  afterAll(() => database.drop());

  it('is in every key of a table that belongs to one organization, and in what points from one to another', () => {
    expect(obstaclesToDistribution(tables)).toEqual(KNOWN);
  });

  it.each([
    [
      'a primary key without it',
      { name: 'seeded', hasTenant: true, primaryKey: ['id'], unique: [], references: [] },
      'seeded: its primary key does not hold organization_id',
    ],
    [
      'a table without it that points to one with it',
      {
        name: 'seeded',
        hasTenant: false,
        primaryKey: ['id'],
        unique: [],
        references: [{ table: 'properties', columns: ['property_id'], target: ['id'] }],
      },
      'seeded: points to properties, which is distributed, and is local itself',
    ],
    [
      'a reference between tenants',
      {
        name: 'seeded',
        hasTenant: true,
        primaryKey: ['organization_id', 'id'],
        unique: [],
        references: [{ table: 'properties', columns: ['property_id'], target: ['id'] }],
      },
      'seeded: points to properties without organization_id',
    ],
    [
      'a unique key without it',
      {
        name: 'seeded',
        hasTenant: true,
        primaryKey: ['organization_id', 'id'],
        unique: [['slug']],
        references: [],
      },
      'seeded: unique (slug) does not hold organization_id',
    ],
  ])('is missed in %s', (_, seeded, obstacle) => {
    expect(obstaclesToDistribution([...tables, seeded])).toContain(obstacle);
  });

  it('stands in the documentation table by table', () => {
    const page = readFileSync('docs/distribution.md', 'utf8');
    const said = Object.fromEntries(
      [...page.matchAll(/^\| (reference|distributed|local) +\| (.+?) +\|$/gm)].map(([, kind, names]) => [
        kind,
        names!.replaceAll('`', '').split(', '),
      ]),
    );
    expect(said).toEqual(classOfTables(tables));
  });
});

/** What the catalogue says of every table's keys. */
async function tableKeys(database: TestDatabase): Promise<TableKeys[]> {
  const columns = (numbers: string, table: string) =>
    `(select array_agg(a.attname::text order by k.position) from unnest(${numbers}) with ordinality as k(number, position)
        left join pg_attribute a on a.attrelid = ${table} and a.attnum = k.number)`;
  return database.query<TableKeys>(
    `select c.relname as name,
            exists (select from pg_attribute a
                     where a.attrelid = c.oid and a.attname = 'organization_id' and a.attnotnull) as "hasTenant",
            coalesce((select ${columns('k.conkey', 'c.oid')} from pg_constraint k
                       where k.conrelid = c.oid and k.contype = 'p'), '{}') as "primaryKey",
            coalesce((select jsonb_agg(${columns('i.indkey::int2[]', 'c.oid')} order by i.indexrelid) from pg_index i
                       where i.indrelid = c.oid and i.indisunique and not i.indisprimary), '[]') as "unique",
            coalesce((select jsonb_agg(jsonb_build_object('table', f.relname,
                        'columns', ${columns('k.conkey', 'c.oid')}, 'target', ${columns('k.confkey', 'f.oid')}))
                       from pg_constraint k join pg_class f on f.oid = k.confrelid
                      where k.conrelid = c.oid and k.contype = 'f'), '[]') as "references"
       from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
        and c.relname <> 'migrations'
      order by 1`,
  );
}
