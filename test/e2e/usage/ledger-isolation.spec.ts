import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import pg from 'pg';
import { ActivityDeadLettersService, ActivityLedgerService } from '#usage';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';

describe('the activity ledger, with tenants at odds', () => {
  let world: DemoWorld;

  beforeEach(async () => {
    world = await startDemoWorld();
    // What filling the world has left to be written.
    await ledger().flush();
  }, 120_000);

  afterEach(() => world.close());

  const ledger = () => world.app.get(ActivityLedgerService, { strict: false });
  const see = async (email: string, organizationId: string, propertyId: string) => {
    ledger().seen({ userId: await world.userId(email), organizationId, propertyId });
  };
  const daysOf = (email: string) =>
    world.database.query(
      `select t.property_id from property_activity_days t join usage_people p using (usage_id)
         join users u on u.id = p.user_id where u.email_address = $1`,
      [email],
    );
  const deadLetters = () =>
    world.database.query<{ error_code: string }>(
      `select l.organization_id, l.property_id, l.error_code, u.email_address as email
         from usage_dead_letters l join users u on u.id = l.user_id`,
    );
  /** Has the database do something whenever a row of one property comes in. */
  const onRowsOf = (propertyId: string, statement: string) =>
    world.database.query(
      `create function public.odd_tenant() returns trigger language plpgsql as $$
       begin if new.property_id = '${propertyId}' then ${statement} end if; return new; end $$;
       create trigger odd_tenant before insert on property_activity_days
         for each row execute function public.odd_tenant()`,
    );
  const mended = () => world.database.query(`drop function public.odd_tenant() cascade`);

  it('writes a tenant with 8 000 properties in one flush', async () => {
    await world.database.query(
      `insert into properties (organization_id, id, slug, name, timezone, status, created_at, updated_at)
       select $1, gen_random_uuid(), 'many-' || n, 'Many ' || n, case n % 3 when 0 then 'UTC' else 'Asia/Tokyo' end,
              'active', now(), now() from generate_series(1, 8000) n`,
      [world.harbour.id],
    );
    await see('mark@harbour.test', world.harbour.id, world.harbour.seaside);
    await ledger().flush();
    expect(await daysOf('mark@harbour.test')).toHaveLength(1);
  });

  it('counts the zones of an organization once, and anew only after a change', async () => {
    await see('mark@harbour.test', world.harbour.id, world.harbour.seaside);
    await ledger().flush();
    const holder = new pg.Client({ connectionString: world.database.superuserUrl });
    await holder.connect();
    try {
      await holder.query('begin');
      // Whoever counts properties now waits in vain; versions may be read.
      await holder.query('lock table properties in access exclusive mode');
      ledger().seen({
        userId: await world.userId('olivia@harbour.test'),
        organizationId: world.harbour.id,
        propertyId: null,
      });
      await ledger().flush();
    } finally {
      await holder.query('rollback');
      await holder.end();
    }
    const [known] = await world.database.query(
      `select count(*)::int as days from organization_activity_days t join usage_people p using (usage_id)
         join users u on u.id = p.user_id where u.email_address = 'olivia@harbour.test'`,
    );
    expect(known).toEqual({ days: 1 });
  });

  it('sets a refused row aside with an alarm, and writes all others', async () => {
    await onRowsOf(world.harbour.oldTown, `raise exception 'no such row';`);
    await see('vera@harbour.test', world.harbour.id, world.harbour.oldTown);
    await see('sam@harbour.test', world.harbour.id, world.harbour.seaside);
    await see('greta@alpine.test', world.alpine.id, world.alpine.glacier);
    await ledger().flush();
    expect(await daysOf('sam@harbour.test')).toHaveLength(1);
    expect(await daysOf('greta@alpine.test')).toHaveLength(1);
    expect(await deadLetters()).toEqual([
      {
        organization_id: world.harbour.id,
        property_id: world.harbour.oldTown,
        error_code: 'P0001',
        email: 'vera@harbour.test',
      },
    ]);
    const { body } = await world.as('operator@tenantry.test').get('/health').expect(200);
    expect(body.indicators.usage).toMatchObject({ status: 'warning', detail: { deadLetters: 1 } });
  });

  it('tries what was set aside again until it can be counted', async () => {
    await onRowsOf(world.harbour.oldTown, `raise exception 'no such row';`);
    await see('vera@harbour.test', world.harbour.id, world.harbour.oldTown);
    await ledger().flush();
    const again = () =>
      world.app.get(ActivityDeadLettersService, { strict: false }).retry(new AbortController().signal);
    expect(await again()).toEqual({ written: 0, left: 1, dropped: 0 });
    await mended();
    expect(await again()).toEqual({ written: 1, left: 0, dropped: 0 });
    expect(await daysOf('vera@harbour.test')).toHaveLength(1);
    expect(await deadLetters()).toEqual([]);
  });

  it('writes the others while a tenant is too slow, and loses nothing of either when it stops in good time', async () => {
    await onRowsOf(world.alpine.valley, `perform pg_sleep(30);`);
    await see('anton@alpine.test', world.alpine.id, world.alpine.valley);
    await see('olivia@harbour.test', world.harbour.id, world.harbour.seaside);
    await ledger().flush();
    expect(await daysOf('olivia@harbour.test')).toContainEqual({ property_id: world.harbour.seaside });
    expect(await daysOf('anton@alpine.test')).not.toContainEqual({ property_id: world.alpine.valley });
    const began = performance.now();
    await world.app.close();
    // The statement that hangs would take 30 seconds.
    expect(performance.now() - began).toBeLessThan(25_000);
    expect(await deadLetters()).toEqual([
      expect.objectContaining({ property_id: world.alpine.valley, email: 'anton@alpine.test' }),
    ]);
  }, 120_000);
});
