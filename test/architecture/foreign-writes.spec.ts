import { beforeAll, describe, expect, it } from 'vitest';
import { modules } from '../../src/modules.js';
import { type TableWrite, tableWrites } from './table-writes.js';

/** Whose code may change a table: the module whose manifest declares it, unless the declaration names another one. */
const OWNERS = new Map(
  modules.flatMap(({ name, personalData = [] }) =>
    personalData.flatMap(({ table, writtenBy = name }) =>
      table.startsWith('public.') ? [[table.slice('public.'.length), writtenBy] as const] : [],
    ),
  ),
);

/** Statements made from what the modules declare of their tables, for any table: an erasure is nothing else. */
const MADE_FROM_DECLARATIONS = [
  'src/privacy/erasure/found-texts.service.ts',
  'src/privacy/registry/sql-of-registry.ts',
  'src/privacy/registry/sql-of-tenancies.ts',
];

/** By triggers and functions of the database, or by TypeORM itself. */
const CHANGED_ELSEWHERE = ['audit_seals', 'migrations', 'property_zone_versions'];

const SEEDED: Readonly<Record<string, { text: string; table: string | null }>> = {
  'src/seeded/statement.ts': {
    text: 'export const sql = `with a as (select 1) delete from memberships where true`;',
    table: 'memberships',
  },
  'src/seeded/hole.ts': {
    text: "declare const table: 'public.users' | 'scheduled_runs';\nexport const sql = `update ${table} set x = 1`;",
    table: 'users',
  },
  'src/seeded/unknown.ts': {
    text: 'declare const table: string;\nexport const sql = `insert into ${table} values (1)`;',
    table: null,
  },
  'src/seeded/added.ts': {
    text: "declare const table: string;\nexport const sql = 'delete from ' + table;",
    table: null,
  },
  'src/seeded/repository.ts': {
    text: `import type { EntityManager } from 'typeorm';
           import { Membership } from '../tenants/members/membership.entity.js';
           const rows = (manager: EntityManager) => manager.getRepository(Membership);
           export const end = (manager: EntityManager) => rows(manager).update({}, { role: 'x' });`,
    table: 'memberships',
  },
  'src/seeded/any-entity.ts': {
    text: `import type { EntityManager } from 'typeorm';
           import type { ErasureRecord } from '../privacy/records/erasure-record.js';
           export const end = <Row extends ErasureRecord>(manager: EntityManager, entity: new () => Row) =>
             manager.getRepository(entity).clear();`,
    table: 'organization_erasures',
  },
  'src/seeded/manager.ts': {
    text: `import type { EntityManager } from 'typeorm';
           import { Organization } from '../tenants/organizations/organization.entity.js';
           export const end = (manager: EntityManager) => manager.delete(Organization, {});`,
    table: 'organizations',
  },
  'src/seeded/builder.ts': {
    text: `import type { EntityManager } from 'typeorm';
           import { User } from '../users/user.entity.js';
           export const end = (manager: EntityManager) => manager.createQueryBuilder().delete().from(User);`,
    table: 'users',
  },
  'src/seeded/statements-of-a-table.ts': {
    text: `import { TableStatements } from '#libs/database';
           import { User } from '../users/user.entity.js';
           const statements = new TableStatements(User);
           export const end = statements.updateById('id', { banned: true });`,
    table: 'users',
  },
};

describe('a module changes rows of its own tables only', () => {
  let writes: TableWrite[];

  beforeAll(() => {
    const seeded = Object.fromEntries(Object.entries(SEEDED).map(([file, { text }]) => [file, text]));
    writes = tableWrites(new Set(OWNERS.keys()), seeded);
  }, 120_000);

  it('by statements and by TypeORM', () => {
    const foreign = writes.filter(
      ({ file, table }) =>
        !(file in SEEDED) &&
        !(table === null && MADE_FROM_DECLARATIONS.includes(file)) &&
        (table === null || OWNERS.get(table) !== moduleOf(file)),
    );
    expect(foreign.map(({ file, table }) => `${file}: ${table ?? 'which table?'}`)).toEqual([]);
  });

  it('and every other table is seen to be changed', () => {
    const seen = new Set(writes.filter(({ file }) => !(file in SEEDED)).map(({ table }) => table));
    const unseen = [...OWNERS.keys()].filter((table) => !seen.has(table));
    expect(unseen.sort()).toEqual(CHANGED_ELSEWHERE);
  });

  it.each(Object.entries(SEEDED))('%s is caught', (file, { table }) => {
    expect(writes.filter((write) => write.file === file)).toContainEqual({ file, table });
  });

  it('and nothing is excepted that is not there any more', () => {
    const unknown = new Set(writes.flatMap(({ file, table }) => (table === null ? [file] : [])));
    expect(MADE_FROM_DECLARATIONS.filter((file) => !unknown.has(file))).toEqual([]);
  });
});

function moduleOf(file: string): string | undefined {
  return /^src\/([^/]+)\//.exec(file)?.[1];
}
