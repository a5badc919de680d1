import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemScope } from '#auth';
import { UnitOfWork } from '#libs/database';
import { UserMirrorService } from '#users';
import { type ReconciledWorld, startReconciledWorld } from './reconciled-world.js';

describe('what is missing here', () => {
  let world: ReconciledWorld;
  let made = 0;

  beforeAll(async () => {
    world = await startReconciledWorld({ variables: () => ({ PERSONAL_TENANTS_ENABLED: 'true' }) });
  }, 120_000);

  afterAll(() => world.close());

  beforeEach(async () => {
    const plan = await world.plan();
    await world.apply(plan);
  });

  /** People at Clerk, of whom no webhook tells. */
  const people = async (count: number, since = '2020-01-01T00:00:00Z') => {
    const ids: string[] = [];
    while (ids.length < count) {
      const { id } = await world.atClerk('POST', '/users', {
        email_address: [`missing-${(made += 1)}@lost.test`],
        skip_password_requirement: true,
        created_at: since,
      });
      ids.push(id);
    }
    return ids;
  };
  const rowsOf = (table: 'users' | 'organizations', ids: readonly string[]) =>
    world.database.query<{ id: string; transaction: string }>(
      `select clerk_id as id, xmin::text as transaction from ${table} where clerk_id = any ($1) order by 1`,
      [ids],
    );
  const audited = async (action: string, ids: readonly string[]) => {
    const rows = await world.database.query<{ clerk_id: string }>(
      `select clerk_id from audit_events join users on users.id::text = target_id
        where action = $1 and clerk_id = any ($2) and actor_id = 'reconciliation' order by 1`,
      [action, ids],
    );
    return rows.map(({ clerk_id: id }) => id);
  };

  it('is added a page at a time, each with its audit row, and never who has ended here', async () => {
    const ids = await people(5);
    const [first, second] = [ids[0]!, ids[1]!];
    const organizations = [
      (await world.atClerk('POST', '/organizations', { name: 'Lost one' })).id,
      (await world.atClerk('POST', '/organizations', { name: 'Lost two' })).id,
    ];
    const plan = await world.plan();
    expect(plan.drift).toMatchObject({ user: { missing: 5 }, organization: { missing: 2 } });

    // One ends at Clerk, of another the end was told here: of neither anything may come back.
    await world.atClerk('DELETE', `/users/${first}`);
    const unitOfWork = world.app.get(UnitOfWork, { strict: false });
    const mirror = world.app.get(UserMirrorService, { strict: false });
    await unitOfWork.run(systemScope('reconciliation'), () =>
      mirror.applyDeleted(second, { kind: 'system', name: 'test' }),
    );
    const applied = await world.apply(plan);
    expect(applied).toMatchObject({ status: 'applied', outcomes: { applied: 5, gone: 2 } });

    const rest = ids.slice(2).sort();
    const rows = await rowsOf('users', ids);
    expect(rows.map(({ id }) => id)).toEqual(rest);
    expect(new Set(rows.map(({ transaction }) => transaction)).size).toBe(1);
    expect(await audited('user.created', ids)).toEqual(rest);
    const added = await rowsOf('organizations', organizations);
    expect(added.map(({ id }) => id)).toEqual(organizations.sort());
    expect(new Set(added.map(({ transaction }) => transaction)).size).toBe(1);
  });

  it('is added one by one where one of a page cannot be', async () => {
    const ids = await people(4);
    const [broken] = ids;
    const plan = await world.plan();
    await world.database.query(
      `create function spoil() returns trigger language plpgsql as $$ begin raise 'no room'; end $$`,
    );
    await world.database.query(
      `create trigger spoil before insert on users for each row when (new.clerk_id = '${broken!}') execute function spoil()`,
    );
    try {
      const failed = await world.apply(plan);
      expect(failed).toMatchObject({ status: 'failed', outcomes: { applied: 3, failed: 1 } });
    } finally {
      await world.database.query('drop trigger spoil on users');
      await world.database.query('drop function spoil()');
    }
    const rest = ids.slice(1).sort();
    expect((await rowsOf('users', ids)).map(({ id }) => id)).toEqual(rest);
    expect(await audited('user.created', ids)).toEqual(rest);
  });

  it('gives newcomers a tenant of their own, and nobody who has been there for long', async () => {
    const [old, fresh] = [await people(2), await people(2, new Date().toISOString())];
    const applied = await world.apply(await world.plan());
    expect(applied).toMatchObject({ status: 'applied', outcomes: { applied: 4 } });
    const asked = await world.database.query<{ id: string }>(
      `select u.clerk_id as id from personal_tenants p join users u on u.id = p.user_id
        where u.clerk_id = any ($1) order by 1`,
      [[...old, ...fresh]],
    );
    expect(asked.map(({ id }) => id)).toEqual(fresh.sort());
  });
});
