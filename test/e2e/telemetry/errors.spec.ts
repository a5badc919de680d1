import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { refuseAuditRows } from '../../support/refuse-audit-rows.js';
import { SentryReceiver } from '../../support/sentry-receiver.js';
import { until } from '../../support/test-app.js';

const PLACE = 'GET /api/v1/organizations/:organizationId/properties/:propertyId';

describe('errors', () => {
  let receiver: SentryReceiver;
  let world: DemoWorld;

  beforeAll(async () => {
    receiver = await new SentryReceiver().start();
    world = await startDemoWorld({ variables: () => ({ SENTRY_DSN: receiver.dsn }) });
  });

  afterAll(async () => {
    await world.close();
    await receiver.stop();
  });

  it('of a request are told by class, code, place and own frames, once a minute', async () => {
    await world.database.query('alter table properties rename column name to title');
    const { id, seaside } = world.harbour;
    const path = `/api/v1/organizations/${id}/properties/${seaside}`;
    for (let count = 0; count < 3; count += 1) await world.as('mark@harbour.test').get(path).expect(500);
    await world.database.query('alter table properties rename column title to name');
    await world.as('mark@harbour.test').get(path).expect(200);
    await until('it is told', () => Promise.resolve(receiver.events.length > 0));
    const told = receiver.events.filter(({ transaction }) => transaction === PLACE);
    expect(told).toHaveLength(1);
    const [event] = told;
    expect(event).toMatchObject({
      environment: 'development',
      release: '0.1.0',
      tags: { role: 'all', code: 'internal_error' },
    });
    const fault = event!.exception.values.at(-1)!;
    expect(fault).toMatchObject({ type: 'DatabaseError', value: '42703' });
    const [request] = receiver.requests;
    expect(request!.path).toBe('/base/api/42/envelope/');
    expect(request!.headers['x-sentry-auth']).toContain('sentry_key=0123456789abcdef0123456789abcdef');
  });

  it('of a job are told by its name, without what the error was raised with', async () => {
    await refuseAuditRows(world.database, 'invitation.sent', 'refused c4n4ry');
    await world
      .as('olivia@harbour.test')
      .post(`/api/v1/organizations/${world.harbour.id}/invitations`, {
        email: 'c4n4ry@elsewhere.test',
        role: 'org:member',
      })
      .expect(201);
    await until('it is told', () =>
      Promise.resolve(receiver.events.some(({ transaction }) => transaction === 'job clerk.invite')),
    );
    const { exception } = receiver.events.find(({ transaction }) => transaction === 'job clerk.invite')!;
    expect(exception.values.at(-1)).toMatchObject({ value: '23514' });
  });

  it('hold nothing of a person, an organization, a statement or this machine', () => {
    const { harbour, clerk } = world;
    expect(receiver.text.length).toBeGreaterThan(500);
    const whole = [harbour.id, harbour.seaside, clerk.secretKey, 'Failing row', 'select ', process.cwd()];
    expect(whole.filter((text) => receiver.text.includes(text))).toEqual([]);
    expect(receiver.text.match(/c4n4ry|@harbour|@elsewhere|(?:user|org|sess)_[A-Za-z0-9]{20,}/g)).toBeNull();
  });
});
