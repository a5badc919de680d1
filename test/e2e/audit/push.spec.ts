import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Webhook } from 'svix';
import { OutboundError, postOutbound } from '#libs/outbound';
import { AuditEndpointService } from '../../../src/events/endpoints/audit-endpoint.service.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { until } from '../../support/test-app.js';
import { Receiver } from '../events/receiver.js';

const secretOf = (byte: number) => `whsec_${Buffer.alloc(24, byte).toString('base64')}`;
const SECRET = secretOf(7);
const OWNER = 'owner@tenantry.test';
const FRESH = { fva: [0, 0] };
const UNSEALED = 'select from audit_events where not exists (select from audit_seals where event_id = id)';
const ENDPOINTS = '/api/v1/event-endpoints';

interface Row {
  readonly sequence: number;
  readonly previousHash: string;
  readonly hash: string;
}

describe('the push of the audit log', () => {
  let receiver: Receiver;
  let world: DemoWorld;
  let path: string;

  beforeAll(async () => {
    receiver = await Receiver.start();
    receiver.answer = () => 500;
    world = await startDemoWorld({
      variables: () => ({ AUDIT_PUSH_URL: receiver.url(), AUDIT_PUSH_SECRET: SECRET }),
    });
    const { body } = await world.as(OWNER).get(ENDPOINTS).expect(200);
    path = `${ENDPOINTS}/${body.data[0].id}`;
  }, 120_000);

  afterAll(async () => {
    await world.close();
    await receiver.close();
  });

  afterEach(() => {
    receiver.answer = () => 204;
  });

  const rowsOf = ({ body }: { body: string }) => (JSON.parse(body) as { events: Row[] }).events;
  const state = async () => (await world.as(OWNER).get(path).expect(200)).body;
  const allTaken = () =>
    until('all is taken', async () => {
      await world.database.query('update event_endpoints set retry_at = null');
      const [row] = await world.database.query<{ done: boolean }>(
        `select pushed_sequence = sequence and not exists (${UNSEALED}) as done from audit_chain`,
      );
      return row?.done === true;
    });
  /** Two rows of the log. */
  const happen = async () => {
    const oldTown = `/api/v1/organizations/${world.harbour.id}/properties/${world.harbour.oldTown}`;
    for (const name of ['Old Town House', 'Old Town']) {
      await world.as('olivia@harbour.test').patch(oldTown, { name }).expect(200);
    }
    await until('it is sealed', async () => {
      const [row] = await world.database.query<{ count: number }>(
        `select count(*)::int as count from (${UNSEALED}) as unsealed`,
      );
      return row?.count === 0;
    });
  };
  const expectWholeLog = () => {
    const [first, ...others] = receiver
      .taken()
      .filter(({ body }) => body.includes('audit.events'))
      .flatMap(rowsOf);
    expect(first).toMatchObject({ sequence: 1 });
    others.reduce((before, row) => {
      expect(row).toMatchObject({ sequence: before.sequence + 1, previousHash: before.hash });
      return row;
    }, first!);
    return others.at(-1)!.sequence;
  };
  const declare = (push: { url: string; secret: string } | undefined) =>
    world.app.get(AuditEndpointService, { strict: false }).declare(push);

  it('tries again until the receiver says yes, from the first row on, in the order of the chain, and signs', async () => {
    await until('the receiver was tried', () => Promise.resolve(receiver.arrivals.length > 0));
    expect((await state()).failingSince).not.toBeNull();
    receiver.answer = () => 302;
    await until('it was tried again', async () => {
      await world.database.query('update event_endpoints set retry_at = null');
      return receiver.arrivals.some(({ status }) => status === 302);
    });
    receiver.answer = () => 204;
    await allTaken();
    expect(expectWholeLog()).toBeGreaterThan(10);
    for (const { body, headers } of receiver.arrivals) {
      new Webhook(SECRET).verify(body, headers as Record<string, string>);
      expect(headers['webhook-id']).toMatch(new RegExp(`/${rowsOf({ body }).at(-1)!.sequence}$`));
    }
  });

  it('is an endpoint of the platform like others, which the settings alone change', async () => {
    expect(await state()).toMatchObject({
      content: 'audit_log',
      types: ['audit.events'],
      state: 'enabled',
      failingSince: null,
    });
    const owner = world.as(OWNER, FRESH);
    for (const answer of [
      await owner.patch(path, { url: 'https://elsewhere.example/' }),
      await owner.patch(path, { types: [] }),
      await owner.patch(path, { enabled: false }),
      await owner.post(`${path}/secret`, {}),
      await owner.delete(path),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([409, 'endpoint_declared']);
    }
    await owner.post(ENDPOINTS, { url: receiver.url(), types: ['audit.events'] }).expect(400);
    await owner.post(`${path}/test`).expect(204);
    await world.as('olivia@harbour.test').get(path).expect(403);
  });

  it('is disabled with an alarm where it answers 410, and goes on where it stopped', async () => {
    receiver.answer = () => 410;
    await happen();
    await until('it is disabled', async () => (await state()).disabledBecause === 'gone');
    const alarms = await world.database.query(
      `select detail->>'because' as because from sync_alarms where kind = 'disabled_endpoint'`,
    );
    expect(alarms).toEqual([{ because: 'gone' }]);
    await happen();
    receiver.answer = () => 204;
    await world.as(OWNER, FRESH).patch(path, { enabled: true }).expect(200);
    await allTaken();
    expectWholeLog();
  });

  it('goes on with another secret, signed by both, and stops and goes on with the settings', async () => {
    await declare({ url: receiver.url(), secret: secretOf(8) });
    await allTaken();
    const { body, headers } = receiver.arrivals.at(-1)!;
    for (const secret of [SECRET, secretOf(8)]) {
      new Webhook(secret).verify(body, headers as Record<string, string>);
    }
    await declare(undefined);
    expect(await state()).toMatchObject({ state: 'disabled', disabledBecause: 'asked' });
    const refused = await world.as(OWNER, FRESH).patch(path, { enabled: true });
    expect(refused.body.code).toBe('endpoint_declared');
    const count = receiver.arrivals.length;
    await happen();
    expect(receiver.arrivals).toHaveLength(count);
    const elsewhere = await Receiver.start();
    await declare({ url: elsewhere.url(), secret: secretOf(8) });
    await allTaken();
    expect(elsewhere.taken().length).toBeGreaterThan(0);
    await declare({ url: receiver.url(), secret: secretOf(8) });
    await allTaken();
    receiver.arrivals.push(...elsewhere.arrivals);
    await elsewhere.close();
  });

  it('sends rows again from a moment on, and gives none up', async () => {
    await allTaken();
    const owner = world.as(OWNER, FRESH);
    const none = await owner.post(`${path}/replay`, {}).expect(200);
    expect(none.body).toEqual({ count: 0 });
    await allTaken();
    receiver.arrivals.length = 0;
    // From the middle, since the first rows may be of one millisecond.
    const [{ at, before, total }] = (await world.database.query<{ at: Date; before: number; total: number }>(
      `select (select occurred_at from audit_events join audit_seals on event_id = id
                where sequence = audit_chain.sequence / 2) as at,
              (sequence / 2)::int as before, sequence::int as total
         from audit_chain`,
    )) as [{ at: Date; before: number; total: number }];
    const some = await owner.post(`${path}/replay`, { only: 'all', since: at.toISOString() }).expect(200);
    expect(some.body.count).toBeGreaterThanOrEqual(total - before);
    expect(some.body.count).toBeLessThan(total);
    await allTaken();
    expect(rowsOf(receiver.arrivals[0]!)[0]!.sequence).toBeGreaterThan(1);
    receiver.arrivals.length = 0;
    await owner.post(`${path}/replay`, { only: 'all' }).expect(200);
    await allTaken();
    expectWholeLog();
  });

  it('goes to no address inside, whatever it is called, and follows nobody', async () => {
    const send = (to: string, allowLoopback = false) => postOutbound({ url: to, allowLoopback }, '{}', {});
    const inside = [
      receiver.url(),
      'https://localhost/',
      'https://2130706433/',
      'https://0x7f.1/',
      'https://[::ffff:127.0.0.1]/',
      'https://[::1]/',
      'https://169.254.169.254/latest/meta-data',
      'https://10.0.0.1/',
    ];
    for (const to of inside) await expect(send(to)).rejects.toThrow('not on the public internet');
    await expect(send('https://does-not-exist.invalid/')).rejects.toThrow('cannot be resolved');
    const before = receiver.arrivals.length;
    receiver.answer = () => 302;
    await expect(send(receiver.url(), true)).rejects.toThrow(OutboundError);
    expect(receiver.arrivals.length - before).toBe(1);
  });
});
