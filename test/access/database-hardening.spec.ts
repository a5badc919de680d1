import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DataSource } from 'typeorm';
import { Environment } from '#settings';
import { createApp } from '../../src/create-app.js';
import { inParallel, send, Tokens } from './http.js';
import { startTenants, type Tenants } from './tenants.js';

describe('the service and its database', () => {
  let world: Tenants;

  beforeAll(async () => {
    world = await startTenants();
  }, 120_000);

  afterAll(() => world.close());

  const boot = async (databaseUrl: string): Promise<unknown> => {
    const { masterKey } = world.environment;
    const app = await createApp(
      new Environment({ ...world.environment, masterKey, databaseUrl, role: 'api' }),
    );
    await app.close();
    return 'it started';
  };

  it('do not start together when the role is a superuser or owns the tables', async () => {
    await expect(boot(world.database.superuserUrl)).rejects.toThrow(/is a superuser/);
    await expect(boot(world.database.adminUrl)).rejects.toThrow(/owns tables/);
    await expect(boot(world.database.url)).resolves.toBe('it started');
  });

  it.each([
    ['alter table properties no force row level security', 'alter table properties force row level security'],
    [
      'alter table property_grants disable row level security',
      'alter table property_grants enable row level security',
    ],
    ['grant truncate on invitations to tenantry_app', 'revoke truncate on invitations from tenantry_app'],
    ['create table public.stray (id int)', 'drop table public.stray'],
    [
      'alter view grants_by_groups set (security_invoker = false)',
      'alter view grants_by_groups set (security_invoker = true)',
    ],
  ])('do not start together after "%s"', async (harm, mend) => {
    await world.database.query(harm);
    try {
      await expect(boot(world.database.url)).rejects.toThrow(/not safe to run on/);
    } finally {
      await world.database.query(mend);
    }
  });

  it('leave no scope behind on any pooled connection, whatever was asked and refused before', async () => {
    const tokens = new Tokens(world.clerk);
    const [first, second] = world.tenants;
    const people = [first.admin, second.admin, first.member, 'operator@tenantry.test'];
    const requests = Array.from({ length: 200 }, (_, index) => ({
      email: people[index % people.length]!,
      path: `/api/v1/organizations/${index % 3 === 0 ? first.id : second.id}/members`,
    }));
    const answers = await inParallel(requests, 24, ({ email, path }) =>
      send(world.url, { method: 'GET', path }, tokens.of(email)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 403, 404]));
    const pool = world.app.get(DataSource);
    const scopes = await Promise.all(
      Array.from({ length: 12 }, () =>
        pool.query<{ pid: number; scope: string | null }[]>(
          `select pg_backend_pid() as pid, concat(current_setting('app.scope_kind', true),
             current_setting('app.scope_organization', true), current_setting('app.scope_user', true)) as scope,
             pg_sleep(0.05)`,
        ),
      ),
    );
    expect(new Set(scopes.map(([row]) => row!.pid)).size).toBeGreaterThan(4);
    expect(scopes.map(([row]) => row!.scope).filter((scope) => scope !== '')).toEqual([]);
  });
});
