import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ActivityLedgerService, NamedReportsService } from '#usage';
import { rawBody } from './raw-body.js';
import { CommandProcess } from '../../support/command-process.js';
import { variablesOf } from '../../support/service-variables.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';

describe('usage of the running month', () => {
  let world: DemoWorld;

  beforeAll(async () => {
    world = await startDemoWorld();
    const seaside = `${harbour()}/properties/${world.harbour.seaside}`;
    await world.as('mark@harbour.test').get(seaside).expect(200);
    await world.as('sam@harbour.test').get(seaside).expect(200);
    await world.as('olivia@harbour.test').get(harbour()).expect(200);
    await world.settled();
    await world.app.get(ActivityLedgerService, { strict: false }).flush();
  });

  afterAll(() => world.close());

  const harbour = () => `/api/v1/organizations/${world.harbour.id}`;
  const month = () => new Date().toISOString().slice(0, 7);

  it('counts people per platform, organization and property, and says what the numbers mean', async () => {
    const organization = await world.as('olivia@harbour.test').get(`${harbour()}/usage`).expect(200);
    expect(organization.body).toMatchObject({
      month: month(),
      complete: false,
      place: { kind: 'organization', organizationId: world.harbour.id, propertyId: null },
      timezone: 'UTC',
      mau: 3,
      mru: 0,
      mao: 1,
      mro: 0,
      new: 3,
      returning: 0,
      members: { moment: 'now' },
      cost: null,
      alerts: [],
    });
    expect(organization.body.definitions.mru).toContain('Clerk bills');
    const property = await world
      .as('mark@harbour.test')
      .get(`${harbour()}/properties/${world.harbour.seaside}/usage?timezone=Europe/Vienna`)
      .expect(200);
    expect(property.body).toMatchObject({ mau: 3, mao: null, mro: null, timezone: 'Europe/Vienna' });
    const platform = await world.as('operator@tenantry.test').get('/api/v1/usage').expect(200);
    expect(platform.body.mau).toBeGreaterThanOrEqual(4);
    expect(platform.body.cost.soFar.map(({ plan }: { plan: string }) => plan)).toEqual([
      'Hobby',
      'Pro',
      'Business',
    ]);
  });

  it('shows no day before the ledger began and none to come', async () => {
    const { body } = await world.as('operator@tenantry.test').get('/api/v1/usage').expect(200);
    const today = new Date().toISOString().slice(0, 10);
    expect(body.days.map(({ date }: { date: string }) => date)).toEqual([today]);
    expect(body.ledger).toEqual({ beganOn: today, coversWholeMonth: false });
    expect(body.forecast).toBeNull();
  });

  it('is printed by the command line for the place that is named', async () => {
    const words = ['usage', 'report', '--organization', 'harbour', '--property', 'seaside'];
    const { code, stdout, stderr } = await new CommandProcess(variablesOf(world), words).ended();
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Usage of seaside, Harbour Hotels');
    const reports = world.app.get(NamedReportsService, { strict: false });
    expect(await reports.giveByName({ organization: 'nowhere' }, {})).toBeNull();
    expect(await reports.giveByName({ property: 'seaside' }, {})).toBeNull();
  });

  it('is refused for a month to come, one before the ledger, and what is none; never answered with zeros', async () => {
    const read = (query: string) => world.as('olivia@harbour.test').get(`${harbour()}/usage?${query}`);
    expect((await read('month=2099-01').expect(422)).body.code).toBe('month_in_future');
    const early = await read('month=2020-02').expect(422);
    expect(early.body).toMatchObject({
      code: 'before_ledger',
      detail: expect.stringMatching(/began on \d{4}-\d\d-\d\d/),
    });
    for (const wrong of ['2026-13', '2026-1', '26-01', '2026-00', 'now', ''])
      await read(`month=${wrong}`).expect(400);
    for (const wrong of ['Mars/Base', 'Asia/Tokyo', 'utc', "'; drop table users"]) {
      expect((await read(`timezone=${encodeURIComponent(wrong)}`).expect(400)).body.code).toBe(
        'timezone_not_recorded',
      );
    }
    await read('format=pdf').expect(400);
    await read('month=2026-01&month=2026-02').expect(400);
  });

  it('is nobody else’s: not the other organization’s, not a member’s without the right, not a tenant’s platform', async () => {
    await world.as('anton@alpine.test').get(`${harbour()}/usage`).expect(404);
    await world.as('anton@alpine.test').get(`${harbour()}/usage/chart.svg`).expect(404);
    await world.as('vera@harbour.test').get(`${harbour()}/usage`).expect(403);
    await world
      .as('mark@harbour.test')
      .get(`${harbour()}/properties/${world.harbour.oldTown}/usage`)
      .expect(404);
    await world.as('olivia@harbour.test').get('/api/v1/usage').expect(403);
    await world.anonymous().get('/api/v1/usage').expect(401);
  });

  it('explains a member and the organization, and nobody of another one', async () => {
    const explain = (query: string) =>
      world.as('olivia@harbour.test').get(`${harbour()}/usage/explain${query}`);
    const mark = await world.userId('mark@harbour.test');
    expect((await explain(`?userId=${mark}`).expect(200)).body).toMatchObject({
      kind: 'person',
      active: true,
      retained: false,
      because: [
        expect.stringContaining('counts for the MAU'),
        expect.stringContaining('the first day is free'),
      ],
    });
    expect((await explain('').expect(200)).body).toMatchObject({
      kind: 'organization',
      members: 4,
      active: true,
      retained: false,
    });
    await explain(`?userId=${await world.userId('anton@alpine.test')}`).expect(404);
    await explain('?userId=user_nobody').expect(404);
    await explain('?userId=1').expect(400);
    const platform = world.as('operator@tenantry.test');
    await platform.get('/api/v1/usage/explain').expect(400);
    const other = await platform.get(`/api/v1/usage/explain?organizationId=${world.alpine.id}`).expect(200);
    expect(other.body).toMatchObject({ kind: 'organization', members: 2 });
  });

  it('comes as CSV, as a picture and as a page, with names made safe', async () => {
    const evil = `<img src=x onerror="alert('1')"> & Söhne`;
    await world.database.query('update organizations set name = $1 where id = $2', [evil, world.harbour.id]);
    const olivia = world.as('olivia@harbour.test');
    const csv = await olivia.get(`${harbour()}/usage`).set('Accept', 'text/csv').expect(200);
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    const today = new Date().toISOString().slice(0, 10);
    expect(csv.text).toBe(
      `month,timezone,date,dau,new,returning,mauToDate,mruToDate\r\n${month()},UTC,${today},3,3,0,3,0\r\n`,
    );
    const svg = await olivia.get(`${harbour()}/usage/chart.svg`).buffer(true).parse(rawBody).expect(200);
    expect(svg.headers['content-type']).toBe('image/svg+xml; charset=utf-8');
    const picture = (svg.body as Buffer).toString('utf8');
    expect(picture).toMatch(/^<svg [^>]*role="img" aria-labelledby="usage-title usage-description"><title/);
    const page = await olivia.get(`${harbour()}/usage?format=html`).expect(200);
    expect(page.headers['content-security-policy']).toContain("style-src 'unsafe-inline'");
    for (const text of [picture, page.text]) {
      expect(text).not.toContain('<img');
      expect(text).toContain('&lt;img src=x');
    }
    expect(page.text).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/);
  });
});
