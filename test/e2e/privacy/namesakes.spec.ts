import { createPublicKey } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ErasureRunService, type PrivacyErasure, verifyCertificate } from '#privacy';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { atClerk } from '../../support/at-clerk.js';
import { everythingIn, foundIn } from './leftovers.js';

const FRESH = { fva: [0, -1] };
const ERASURES = '/api/v1/privacy/erasures';
const FINDINGS = '/api/v1/privacy/findings';
const STAFF = 'compliance@tenantry.test';

describe('an erasure beside people and words of the same name', () => {
  let world: DemoWorld;

  beforeAll(async () => {
    world = await startDemoWorld();
  });

  afterAll(() => world.close());

  const run = () => world.app.get(ErasureRunService, { strict: false });

  const signUp = async (email: string, firstName: string, lastName: string): Promise<string> => {
    const { id } = world.clerk.control.ensureUser({ email, firstName, lastName });
    await world.settled();
    return id;
  };

  /** Asked for by themselves; as far as it goes. */
  const erase = async (email: string): Promise<PrivacyErasure> => {
    const userId = await world.userId(email);
    const asked = await world.as(email, FRESH).post(ERASURES, { userId, gracePeriodDays: 1 }).expect(201);
    return eraseAsked(asked.body.id);
  };

  const eraseAsked = async (id: string): Promise<PrivacyErasure> => {
    await world.database.query('update privacy_erasures set erase_after = requested_at where id = $1', [id]);
    for (let tries = 0; ; tries += 1) {
      await run().advance(id, { now: true });
      const row = (await run().find(id)) as PrivacyErasure;
      if (row.waitingFor?.includes('public.webhook_deliveries') !== true || tries === 100) return row;
      await world.settled();
    }
  };

  const note = (text: string) =>
    world.database.query(
      `insert into sync_alarms (id, kind, subject, detail, raised_at, last_seen_at)
       values (gen_random_uuid(), 'silence', gen_random_uuid()::text, $1, now(), now())`,
      [JSON.stringify({ note: text })],
    );

  it('ends although a living person has the same name', async () => {
    await signUp('jsmith@one.test', 'John', 'Smith');
    await signUp('john.smith@two.test', 'John', 'Smith');
    const done = await erase('jsmith@one.test');
    expect([done.status, done.waitingFor]).toEqual(['done', null]);
    expect(done.certificate?.document.findings).toEqual([]);
    await world.userId('john.smith@two.test');
    expect((await erase('john.smith@two.test')).status).toBe('done');
  }, 120_000);

  it.each([
    ['Silence', 'Webhook'],
    ['Member', 'Admin'],
    ['Applied', 'Payload'],
    ['Anne', 'Post'],
  ])(
    'ends for %s %s, whose names are words of the service or parts of longer ones',
    async (first, last) => {
      const email = `${first}.${last}@names.test`.toLowerCase();
      await signUp(email, first, last);
      await note(`${first}ville has ${last}als`);
      const done = await erase(email);
      expect([done.status, done.certificate?.document.findings]).toEqual(['done', []]);
    },
    300_000,
  );

  it('ends although an account of the same person, with the same address, was deleted before and is kept', async () => {
    const before = await signUp('rita@again.test', 'Rita', 'Rerun');
    const earlier = await world.userId('rita@again.test');
    await atClerk(world.clerk, 'DELETE', `/users/${before}`);
    await world.settled();
    await signUp('rita@again.test', 'Rita', 'Rerun');
    const [{ id } = { id: '' }] = await world.database.query<{ id: string }>(
      `select id from users where email_address = 'rita@again.test' and deleted_at is null`,
    );
    const asked = await world
      .as('rita@again.test', FRESH)
      .post(ERASURES, { userId: id, gracePeriodDays: 1 })
      .expect(201);
    const done = await eraseAsked(asked.body.id);
    expect([done.status, done.waitingFor]).toEqual(['done', null]);
    expect(await world.database.query('select from users where id = $1', [earlier])).toHaveLength(1);
  }, 120_000);

  it('waits for a phone number, an external id, a user name and a former address, wherever it stands', async () => {
    const email = 'paula@now.test';
    const clerkId = await signUp(email, 'Paula', 'Quillon');
    const user = {
      phone: '+436601234567',
      userName: 'paula_q77',
      externalId: 'crm-000417',
    };
    await atClerk(world.clerk, 'PATCH', `/users/${clerkId}`, {
      username: user.userName,
      external_id: user.externalId,
    });
    await atClerk(world.clerk, 'POST', '/phone_numbers', {
      ...{ user_id: clerkId, phone_number: user.phone, verified: true },
    });
    await world.settled();
    await world.database.query(
      `insert into former_identifiers (user_id, kind, value, held_until)
       select id, 'address', 'paula@before.test', now() from users where email_address = $1`,
      [email],
    );
    const asked = await world
      .as(email, FRESH)
      .post(ERASURES, { userId: await world.userId(email), gracePeriodDays: 1 })
      .expect(201);
    const texts = ['call +43 660 123-45-67', 'see crm-000417', 'she is paula_q77', 'was paula@before.test'];
    for (const text of texts) {
      await note(text);
      const waiting = await eraseAsked(asked.body.id);
      expect([text, waiting.status, waiting.waitingFor]).toEqual([
        text,
        'waiting',
        'leftovers in public.sync_alarms.detail',
      ]);
      await world.database.query('delete from sync_alarms');
    }
    for (const other of [
      'call +43 660 123-45-678',
      'see crm-0004170',
      'she is paula_q778',
      'xpaula@before.test',
    ])
      await note(other);
    expect((await eraseAsked(asked.body.id)).status).toBe('done');
    await world.database.query('delete from sync_alarms');
  }, 120_000);

  it('is not held up by a name alone; staff decide on each text, and the certificate tells it', async () => {
    await signUp('zoe@harbour.test', 'Zoe', 'Quuxley');
    await world.database.query('delete from sync_alarms');
    await note('ask Quuxley, not Zoelly');
    await note('the Quuxley effect, and Zoe Quuxley');
    const done = await erase('zoe@harbour.test');
    expect(done.status).toBe('done');
    const publicKey = createPublicKey(world.environment.signingKey);
    const staff = world.as(STAFF, FRESH);
    const listed = await staff.get(`${FINDINGS}?erasureId=${done.id}&status=open`).expect(200);
    expect(listed.body.data).toHaveLength(2);
    const [second, first] = listed.body.data;
    expect([first, second].map(({ kind, place, path }) => [kind, place, path])).toEqual([
      ['name', 'public.sync_alarms.detail', ['note']],
      ['full name', 'public.sync_alarms.detail', ['note']],
    ]);
    const [start, length] = first.spans[0] as [number, number];
    expect(first.text.slice(start, start + length)).toBe('Quuxley');

    await world.as('mark@harbour.test', FRESH).get(FINDINGS).expect(403);
    const decide = (id: string, decision: string, by = staff) =>
      by.post(`${FINDINGS}/${id}/decide`, { decision, reason: 'as the file says' });
    await decide(first.id, 'keep', world.as(STAFF, { fva: [60, -1] })).expect(403);
    await decide(first.id, 'keep').expect(200);
    expect((await decide(first.id, 'erase').expect(409)).body.code).toBe('finding_decided');
    const erased = await decide(second.id, 'erase').expect(200);
    expect([erased.body.status, erased.body.reason]).toEqual(['erased', 'as the file says']);
    const left = await world.database.query<{ note: string }>(
      `select detail ->> 'note' as note from sync_alarms order by id`,
    );
    expect(left.map(({ note: text }) => text).sort()).toEqual([
      'ask Quuxley, not Zoelly',
      'the [erased] effect, and [erased]',
    ]);

    const { body } = await staff.get(`${ERASURES}/${done.id}/certificate`).expect(200);
    expect(verifyCertificate(body, publicKey)).toBe(true);
    expect(
      body.document.findings.map(({ id, status }: { id: string; status: string }) => [id, status]),
    ).toEqual([
      [first.id, 'kept'],
      [second.id, 'erased'],
    ]);
    expect(JSON.stringify(body)).not.toMatch(/Quuxley|the file says/);
    const rows = await world.database.query<{ status: string }>(
      `select change ->> 'status' as status from audit_events
        where action = 'privacy.finding_decided' and target_id = $1 order by occurred_at`,
      [done.userId],
    );
    expect(rows).toEqual([{ status: 'kept' }, { status: 'erased' }]);
    await world.database.query('delete from sync_alarms');
    const everything = await everythingIn(world.database, world.environment.dataDir);
    expect(foundIn(['Quuxley', 'the file says'], everything)).toEqual([]);
  }, 120_000);

  it('finds the name of before, which nobody else here has', async () => {
    const clerkId = await signUp('nora@former.test', 'Nora', 'Vexworth');
    await atClerk(world.clerk, 'PATCH', `/users/${clerkId}`, { last_name: 'Wedlock' });
    await world.settled();
    await world.database.query('delete from webhook_deliveries');
    await note('ask Vexworth');
    const done = await erase('nora@former.test');
    expect([done.status, done.certificate?.document.findings?.map(({ kind }) => kind)]).toEqual([
      'done',
      ['name'],
    ]);
    await world.database.query('delete from sync_alarms');
  }, 120_000);
});
