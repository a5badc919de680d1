import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DataSource } from 'typeorm';
import { readInventory } from '#auth';
import { DiscoveryService } from '@nestjs/core';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';

const TENANT_TABLES = ['organizations', 'memberships', 'properties', 'property_grants', 'invitations'];

describe('two organizations', () => {
  let world: DemoWorld;

  beforeAll(async () => {
    world = await startDemoWorld();
    await world
      .as('olivia@harbour.test')
      .post(`/api/v1/organizations/${world.harbour.id}/invitations`, {
        email: 'guest@harbour.test',
        role: 'org:member',
      })
      .expect(201);
    await world.jobsDone();
  });

  afterAll(() => world.close());

  it('a person of the other one gets 404 on every route, with the body of a true miss', async () => {
    const inventory = readInventory(world.app.get(DiscoveryService, { strict: false }));
    const routes = inventory.filter(({ path }) => path.includes('/:organizationId'));
    expect(routes.length).toBeGreaterThan(15);
    const userId = await world.userId('olivia@harbour.test');
    const counts = () =>
      Promise.all(TENANT_TABLES.map((table) => world.database.query(`select * from ${table}`)));
    // What was made before is told by webhooks and jobs as well.
    await world.jobsDone();
    await world.settled();
    const before = await counts();
    for (const { method, path } of routes) {
      const fill = (organizationId: string, propertyId: string) =>
        path
          .replace(':organizationId', organizationId)
          .replace(':propertyId', propertyId)
          .replace(':userId', userId)
          .replace(':role', 'property:staff')
          .replace(':invitationId', world.harbour.id);
      const send = (address: string) => {
        const greta = world.as('greta@alpine.test');
        switch (method) {
          case 'GET':
            return greta.get(address);
          case 'DELETE':
            return greta.delete(address);
          case 'PUT':
            return greta.put(address, {});
          case 'PATCH':
            return greta.patch(address, {});
          default:
            return greta.post(address, {});
        }
      };
      const foreign = await send(fill(world.harbour.id, world.harbour.seaside));
      const missing = await send(
        fill('01900000-0000-7000-8000-000000000000', '01900000-0000-7000-8000-000000000001'),
      );
      expect([method, path, foreign.status]).toEqual([method, path, 404]);
      expect({ ...foreign.body, requestId: '' }).toEqual({ ...missing.body, requestId: '' });
      // A property of the other organization under one's own path.
      if (path.includes('/:propertyId')) {
        const crossed = await send(fill(world.alpine.id, world.harbour.seaside));
        expect([method, path, crossed.status]).toEqual([method, path, 404]);
      }
    }
    expect(await counts()).toEqual(before);
  });

  it('the database alone shows nothing of the one in the scope of the other, and nothing at all without a scope', async () => {
    const runtime = await new DataSource({
      type: 'postgres',
      url: world.database.url,
      installExtensions: false,
    }).initialize();
    try {
      for (const table of TENANT_TABLES) {
        expect(await runtime.query(`select * from ${table}`)).toEqual([]);
        const key = table === 'organizations' ? 'id' : 'organization_id';
        const rows = await inScope(runtime, world.alpine.id, `select ${key} as organization from ${table}`);
        expect(new Set(rows.map((row) => row['organization']))).toEqual(
          table === 'invitations' ? new Set() : new Set([world.alpine.id]),
        );
      }
      const people = await inScope(runtime, world.alpine.id, 'select email_address from users');
      expect(people.map((row) => row['email_address']).sort()).toEqual([
        'anton@alpine.test',
        'greta@alpine.test',
      ]);
      // All addresses of one's own members: they may be invited under another than the first.
      const addresses = await inScope(
        runtime,
        world.alpine.id,
        'select email_address from user_email_addresses',
      );
      expect(addresses.map((row) => row['email_address']).sort()).toEqual([
        'anton@alpine.test',
        'greta@alpine.test',
      ]);
      expect(await inScope(runtime, world.alpine.id, 'select * from webhook_deliveries')).toEqual([]);
    } finally {
      await runtime.destroy();
    }
  });

  it('the database alone refuses to write across, to move a row across and to point across', async () => {
    const runtime = await new DataSource({
      type: 'postgres',
      url: world.database.url,
      installExtensions: false,
    }).initialize();
    const { alpine, harbour } = world;
    try {
      const insert = `insert into properties (organization_id, id, slug, name, timezone, status, created_at, updated_at)
        values ('${harbour.id}', gen_random_uuid(), 'x', 'x', 'UTC', 'active', now(), now())`;
      // Its own policy refuses it, and not that of a table which a trigger fills beside it.
      await expect(inScope(runtime, alpine.id, insert)).rejects.toThrow('"properties_insert"');
      const move = `update properties set organization_id = '${harbour.id}' where id = '${alpine.valley}'`;
      await expect(inScope(runtime, alpine.id, move)).rejects.toThrow('row-level security');
      const steal = `update properties set name = 'mine' where id = '${harbour.seaside}' returning id`;
      expect(await inScope(runtime, alpine.id, steal)).toEqual([[], 0]);
      const remove = `delete from properties where id = '${harbour.seaside}' returning id`;
      expect(await inScope(runtime, alpine.id, remove)).toEqual([[], 0]);
      const point = `insert into property_grants (organization_id, property_id, user_id, role, granted_at, valid_from)
        select '${alpine.id}', '${harbour.seaside}', user_id, 'property:viewer', now(), now() from memberships limit 1`;
      await expect(inScope(runtime, alpine.id, point)).rejects.toThrow('fk_property_grants_property');
    } finally {
      await runtime.destroy();
    }
  });

  it('the audit log can be added to and nothing else, by the owner of the tables too', async () => {
    const runtime = await new DataSource({
      type: 'postgres',
      url: world.database.url,
      installExtensions: false,
    }).initialize();
    const owner = await new DataSource({
      type: 'postgres',
      url: world.database.adminUrl,
      installExtensions: false,
    }).initialize();
    try {
      await expect(inScope(runtime, world.harbour.id, `delete from audit_events`)).rejects.toThrow(
        'permission denied',
      );
      await expect(inScope(runtime, world.harbour.id, `update audit_events set reason = ''`)).rejects.toThrow(
        'permission denied',
      );
      await expect(owner.query('truncate audit_events')).rejects.toThrow('only ever added');
    } finally {
      await runtime.destroy();
      await owner.destroy();
    }
  });
});

async function inScope(dataSource: DataSource, organizationId: string, sql: string) {
  return dataSource.transaction(async (manager) => {
    await manager.query(
      `select set_config('app.scope_kind', 'organization', true), set_config('app.scope_organization', $1, true)`,
      [organizationId],
    );
    return manager.query<Record<string, unknown>[]>(sql);
  });
}
