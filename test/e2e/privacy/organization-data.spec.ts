import { createPublicKey } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ErasureRunService,
  PrivacyMaintenanceService,
  registry,
  tenancies,
  verifyCertificate,
} from '#privacy';
import { LateDeliveryScrubberService } from '#webhooks';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { until } from '../../support/test-app.js';
import { allPublished } from '../events/follower.js';
import { download, expectWhole, tablesIn, textIn, unzip } from './export-archive.js';

const FRESH = { fva: [0, -1] };
const OWNER = 'olivia@harbour.test';
const STAFF = 'compliance@tenantry.test';
const REASON = { 'X-Access-Reason': 'Ticket 7: the contract ends' };

describe('data of a whole organization', () => {
  let world: DemoWorld;

  beforeEach(async () => {
    world = await startDemoWorld();
  });

  afterEach(() => world.close());

  const pathOf = (id: string, rest: string) => `/api/v1/organizations/${id}/${rest}`;
  const statusOf = async (id: string): Promise<string> => {
    const [row] = await world.database.query<{ status: string }>(
      'select status from organization_erasures where id = $1',
      [id],
    );
    return row?.status ?? 'none';
  };
  const codeOf = (answer: { body: { code: string } }) => answer.body.code;

  it('is declared for every table with an organization’s column', async () => {
    const rows = await world.database.query<{ name: string }>(
      `select distinct c.table_schema || '.' || c.table_name as name from information_schema.columns c
         join information_schema.tables t using (table_schema, table_name)
        where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.column_name ~ '^organization_(clerk_)?id$'`,
    );
    const declared = new Set(tenancies.map(({ table }) => table));
    expect(rows.map(({ name }) => name).filter((name) => !declared.has(name))).toEqual([]);
    const columns = new Map(
      registry.map(({ table, personal, other }) => [table, new Set([...Object.keys(personal), ...other])]),
    );
    for (const { table, path, exported } of tenancies) {
      const named = 'column' in path ? [path.column] : [];
      for (const column of [...named, ...(typeof exported === 'string' ? [] : exported)])
        expect([table, column, columns.get(table)?.has(column)]).toEqual([table, column, true]);
    }
  });

  it('is exported for its owner, whole, and with nothing of another organization', async () => {
    // One canary of each organization in a text that only it may read.
    for (const [id, name] of [
      [world.harbour.id, 'Canary-Harbour'],
      [world.alpine.id, 'Canary-Alpine'],
    ])
      await world.database.query('update properties set name = $2 where organization_id = $1', [id, name]);
    const owner = world.as(OWNER, FRESH);
    const stale = await world
      .as(OWNER, { fva: [60, -1] })
      .post(pathOf(world.harbour.id, 'data-exports'))
      .expect(403);
    expect(codeOf(stale)).toBe('reverification_required');
    const asked = await owner.post(pathOf(world.harbour.id, 'data-exports')).expect(201);
    expect(codeOf(await owner.post(pathOf(world.harbour.id, 'data-exports')))).toBe('export_open');
    const path = pathOf(world.harbour.id, `data-exports/${asked.body.id}`);
    await until('it is packed', async () => (await owner.get(path)).body.status === 'ready');
    const answer = await download(world, OWNER, `${path}/download`);
    expect(answer.status).toBe(200);
    const archive = await unzip(answer.body);
    expectWhole(archive);
    const tables = tablesIn(archive);
    const emails = tables.get('users')!.rows.map(({ email_address: email }) => String(email));
    expect(emails.sort()).toEqual(['mark@harbour.test', OWNER, 'sam@harbour.test', 'vera@harbour.test']);
    expect(tables.get('properties')!.count).toBe(2);
    expect(tables.get('clerk_memberships')!.count).toBe(4);
    const everything = [...archive.values()].map((file) => file.toString()).join('');
    expect(everything).toContain('Canary-Harbour');
    for (const foreign of [
      'Canary-Alpine',
      'alpine',
      world.alpine.id,
      await world.userId('greta@alpine.test'),
    ])
      expect([foreign, everything.includes(foreign)]).toEqual([foreign, false]);
    expect(textIn(archive, 'index.html')).toContain('Your organization’s data');

    for (const [email, id, status] of [
      ['anton@alpine.test', world.harbour.id, 404],
      ['anton@alpine.test', world.alpine.id, 404],
      ['mark@harbour.test', world.harbour.id, 403],
    ] as const)
      await world
        .as(email, FRESH)
        .get(pathOf(id, `data-exports/${asked.body.id}`))
        .expect(status);
    // Not by the route of people's exports either, not even for who asked.
    await owner.get(`/api/v1/privacy/exports/${asked.body.id}`).expect(404);
    const staff = world.as(STAFF, FRESH);
    await staff.get(path).expect(403);
    await staff.get(path).set(REASON).expect(200);
  });

  it('is erased after a second person’s approval and its grace, and a hold stands in the way and says so', async () => {
    const owner = world.as('anton@alpine.test', FRESH);
    const staff = world.as(STAFF, FRESH);
    const { id } = world.alpine;
    const ask = () =>
      owner.post(pathOf(id, 'data-erasures'), { reason: 'We close down.', gracePeriodDays: 0 });
    const answers = await Promise.all([ask(), ask(), ask()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const asked = answers.find(({ status }) => status === 201)!.body;
    expect(asked.status).toBe('awaiting_approval');
    const path = pathOf(id, `data-erasures/${asked.id}`);
    expect(codeOf(await owner.post(`${path}/approve`).expect(403))).toBe('second_person_required');
    await world.as('greta@alpine.test', FRESH).post(`${path}/approve`).expect(403);
    const hold = await staff
      .post(pathOf(id, 'data-holds'), { article: 'Art. 17(3)(e) GDPR' })
      .set(REASON)
      .expect(201);
    expect(codeOf(await owner.post(pathOf(id, 'data-holds'), { article: 'None' }).expect(403))).toBe(
      'permission_missing',
    );
    await staff.post(`${path}/approve`).set(REASON).expect(200);
    await until('it is blocked', async () => (await statusOf(asked.id)) === 'blocked');
    expect((await owner.get(path).expect(200)).body.blockedBy).toBe('Art. 17(3)(e) GDPR');
    await staff
      .delete(pathOf(id, `data-holds/${hold.body.id}`))
      .set(REASON)
      .expect(200);
    // While it has a job for its next try nobody gives it another one; a job that got lost is made anew.
    const maintenance = world.app.get(PrivacyMaintenanceService, { strict: false });
    expect((await maintenance.tidy()).resumed).toBe(0);
    const [{ lost } = { lost: 0 }] = await world.database.query<{ lost: number }>(
      `with gone as (delete from jobs.job where data->>'erasureId' = $1 returning 1) select count(*)::int as lost from gone`,
      [asked.id],
    );
    expect(lost).toBeGreaterThan(0);
    // A hold on one of its people stands in the way as well: placed before there is a job again, which may begin at once.
    const person = await world.userId('greta@alpine.test');
    await staff.post('/api/v1/privacy/holds', { userId: person, article: 'Art. 17(3)(b) GDPR' }).expect(201);
    expect((await maintenance.tidy()).resumed).toBe(1);
    await until('the new job has met it', async () => {
      const { blockedBy } = (await owner.get(path).expect(200)).body;
      return blockedBy === 'Art. 17(3)(b) GDPR';
    });
    expect(await world.app.get(ErasureRunService, { strict: false }).advance(asked.id)).toBe('waiting');
    expect(await statusOf(asked.id)).toBe('blocked');
    await owner.post(`${path}/cancel`).expect(200);
    expect(await statusOf(asked.id)).toBe('cancelled');
    expect(codeOf(await owner.post(`${path}/cancel`).expect(409))).toBe('erasure_not_cancellable');
    await owner.get(pathOf(id, 'members')).expect(200);
  });

  it('ends in a certificate, leaves its people and everybody else’s data, and does not come back', async () => {
    const { id } = world.harbour;
    const owner = world.as(OWNER, FRESH);
    const [{ clerk_id: clerkId } = { clerk_id: '' }] = await world.database.query<{ clerk_id: string }>(
      'select clerk_id from organizations where id = $1',
      [id],
    );
    // What has happened is still being told.
    await allPublished(world);
    const others = await countsOf(world.alpine.id);
    const plan = (await owner.get(pathOf(id, 'data-erasures/plan')).expect(200)).body;
    const counted = new Map<string, number>(
      plan.tables.map(({ table, count }: { table: string; count: number }) => [table, count]),
    );
    expect([counted.get('public.memberships'), counted.get('public.properties')]).toEqual([4, 2]);
    expect(
      (await world.database.query('select from memberships where organization_id = $1', [id])).length,
    ).toBe(4);

    const asked = await owner
      .post(pathOf(id, 'data-erasures'), { reason: 'We close down.', gracePeriodDays: 0 })
      .expect(201);
    await world
      .as(STAFF, FRESH)
      .post(pathOf(id, `data-erasures/${asked.body.id}/approve`))
      .set(REASON)
      .expect(200);
    const run = world.app.get(ErasureRunService, { strict: false });
    // Clerk is away at first: everything here is done, and Clerk is waited for.
    world.clerk.control.setFaults([{ match: 'DELETE /v1/organizations/*', status: 503 }]);
    await until('it waits for Clerk', async () => {
      await Promise.all([run.step(asked.body.id), run.step(asked.body.id)]);
      const [row] = await world.database.query<{ waiting_for: string | null }>(
        'select waiting_for from organization_erasures where id = $1',
        [asked.body.id],
      );
      return row?.waiting_for?.startsWith('Clerk') === true;
    });
    expect(await world.database.query('select from organizations where id = $1', [id])).toEqual([]);
    world.clerk.control.clearFaults();
    await until('it is done', async () => {
      await world.clerk.control.flushWebhooks();
      await Promise.all([run.step(asked.body.id), run.step(asked.body.id)]);
      return (await statusOf(asked.body.id)) === 'done';
    });
    await world.settled();
    await world.app.get(LateDeliveryScrubberService, { strict: false }).emptyLateDeliveries();

    expect(world.clerk.control.state().organizations.some((each) => each['id'] === clerkId)).toBe(false);
    expect(await everything()).not.toContain(clerkId);
    const kept = new Set(
      tenancies.filter(({ erasure }) => erasure !== null && 'article' in erasure).map(({ table }) => table),
    );
    for (const [table, count] of await countsOf(id)) {
      if (!kept.has(table)) expect([table, count]).toEqual([table, 0]);
    }
    expect(await countsOf(world.alpine.id)).toEqual(others);
    // Its people are people still, and can sign in.
    await world.as('mark@harbour.test').get('/api/v1/me').expect(200);
    await owner.get(pathOf(id, 'members')).expect(404);
    const found = `/api/v1/privacy/organization-erasures/${asked.body.id}`;
    await world.as('mark@harbour.test').get(found).expect(404);
    const { body: certificate } = await owner.get(`${found}/certificate`).expect(200);
    const publicKey = createPublicKey(world.environment.signingKey);
    expect(verifyCertificate(certificate, publicKey)).toBe(true);
    const tenants = certificate.document.modules.find(
      ({ module }: { module: string }) => module === 'tenants',
    );
    expect(tenants.tables).toContainEqual({ table: 'public.memberships', strategy: 'delete', count: 4 });
    certificate.document.organizationId = world.alpine.id;
    expect(verifyCertificate(certificate, publicKey)).toBe(false);

    // Late news of it: told once more, it stays away.
    for (const { id: message } of world.clerk.control.deliveries()) world.clerk.control.resend(message);
    await world.settled();
    expect(await world.database.query('select from organizations where clerk_id = $1', [clerkId])).toEqual(
      [],
    );
    const audit = await world.database.query<{ action: string }>(
      `select action from audit_events where action ~ '^organization[.](erasure|erased)' and organization_id = $1 order by id`,
      [id],
    );
    expect(audit.map(({ action }) => action)).toEqual([
      'organization.erasure_requested',
      'organization.erasure_approved',
      'organization.erasure_begun',
      'organization.erased',
    ]);
  }, 120_000);

  async function countsOf(id: string): Promise<Map<string, number>> {
    const counts = new Map<string, number>();
    for (const { table, path } of tenancies) {
      if (path.holds !== 'organization id') continue;
      if (/audit_events|activity_days/.test(table)) continue;
      const [row] = await world.database.query<{ count: string }>(
        `select count(*) as count from ${table} where ${path.column} = $1`,
        [id],
      );
      counts.set(table, Number(row?.count));
    }
    return counts;
  }

  /** Everything that the database and the data folder hold, as text. */
  async function everything(): Promise<string> {
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
  }
});
