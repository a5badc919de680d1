import { createPublicKey } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ErasureRunService, PeopleRestoreCheckService, verifyCertificate } from '#privacy';
import { LateDeliveryScrubberService } from '#webhooks';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { until } from '../../support/test-app.js';

const STEPPED_UP = { fva: [0, -1] };
const ERASURES = '/api/v1/privacy/erasures';

describe('erasure of a person', () => {
  let world: DemoWorld;

  beforeAll(async () => {
    world = await startDemoWorld();
  });

  afterAll(() => world.close());

  const statusOf = async (id: string): Promise<string> => {
    const [row] = await world.database.query<{ status: string }>(
      'select status from privacy_erasures where id = $1',
      [id],
    );
    return row?.status ?? 'none';
  };

  /** Everything that the database and the data folder hold, as text. */
  const everything = async (): Promise<string> => {
    const tables = await world.database.query<{ name: string }>(
      `select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
        where table_schema in ('public', 'jobs') and table_type = 'BASE TABLE'`,
    );
    const rows = await Promise.all(
      tables.map(({ name }) => world.database.query(`select t::text from ${name} t`)),
    );
    const folder = world.environment.dataDir;
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) =>
      file.isFile(),
    );
    return (
      JSON.stringify(rows) +
      files.map((file) => readFileSync(join(file.parentPath, file.name), 'latin1')).join('')
    );
  };

  it('ends in a certificate, leaves nothing behind, and the person does not come back', async () => {
    const email = 'sam@harbour.test';
    const userId = await world.userId(email);
    const [{ clerk_id: clerkId } = { clerk_id: '' }] = await world.database.query<{ clerk_id: string }>(
      'select clerk_id from users where id = $1',
      [userId],
    );
    expect(await everything()).toContain(email);
    const asked = await world
      .as(email, STEPPED_UP)
      .post(ERASURES, { userId, reason: 'I leave', gracePeriodDays: 0 })
      .expect(201);
    await until('the erasure is done', async () => {
      await world.clerk.control.flushWebhooks();
      // What has to wait is tried again at once instead of in a minute.
      await world.database.query(`update privacy_erasures set next_try_at = null`);
      await world.database.query(
        `update jobs.job set start_after = now() where name = 'privacy.advance-erasure'`,
      );
      return (await statusOf(asked.body.id)) === 'done';
    });
    await world.settled();
    await world.app.get(LateDeliveryScrubberService, { strict: false }).emptyLateDeliveries();

    const left = await everything();
    expect([left.includes(email), left.includes(clerkId)]).toEqual([false, false]);
    expect(world.clerk.control.state().users.some((user) => user['id'] === clerkId)).toBe(false);
    expect(await world.app.get(PeopleRestoreCheckService, { strict: false }).find()).toEqual([]);
    // As a restored backup of before would have it.
    await world.database.query('insert into users (id, created_at, updated_at) values ($1, now(), now())', [
      userId,
    ]);
    const returned = await world.app.get(PeopleRestoreCheckService, { strict: false }).find();
    expect(returned.map((person) => person.id)).toEqual([userId]);

    const staff = world.as('compliance@tenantry.test');
    const shown = await staff.get(`${ERASURES}/${asked.body.id}`).expect(200);
    expect(shown.body.steps.every(({ status }: { status: string }) => status === 'done')).toBe(true);
    const certificate = await staff.get(`${ERASURES}/${asked.body.id}/certificate`).expect(200);
    const publicKey = createPublicKey(world.environment.signingKey);
    expect(verifyCertificate(certificate.body, publicKey)).toBe(true);
    certificate.body.document.deadline.inTime = !certificate.body.document.deadline.inTime;
    expect(verifyCertificate(certificate.body, publicKey)).toBe(false);
    expect(JSON.stringify(certificate.body)).not.toContain(email);
  });

  it('goes on step by step whatever was repeated, and hands the organization of a last owner over', async () => {
    const userId = await world.userId('anton@alpine.test');
    const asked = await world
      .as('anton@alpine.test', STEPPED_UP)
      .post(ERASURES, { userId, gracePeriodDays: 1 })
      .expect(201);
    await world.database.query(
      `update privacy_erasures set erase_after = now() - interval '1 minute' where id = $1`,
      [asked.body.id],
    );
    const run = world.app.get(ErasureRunService, { strict: false });
    await until('every step is done', async () => {
      // Two at a time: a step that is done already does nothing.
      await Promise.all([run.step(asked.body.id), run.step(asked.body.id)]);
      await world.clerk.control.flushWebhooks();
      return (await statusOf(asked.body.id)) === 'done';
    });
    const owners = await world.database.query<{ email_address: string }>(
      `select u.email_address from memberships m join users u on u.id = m.user_id
        where m.organization_id = $1 and m.role = 'org:admin'`,
      [world.alpine.id],
    );
    expect(owners).toEqual([{ email_address: 'greta@alpine.test' }]);
  });

  it('waits for a second person, can be cancelled, and is blocked by a hold that names its article', async () => {
    const userId = await world.userId('vera@harbour.test');
    const staff = world.as('compliance@tenantry.test', STEPPED_UP);
    const asked = await staff.post(ERASURES, { userId, gracePeriodDays: 0 }).expect(201);
    expect(asked.body.status).toBe('awaiting_approval');
    const refused = await staff.post(`${ERASURES}/${asked.body.id}/approve`).expect(403);
    expect(refused.body.code).toBe('second_person_required');
    const hold = await staff
      .post('/api/v1/privacy/holds', { userId, article: 'Art. 17(3)(e) GDPR' })
      .expect(201);
    const owner = world.as('owner@tenantry.test', STEPPED_UP);
    await owner.post(`${ERASURES}/${asked.body.id}/approve`).expect(200);
    await until('it is blocked', async () => (await statusOf(asked.body.id)) === 'blocked');
    const shown = await owner.get(`${ERASURES}/${asked.body.id}`).expect(200);
    expect(shown.body.blockedBy).toBe('Art. 17(3)(e) GDPR');
    await owner.post(`${ERASURES}/${asked.body.id}/cancel`).expect(200);
    await staff.delete(`/api/v1/privacy/holds/${hold.body.id}`).expect(200);
    expect(await statusOf(asked.body.id)).toBe('cancelled');
    await world.userId('vera@harbour.test');
  });

  it('needs a step-up, and is nobody else’s business', async () => {
    const userId = await world.userId('mark@harbour.test');
    const plain = await world
      .as('mark@harbour.test', { fva: [60, -1] })
      .post(ERASURES, { userId })
      .expect(403);
    expect(plain.body.code).toBe('reverification_required');
    await world.as('nina@nowhere.test', STEPPED_UP).post(ERASURES, { userId }).expect(403);
  });
});
