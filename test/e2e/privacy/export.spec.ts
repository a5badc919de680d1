import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { until } from '../../support/test-app.js';
import { atClerk } from '../../support/at-clerk.js';
import { type Archive, download, expectWhole, tablesIn, textIn, unzip } from './export-archive.js';
import { storedBytes, storedIn } from './stored-files.js';

const EXPORTS = '/api/v1/privacy/exports';
const MARK = 'mark@harbour.test';
const MALLORY = 'mallory@evil.test';

describe('export of a person', () => {
  let world: DemoWorld;

  beforeAll(async () => {
    world = await startDemoWorld({
      prepare: ({ control }) => {
        control.ensureUser({
          email: MALLORY,
          firstName: '=HYPERLINK("http://evil.test")',
          lastName: '../../<script>alert(1)</script>',
        });
      },
    });
    await world.as(MALLORY).get('/api/v1/me').expect(200);
  });

  afterAll(() => world.close());

  const askFor = async (email: string, by = email): Promise<string> => {
    const { body } = await world
      .as(by)
      .post(EXPORTS, { userId: await world.userId(email) })
      .expect(201);
    const path = `${EXPORTS}/${body.id}`;
    await until('it is packed', async () => (await world.as(by).get(path)).body.status === 'ready');
    return path;
  };
  const archiveOf = async (email: string): Promise<Archive> => {
    const answer = await download(world, email, `${await askFor(email)}/download`);
    expect(answer.status).toBe(200);
    return unzip(answer.body);
  };

  it('holds what is theirs, checks out against its manifest, and lies encrypted', async () => {
    const path = await askFor(MARK);
    const ready = (await world.as(MARK).get(path)).body;
    const { body } = await download(world, MARK, `${path}/download`);
    expect([createHash('sha256').update(body).digest('hex'), body.length]).toEqual([
      ready.sha256,
      ready.bytes,
    ]);
    const archive = await unzip(body);
    expectWhole(archive);
    const data = textIn(archive, 'data.json');
    expect(data).toContain(MARK);
    expect(data).toContain('property:manager');
    expect(data).not.toContain('sam@harbour.test');
    const [file] = await storedIn(world.database, 'exports', ready.id);
    const sealed = (await storedBytes(world.database, file!)).toString('latin1');
    expect(sealed.startsWith('TNX1')).toBe(true);
    expect(sealed).not.toContain(MARK);
    const packer = world.worker ?? world;
    expect(readdirSync(join(packer.environment.dataDir, 'exports'))).toEqual([]);
  });

  it('tells each table in three forms that agree, and why, from where and for how long it is kept', async () => {
    const archive = await archiveOf(MARK);
    const tables = tablesIn(archive);
    expect([...tables.keys()]).toEqual(
      expect.arrayContaining(['users', 'memberships', 'property_grants', 'audit_events', 'clerk_user']),
    );
    for (const { name, columns, count } of tables.values()) {
      const csv = textIn(archive, `csv/${name}.csv`);
      expect([name, csv.split('\r\n')[0]]).toEqual([name, columns.join(',')]);
      if (name !== 'audit_events')
        expect(textIn(archive, 'index.html').includes(`id="${name}"`)).toBe(count > 0);
    }
    const page = textIn(archive, 'index.html');
    for (const words of [
      'To know who belongs to an organization',
      'as long as the membership',
      'Clerk, Inc.',
    ])
      expect(page).toContain(words);
    expect(page).not.toMatch(/(?:src|href)="(?!#)/);
  });

  it('says nothing of who gave a role, invited or acted, and once what several paths lead to', async () => {
    const olivia = await world.userId('olivia@harbour.test');
    const archive = await archiveOf(MARK);
    expect(textIn(archive, 'data.json')).not.toContain(olivia);
    const [grant] = tablesIn(archive).get('property_grants')!.rows;
    expect([grant!['user_id'], grant!['granted_by']]).toEqual([await world.userId(MARK), null]);
    const events = tablesIn(archive).get('audit_events')!.rows;
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    expect(events.some(({ client }) => String(client).includes('127.0.0.1'))).toBe(true);
  });

  it('holds Clerk’s own data: account, addresses, sessions, memberships and invitations', async () => {
    const invited = 'sam@harbour.test';
    await world
      .as('anton@alpine.test')
      .post(`/api/v1/organizations/${world.alpine.id}/invitations`, { email: invited, role: 'org:member' })
      .expect(201);
    await until('Clerk has it', () =>
      Promise.resolve(world.clerk.control.state().organizationInvitations.length > 0),
    );
    const archive = await archiveOf(invited);
    const tables = tablesIn(archive);
    const idAtClerk = tables.get('clerk_user')!.rows[0]!['id'];
    expect(idAtClerk).toMatch(/^user_/);
    expect(tables.get('clerk_email_addresses')!.rows[0]).toMatchObject({ email_address: invited });
    expect(tables.get('clerk_sessions')!.rows[0]).toMatchObject({ user_id: idAtClerk, impersonated: false });
    expect(tables.get('clerk_memberships')!.rows[0]).toMatchObject({ organization: { slug: 'harbour' } });
    expect(tables.get('clerk_invitations')!.rows[0]).toMatchObject({ email_address: invited });
    const others = world.clerk.control.state().users.map(({ id }) => String(id));
    for (const id of others) {
      if (id !== idAtClerk) expect([id, textIn(archive, 'data.json').includes(id)]).toEqual([id, false]);
    }
  });

  it('holds an invitation that only Clerk knows, whichever way the domain of its address is written', async () => {
    const email = 'ines@bücher.example';
    world.clerk.control.ensureUser({ email });
    await world.settled();
    const [alpine] = await world.database.query<{ clerk_id: string }>(
      'select clerk_id from organizations where id = $1',
      [world.alpine.id],
    );
    world.clerk.control.setWebhookFaults({ drop: true });
    const invited = await atClerk(world.clerk, 'POST', `/organizations/${alpine!.clerk_id}/invitations`, {
      email_address: email,
      role: 'org:member',
    });
    world.clerk.control.setWebhookFaults({ drop: false });
    // Of the events that told of the address nothing is left after a week.
    await world.database.query('delete from webhook_deliveries');
    const path = await askFor('ines@xn--bcher-kva.example', email);
    const archive = await unzip((await download(world, email, `${path}/download`)).body);
    const [row] = tablesIn(archive).get('clerk_invitations')!.rows;
    expect(row).toMatchObject({ id: invited['id'], email_address: email });
  });

  it('keeps a name from becoming a formula, a path or a script', async () => {
    const archive = await archiveOf(MALLORY);
    for (const name of archive.keys()) expect(name).toMatch(/^(csv\/[a-z0-9_]+\.csv|[a-z]+\.(json|html))$/);
    for (const [name, file] of archive) {
      if (name.endsWith('.csv'))
        expect([name, /(^|[,"\n])[=+@]/.test(file.toString())]).toEqual([name, false]);
    }
    expect(textIn(archive, 'csv/users.csv')).toContain(`"'=HYPERLINK(""http://evil.test"")"`);
    const page = textIn(archive, 'index.html');
    expect(page).not.toContain('<script');
    expect(page).toContain('../../&lt;script&gt;');
    expect(tablesIn(archive).get('users')!.rows[0]!['first_name']).toBe('=HYPERLINK("http://evil.test")');
  });

  it('is for the person and for who asked, as long as they may ask; for anybody else there is none', async () => {
    const own = await askFor(MARK);
    const staff = 'compliance@tenantry.test';
    const askedByStaff = await askFor(MARK, staff);
    for (const path of [own, askedByStaff]) {
      await world.as(MARK).get(path).expect(200);
      await world.as('sam@harbour.test').get(path).expect(404);
      await world.as('sam@harbour.test').get(`${path}/download`).expect(404);
    }
    await world.as(staff).get(own).expect(404);
    expect((await download(world, staff, `${askedByStaff}/download`)).status).toBe(200);
    await world.database.query(`delete from platform_role_grants where user_id = $1`, [
      await world.userId(staff),
    ]);
    await world.as(staff).get(askedByStaff).expect(404);
    await world.as(staff).get(`${askedByStaff}/download`).expect(404);
    const listed = await world.as(MARK).get(`${EXPORTS}?limit=1`).expect(200);
    expect([listed.body.data.length, listed.body.nextCursor]).toEqual([1, expect.any(String)]);
    expect((await world.as('nina@nowhere.test').get(EXPORTS).expect(200)).body.data).toEqual([]);
  });

  it('of somebody else needs the permission, and nobody asks in another person’s name', async () => {
    const userId = await world.userId(MARK);
    await world.as('nina@nowhere.test').post(EXPORTS, { userId }).expect(403);
    await world.as('nina@nowhere.test').post(EXPORTS, { userId: 'nobody' }).expect(403);
    const impersonated = world.as(MARK, { act: { sub: 'user_somebody' } });
    const refused = await impersonated.post(EXPORTS, { userId }).expect(403);
    expect(refused.body.code).toBe('impersonation_refused');
  });

  it('is made once at a time', async () => {
    const email = 'vera@harbour.test';
    const userId = await world.userId(email);
    world.clerk.control.setFaults([{ match: '/v1', latencyMs: 300 }]);
    const answers = await Promise.all([1, 2, 3, 4].map(() => world.as(email).post(EXPORTS, { userId })));
    world.clerk.control.clearFaults();
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    expect(answers.find(({ status }) => status === 409)!.body.code).toBe('export_open');
  });

  it('consents keep their history, and the record of processing is a page and JSON', async () => {
    const mark = world.as(MARK);
    await mark.put('/api/v1/privacy/consents', { purpose: 'news', version: '1', given: true }).expect(200);
    await mark.put('/api/v1/privacy/consents', { purpose: 'news', version: '2', given: true }).expect(200);
    const { body } = await mark.get('/api/v1/privacy/consents').expect(200);
    expect(
      body.data.map(({ version, withdrawnAt }: { version: string; withdrawnAt: string | null }) => [
        version,
        withdrawnAt === null,
      ]),
    ).toEqual([
      ['2', true],
      ['1', false],
    ]);
    const staff = world.as('owner@tenantry.test');
    const page = await staff.get('/api/v1/privacy/data-map').set('Accept', 'text/html').expect(200);
    expect(page.text).toContain('email_address');
    expect((await staff.get('/api/v1/privacy/data-map').expect(200)).body.tables.length).toBeGreaterThan(30);
    await mark.get('/api/v1/privacy/data-map').expect(403);
    const queue = await staff.get('/api/v1/privacy/requests').expect(200);
    expect(queue.body.data.every(({ daysLeft }: { daysLeft: number }) => daysLeft >= 27)).toBe(true);
  });
});
