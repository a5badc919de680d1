import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DataSource } from 'typeorm';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';

/** The database alone, as the runtime role, without the guard. */
describe('row-level security of roles and grants on an organization', () => {
  let world: DemoWorld;
  let database: DataSource;

  beforeAll(async () => {
    world = await startDemoWorld();
    for (const [admin, member, { id }] of [
      ['olivia@harbour.test', 'sam@harbour.test', world.harbour],
      ['anton@alpine.test', 'greta@alpine.test', world.alpine],
    ] as const) {
      const organization = `/api/v1/organizations/${id}`;
      const role = { key: 'org:auditor', name: 'Auditor', permissions: ['org:audit:read'] };
      await world.as(admin).post(`${organization}/roles`, role).expect(201);
      await world
        .as(admin)
        .put(`${organization}/grants/${await world.userId(member)}`, { role: role.key })
        .expect(200);
    }
    await world.jobsDone();
    await world.database.query(
      `insert into clerk_roles (clerk_id, key, name, permissions, updated_at) values ('role_1', 'org:x', 'X', '{}', now())`,
    );
    database = await new DataSource({
      type: 'postgres',
      url: world.database.url,
      installExtensions: false,
    }).initialize();
  });

  afterAll(async () => {
    await database.destroy();
    await world.close();
  });

  const inScope = async (
    scope: { kind: string; organization?: string; user?: string } | null,
    sql: string,
  ): Promise<Record<string, unknown>[]> =>
    database.transaction(async (manager) => {
      await manager.query(
        `select set_config('app.scope_kind', $1, true), set_config('app.scope_organization', $2, true),
                set_config('app.scope_user', $3, true)`,
        [scope?.kind ?? '', scope?.organization ?? '', scope?.user ?? ''],
      );
      const runner = manager.queryRunner!;
      const { records, affected } = await runner.query(sql, [], true);
      return (records as Record<string, unknown>[]).length > 0
        ? (records as Record<string, unknown>[])
        : Array.from({ length: affected ?? 0 }, () => ({}));
    });
  const TABLES = ['custom_roles', 'organization_grants'];

  it('shows an organization its own rows and none of another, and nothing without a scope', async () => {
    for (const table of TABLES) {
      const seen = (scope: Parameters<typeof inScope>[0]) =>
        inScope(scope, `select distinct organization_id as id from ${table}`);
      expect(await seen({ kind: 'organization', organization: world.harbour.id })).toEqual([
        { id: world.harbour.id },
      ]);
      expect(await seen({ kind: 'organization', organization: world.alpine.id })).toEqual([
        { id: world.alpine.id },
      ]);
      expect(await seen(null)).toEqual([]);
      expect(await seen({ kind: 'platform', user: await world.userId('operator@tenantry.test') })).toEqual(
        [],
      );
      expect(await seen({ kind: 'system' })).toHaveLength(2);
    }
  });

  it('shows a person the roles of their organizations and their own grants', async () => {
    const sam = { kind: 'person', user: await world.userId('sam@harbour.test') };
    expect(await inScope(sam, 'select organization_id as id from custom_roles')).toEqual([
      { id: world.harbour.id },
    ]);
    expect(await inScope(sam, 'select user_id as id from organization_grants')).toEqual([{ id: sam.user }]);
    const mark = { kind: 'person', user: await world.userId('mark@harbour.test') };
    expect(await inScope(mark, 'select user_id as id from organization_grants')).toEqual([]);
  });

  it('lets nobody write into another organization, nor a person or a tenant into Clerk’s roles', async () => {
    const harbour = { kind: 'organization', organization: world.harbour.id };
    for (const table of TABLES) {
      expect(
        await inScope(harbour, `delete from ${table} where organization_id <> '${world.harbour.id}'`),
      ).toEqual([]);
    }
    const role = `insert into custom_roles (organization_id, key, name, scope_kind, permissions, created_at, updated_at)
      values ('${world.alpine.id}', 'org:porter', 'Porter', 'organization', '{org:members:manage}', now(), now())`;
    await expect(inScope(harbour, role)).rejects.toThrow('row-level security');
    const sam = { kind: 'person', user: await world.userId('sam@harbour.test') };
    const grant = `insert into organization_grants (organization_id, user_id, role, granted_at, valid_from)
      values ('${world.harbour.id}', '${sam.user}', 'org:auditor', now(), now())`;
    await expect(inScope(sam, grant)).rejects.toThrow('row-level security');
    for (const scope of [harbour, sam]) {
      const clerkRole = `insert into clerk_roles (clerk_id, key, name, permissions, updated_at)
        values ('role_2', 'org:y', 'Y', '{org:members:manage}', now())`;
      await expect(inScope(scope, clerkRole)).rejects.toThrow('row-level security');
      expect(await inScope(scope, `update clerk_roles set permissions = '{org:members:manage}'`)).toEqual([]);
    }
    expect(await world.database.query('select permissions from clerk_roles')).toEqual([{ permissions: [] }]);
  });
});
