import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import request from 'supertest';
import { ActivityLedgerService } from '#usage';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { until } from '../../support/test-app.js';
import { svixHeaders } from '../../support/svix-headers.js';

describe('the activity ledger', () => {
  let world: DemoWorld;

  beforeEach(async () => {
    world = await startDemoWorld();
  });

  afterEach(() => world.close());

  const flush = () => world.app.get(ActivityLedgerService, { strict: false }).flush();
  type Table = 'platform_activity_days' | 'organization_activity_days' | 'property_activity_days';
  const daysOf = (table: Table, email: string) =>
    world.database.query(
      `select t.*, t.day::text as day from ${table} t join usage_people p using (usage_id)
         join users u on u.id = p.user_id where u.email_address = $1`,
      [email],
    );
  const property = () => `/api/v1/organizations/${world.harbour.id}/properties/${world.harbour.seaside}`;

  it('holds one row a day for a person, their organization and their property, however often they come', async () => {
    for (let time = 0; time < 3; time += 1) await world.as('mark@harbour.test').get(property()).expect(200);
    await flush();
    await world.as('mark@harbour.test').get(property()).expect(200);
    await flush();
    await world.settled();
    const [{ day } = { day: '' }] = await world.database.query<{ day: string }>(
      `select (now() at time zone 'UTC')::date::text as day`,
    );
    expect(await daysOf('platform_activity_days', 'mark@harbour.test')).toMatchObject([
      { day, is_first_day: true },
    ]);
    expect(await daysOf('organization_activity_days', 'mark@harbour.test')).toMatchObject([
      { day, organization_id: world.harbour.id },
    ]);
    expect(await daysOf('property_activity_days', 'mark@harbour.test')).toMatchObject([
      { day, organization_id: world.harbour.id, property_id: world.harbour.seaside },
    ]);
  });

  it('is written without being asked', async () => {
    await world.as('sam@harbour.test').get(property()).expect(200);
    await until(
      'the row is there',
      async () => (await daysOf('property_activity_days', 'sam@harbour.test')).length > 0,
    );
  });

  it('leaves out who acts in another person’s name, who was refused, and visits of staff to a tenant', async () => {
    const own = `/api/v1/organizations/${world.alpine.id}/properties/${world.alpine.glacier}`;
    await world
      .as('greta@alpine.test', { act: { sub: 'user_2Ro7e2IxrffdqBboq8KfB6eGbIy' } })
      .get(own)
      .expect(200);
    await world.as('greta@alpine.test').get(property()).expect(404);
    await world.as('operator@tenantry.test').get(property()).set('X-Access-Reason', 'ticket 1').expect(200);
    await flush();
    for (const email of ['greta@alpine.test', 'operator@tenantry.test']) {
      expect(await daysOf('organization_activity_days', email)).toEqual([]);
      expect(await daysOf('property_activity_days', email)).toEqual([]);
    }
    expect(await daysOf('platform_activity_days', 'operator@tenantry.test')).toHaveLength(1);
    await world.as('greta@alpine.test').get(own).expect(200);
    await flush();
    expect(await daysOf('property_activity_days', 'greta@alpine.test')).toHaveLength(1);
  });

  it('counts a sign-in that Clerk tells of, on the day it happened, but none in another person’s name', async () => {
    const session = (n: number, email: string, fields: object) => {
      const at = Date.now();
      return {
        object: 'session',
        id: `sess_usage${n}`,
        user_id: world.clerk.control.ensureUser({ email }).id,
        client_id: 'client_x',
        status: 'active',
        last_active_at: at,
        expire_at: at + 60_000,
        abandon_at: at + 60_000,
        created_at: at,
        updated_at: at,
        ...fields,
      };
    };
    const actor = { iss: 'https://example.test', sid: 'sess_x', sub: 'user_2Ro7e2IxrffdqBboq8KfB6eGbIy' };
    await deliver(1, session(1, 'nina@nowhere.test', { actor }));
    await world.settled();
    expect(await daysOf('platform_activity_days', 'nina@nowhere.test')).toEqual([]);
    await deliver(2, session(2, 'nina@nowhere.test', { created_at: Date.now() - 400 * 86_400_000 }));
    await world.settled();
    expect(await daysOf('platform_activity_days', 'nina@nowhere.test')).toEqual([]);
    await deliver(3, session(3, 'nina@nowhere.test', {}));
    await world.settled();
    expect(await daysOf('platform_activity_days', 'nina@nowhere.test')).toHaveLength(1);
  });

  it('is written when the service stops', async () => {
    const vera = `/api/v1/organizations/${world.harbour.id}/properties/${world.harbour.oldTown}`;
    await world.as('vera@harbour.test').get(vera).expect(200);
    expect(await daysOf('property_activity_days', 'vera@harbour.test')).toEqual([]);
    await world.app.close();
    expect(await daysOf('property_activity_days', 'vera@harbour.test')).toHaveLength(1);
  });

  async function deliver(n: number, data: object): Promise<void> {
    const body = JSON.stringify({
      type: 'session.created',
      object: 'event',
      data,
      timestamp: Date.now(),
      instance_id: world.clerk.instanceId,
      event_attributes: {},
    });
    const id = `msg_usage${n}`;
    await request(world.url)
      .post('/api/webhooks/clerk')
      .set(svixHeaders(id, body, world.environment.clerk.webhookSigningSecrets))
      .send(body)
      .expect(204);
  }
});
