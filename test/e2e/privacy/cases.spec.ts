import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PrivacyCaseMaintenanceService } from '#privacy';
import { FixedClock } from '#libs/time';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';

const REQUESTS = '/api/v1/privacy/requests';
const DAY_SECONDS = 86_400;
const STEPPED_UP = { fva: [0, -1] };

describe('privacy cases', () => {
  let world: DemoWorld;
  let clock: FixedClock;

  beforeEach(async () => {
    clock = new FixedClock(new Date());
    world = await startDemoWorld({ clock });
  });

  afterEach(() => world.close());

  const staff = () => world.as('compliance@tenantry.test', STEPPED_UP);
  const auditsOf = async (requestId: string): Promise<string[]> => {
    const rows = await world.database.query<{ action: string }>(
      `select action from audit_events where change ->> 'requestId' = $1 or target_id = $1 order by id`,
      [requestId],
    );
    return rows.map(({ action }) => action);
  };
  const file = async (email: string, body: object) =>
    world.as(email).post(REQUESTS, { userId: await world.userId(email), ...body });

  it('takes a correction in, says where it is put right, and answers it with a reason that the person reads', async () => {
    const mark = world.as('mark@harbour.test');
    const filed = await file('mark@harbour.test', {
      kind: 'correction',
      fields: ['lastName', 'role'],
      details: 'My name is Brandt now.',
    });
    expect(filed.status).toBe(201);
    const { id } = filed.body;
    expect(filed.body).toMatchObject({
      kind: 'correction',
      law: 'gdpr',
      right: 'rectification (Art. 16 GDPR)',
      details: 'My name is Brandt now.',
      alarm: 0,
      outcome: null,
    });
    expect(filed.body.guidance.map(({ field }: { field: string }) => field)).toEqual(['lastName', 'role']);
    expect(filed.body.guidance[0].where).toContain('Clerk is the authority');
    const [stored] = await world.database.query('select * from privacy_requests where id = $1', [id]);
    expect(JSON.stringify(stored)).not.toContain('Brandt');

    const early = await mark.post(`${REQUESTS}/${id}/resolve`, { outcome: 'fulfilled', reason: 'x' });
    expect([early.status, early.body.code]).toEqual([403, 'permission_missing']);
    await staff()
      .post(`${REQUESTS}/${id}/resolve`, { outcome: 'partly_fulfilled', reason: 'The role is right.' })
      .expect(200);
    const read = await mark.get(`${REQUESTS}/${id}`).expect(200);
    expect(read.body).toMatchObject({ outcome: 'partly_fulfilled', outcomeReason: 'The role is right.' });
    const again = await staff().post(`${REQUESTS}/${id}/resolve`, { outcome: 'refused', reason: 'y' });
    expect([again.status, again.body.code]).toEqual([409, 'request_answered']);
    expect(await auditsOf(id)).toEqual(['privacy.request_received', 'privacy.request_resolved']);
    const mine = await mark.get('/api/v1/privacy/my-requests').expect(200);
    expect(mine.body.data.map((request: { id: string }) => request.id)).toContain(id);
  });

  it('finds whom a request is about by a whole address or an id, and tells who asked', async () => {
    const userId = await world.userId('vera@harbour.test');
    const { clerkId } = (await world.as('owner@tenantry.test').get(`/api/v1/users/${userId}`).expect(200))
      .body;
    const people = ['VERA@harbour.test ', userId, clerkId, 'vera', 'nobody@harbour.test'];
    const found = await staff().post('/api/v1/privacy/subjects/find', { people }).expect(200);
    const vera = { userId, clerkId, emailAddress: 'vera@harbour.test', state: 'active' };
    expect(found.body.data).toMatchObject([
      { asked: 'VERA@harbour.test', people: [vera] },
      { asked: userId, people: [vera] },
      { asked: clerkId, people: [vera] },
      { asked: 'vera', people: [] },
      { asked: 'nobody@harbour.test', people: [] },
    ]);
    const own = await file('vera@harbour.test', { kind: 'correction', details: 'Wrong.' });
    expect(own.body).toMatchObject({ requestedBy: userId, timeZone: 'UTC' });
    const forHer = await staff()
      .post(REQUESTS, { userId, kind: 'correction', details: 'Wrong.' })
      .expect(201);
    expect(forHer.body.requestedBy).toBe(await world.userId('compliance@tenantry.test'));
  });

  it('an objection ends the consents that it names, at once', async () => {
    const sam = world.as('sam@harbour.test');
    for (const purpose of ['news', 'profiling', 'research'])
      await sam.put('/api/v1/privacy/consents', { purpose, version: '1', given: true }).expect(200);
    const filed = await file('sam@harbour.test', { kind: 'objection', purposes: ['news', 'profiling'] });
    expect(filed.body).toMatchObject({ right: 'objection (Art. 21 GDPR)', purposes: ['news', 'profiling'] });
    const { body } = await sam.get('/api/v1/privacy/consents').expect(200);
    const current = body.data.filter(({ endedBy }: { endedBy: string | null }) => endedBy === null);
    expect(current.map(({ purpose }: { purpose: string }) => purpose)).toEqual(['research']);
    const events = await world.database.query(
      'select purpose from privacy_consent_events where request_id = $1 and not given order by purpose',
      [filed.body.id],
    );
    expect(events).toEqual([{ purpose: 'news' }, { purpose: 'profiling' }]);
    await sam.post(`${REQUESTS}/${filed.body.id}/withdraw`).expect(200);
    expect((await sam.get(`${REQUESTS}/${filed.body.id}`)).body.outcome).toBe('withdrawn');
  });

  it('points a second open request of the same kind to the first, and of two at once one is the first', async () => {
    const answers = await Promise.all(
      [1, 2, 3].map(() => file('vera@harbour.test', { kind: 'correction', details: 'Wrong.' })),
    );
    const firsts = answers.filter(({ body }) => body.duplicateOf === null);
    expect(firsts).toHaveLength(1);
    const others = answers.filter(({ body }) => body.duplicateOf !== null);
    expect(others.map(({ body }) => body.duplicateOf)).toEqual([firsts[0]!.body.id, firsts[0]!.body.id]);
  });

  it('extends a deadline once, tells the person why, and moves the deadline of the erasure with it', async () => {
    const userId = await world.userId('greta@alpine.test');
    const erasure = await world
      .as('greta@alpine.test', STEPPED_UP)
      .post('/api/v1/privacy/erasures', { userId })
      .expect(201);
    const path = `${REQUESTS}/${erasure.body.id}`;
    const before = (await staff().get(path).expect(200)).body;
    await staff().post(`${path}/extend`, { reason: 'Many archives have to be searched.' }).expect(200);
    const greta = world.as('greta@alpine.test');
    const told = (await greta.get(path).expect(200)).body;
    expect(told.extensionReason).toBe('Many archives have to be searched.');
    expect(Date.parse(told.dueAt) - Date.parse(before.dueAt)).toBeGreaterThan(58 * DAY_SECONDS * 1000);
    expect((await greta.get(`/api/v1/privacy/erasures/${erasure.body.id}`)).body.dueAt).toBe(told.dueAt);
    const asked = await greta.post('/api/v1/privacy/exports', { userId });
    await staff().put(`${REQUESTS}/${asked.body.id}/law`, { law: 'ccpa' }).expect(200);
    const moved = await greta.get(`/api/v1/privacy/exports/${asked.body.id}`).expect(200);
    expect(Date.parse(moved.body.dueAt) - Date.parse(asked.body.dueAt)).toBeGreaterThan(
      13 * DAY_SECONDS * 1000,
    );
    const twice = await staff().post(`${path}/extend`, { reason: 'More.' });
    expect([twice.status, twice.body.code]).toEqual([409, 'request_extended_before']);
    const resolved = await staff().post(`${path}/resolve`, { outcome: 'refused', reason: 'No.' });
    expect([resolved.status, resolved.body.code]).toEqual([409, 'request_ends_itself']);
  });

  it('knows California’s names and times, and stays with the earlier day when the law changes', async () => {
    const filed = await file('anton@alpine.test', { kind: 'objection', purposes: ['sale'], law: 'ccpa' });
    expect(filed.body.right).toBe('opt out (Cal. Civ. Code § 1798.120)');
    expect(filed.body.daysLeft).toBeLessThan(23);
    const path = `${REQUESTS}/${filed.body.id}`;
    const refused = await staff().post(`${path}/extend`, { reason: 'Later.' });
    expect([refused.status, refused.body.code]).toEqual([409, 'deadline_not_extendable']);
    const changed = await staff().put(`${path}/law`, { law: 'gdpr' }).expect(200);
    expect(changed.body.daysLeft).toBeGreaterThan(26);
    expect(await auditsOf(filed.body.id)).toContain('privacy.request_law_set');
  });

  it('refuses what does not fit with a code of its own, and changes nothing', async () => {
    const userId = await world.userId('mark@harbour.test');
    const mark = world.as('mark@harbour.test');
    const count = async () =>
      (await world.database.query<{ count: string }>('select count(*) from privacy_requests'))[0]!.count;
    const before = await count();
    for (const [body, status, code] of [
      [{ userId, kind: 'correction' }, 400, 'correction_without_content'],
      [{ userId, kind: 'objection' }, 400, 'objection_without_purpose'],
      [{ userId, kind: 'objection', purposes: ['a'], fields: ['other'] }, 400, 'request_content_misplaced'],
      [{ userId, kind: 'correction', fields: ['other'], purposes: ['a'] }, 400, 'request_content_misplaced'],
      [{ userId, kind: 'erasure' }, 400, 'invalid_request'],
      [{ userId, kind: 'objection', purposes: ['<b>'] }, 400, 'invalid_request'],
      [
        { userId: await world.userId('sam@harbour.test'), kind: 'correction', fields: ['other'] },
        403,
        'permission_missing',
      ],
      [{ userId: 'user_nobody', kind: 'correction', fields: ['other'] }, 403, 'permission_missing'],
    ] as const) {
      const answer = await mark.post(REQUESTS, body);
      expect([body, answer.status, answer.body.code]).toEqual([body, status, code]);
    }
    const impersonated = await world
      .as('mark@harbour.test', { act: { sub: 'user_support' } })
      .post(REQUESTS, { userId, kind: 'correction', fields: ['other'] });
    expect([impersonated.status, impersonated.body.code]).toEqual([403, 'impersonation_refused']);
    expect(await count()).toBe(before);
  });

  it('shows another person’s request to nobody but compliance staff', async () => {
    const filed = await file('mark@harbour.test', { kind: 'correction', fields: ['other'] });
    const path = `${REQUESTS}/${filed.body.id}`;
    await world.as('sam@harbour.test').get(path).expect(404);
    await world.as('sam@harbour.test').post(`${path}/withdraw`).expect(404);
    await staff().post(`${path}/withdraw`).expect(404);
    await staff().get(path).expect(200);
  });

  it('lists those that are due first on top, page by page, and by kind, law, person and alarm', async () => {
    for (const details of ['One.', 'Two.', 'Three.'])
      await file('vera@harbour.test', { kind: 'correction', details });
    await file('mark@harbour.test', { kind: 'correction', fields: ['other'] });
    const { body: objection } = await file('anton@alpine.test', { kind: 'objection', purposes: ['sale'] });
    const seen: { id: string; dueAt: string }[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: { body: { data: typeof seen; nextCursor: string | null } } = await staff()
        .get(`${REQUESTS}?status=all&limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`)
        .expect(200);
      seen.push(...page.body.data);
      cursor = page.body.nextCursor;
    }
    const [{ count } = { count: '0' }] = await world.database.query<{ count: string }>(
      'select count(*) from privacy_requests',
    );
    expect(new Set(seen.map(({ id }) => id)).size).toBe(Number(count));
    expect(seen).toHaveLength(Number(count));
    expect(seen.map(({ dueAt }) => dueAt)).toEqual(seen.map(({ dueAt }) => dueAt).toSorted());
    const kinds = await staff().get(`${REQUESTS}?kind=objection&law=ccpa`).expect(200);
    expect(kinds.body.data).toEqual([]);
    const ofGdpr = await staff().get(`${REQUESTS}?kind=objection&law=gdpr`).expect(200);
    expect(ofGdpr.body.data.map(({ id }: { id: string }) => id)).toEqual([objection.id]);
    const userId = await world.userId('vera@harbour.test');
    expect((await staff().get(`${REQUESTS}?userId=${userId}`)).body.data).toHaveLength(3);
    expect((await staff().get(`${REQUESTS}?alarm=50`)).body.data).toEqual([]);
  });

  it('rings at 50, 80 and 100 percent, each once, and goes on with the rest when one is overdue', async () => {
    await world.database.query(`update privacy_requests set closed_at = now() where closed_at is null`);
    const filed = await file('vera@harbour.test', { kind: 'correction', fields: ['firstName'] });
    const { id } = filed.body;
    const maintenance = world.app.get(PrivacyCaseMaintenanceService, { strict: false });
    const percents = async () => {
      const rows = await world.database.query<{ percent: number }>(
        `select (change ->> 'percent')::int as percent from audit_events
          where action = 'privacy.deadline_alarm' and target_id = $1 order by id`,
        [id],
      );
      return rows.map(({ percent }) => percent);
    };
    expect(await maintenance.watchDeadlines()).toEqual({ alarms: 0, overdue: 0 });
    clock.advanceSeconds(17 * DAY_SECONDS);
    // Two replicas at the same time ring once.
    await Promise.all([maintenance.watchDeadlines(), maintenance.watchDeadlines()]);
    expect(await percents()).toEqual([50]);
    clock.advanceSeconds(10 * DAY_SECONDS);
    await maintenance.watchDeadlines();
    clock.advanceSeconds(10 * DAY_SECONDS);
    expect((await maintenance.watchDeadlines()).overdue).toBe(1);
    await maintenance.watchDeadlines();
    expect(await percents()).toEqual([50, 80, 100]);
    const late = await staff().post(`${REQUESTS}/${id}/extend`, { reason: 'Too late.' });
    expect([late.status, late.body.code]).toEqual([409, 'extension_too_late']);
    const queue = await staff().get(`${REQUESTS}?alarm=100`).expect(200);
    expect(queue.body.data[0]).toMatchObject({ id, alarm: 100 });
    expect(queue.body.data[0].daysLeft).toBeLessThan(0);
  });
});
