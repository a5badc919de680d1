import pg from 'pg';
import { expect, it } from 'vitest';
import type { Page } from '../../support/chromium.js';
import { type DrivenConsole, faultsOnPaper, violations } from './driven-console.js';

const COMPLIANCE = 'compliance@tenantry.test';
const OWNER = 'owner@tenantry.test';
const NINA = 'nina@nowhere.test';
const GRETA = 'greta@alpine.test';
const SCRIPT = `<img src=x onerror="window.hit=1"><script>window.hit=1</script>`;
const ARTICLE = 'Art. 17(3)(e) GDPR';

/** Staff who look after privacy: the desk, an erasure to its certificate, holds, consents, the record and the log. */
export function complianceCases(started: () => DrivenConsole): void {
  const idOf = async (email: string): Promise<string> =>
    (await (await started().as(email)).get('/api/v1/me').expect(200)).body.id;
  const asStaff = () => started().as(COMPLIANCE);
  const find = async (page: Page, person: string) => {
    await page.type('person', person);
    await page.press('Find');
  };
  /** Presses a button of the dialog that is open. */
  const pressIn = async (page: Page, words: string) => {
    const button = `[...document.querySelectorAll('.dialog button')].find(({ innerText }) => innerText === ${JSON.stringify(words)})`;
    await page.until(`Boolean(${button})`);
    await page.evaluate(`${button}.click()`);
  };

  it('sees the desk with days left, finds who wrote, extends, and answers with a refusal', async () => {
    const page = await started().page(COMPLIANCE);
    await page.press('Look after privacy');
    await page.shows('Nobody waits for an answer');
    expect(await violations(page, 'desk-empty')).toEqual([]);
    const userId = await idOf(GRETA);
    const filed = await (
      await started().as(GRETA)
    )
      .post('/api/v1/privacy/requests', {
        userId,
        kind: 'correction',
        fields: ['lastName', 'role'],
        details: SCRIPT,
      })
      .expect(201);
    await page.open(`${started().origin}/console/compliance`);
    for (const words of ['Greta', GRETA, 'Signed in', ' days left', 'GDPR']) await page.shows(words);
    expect(await violations(page, 'desk')).toEqual([]);
    await page.press('Correction');
    await page.shows(SCRIPT);
    await page.shows('Clerk is the authority');
    expect(await violations(page, 'correction')).toEqual([]);
    await page.press('Extend the deadline');
    await page.type('reason', SCRIPT);
    expect(await violations(page, 'extend')).toEqual([]);
    await pressIn(page, 'Extend the deadline');
    await page.shows('The deadline is extended.');
    const api = await asStaff();
    const path = `/api/v1/privacy/requests/${filed.body.id}`;
    const extended = (await api.get(path).expect(200)).body;
    expect(extended.extensionReason).toBe(SCRIPT);
    expect(Date.parse(extended.dueAt)).toBeGreaterThan(Date.parse(filed.body.dueAt));
    await page.press('Put it under CCPA');
    await page.shows('correct (Cal. Civ. Code § 1798.106)');
    await page.press('Answer');
    await pressIn(page, 'Answer');
    await page.shows('Say why.');
    await page.choose('outcome', 'refused');
    await page.type('reason', 'It is right as it stands.');
    await pressIn(page, 'Answer');
    await page.shows('It is right as it stands.');
    expect((await api.get(path).expect(200)).body).toMatchObject({
      law: 'ccpa',
      outcome: 'refused',
      outcomeReason: 'It is right as it stands.',
    });
    expect(await page.text()).not.toContain('Extend the deadline');
    expect(await page.evaluate('String(window.hit)')).toBe('undefined');
  });

  it('starts a request after a look at what would come of it, and fetches the archive', async () => {
    const page = await started().page(COMPLIANCE, '/compliance/requests/new');
    await find(page, SCRIPT.slice(0, 60));
    await page.shows('Nobody here has this address or id.');
    await find(page, GRETA.toUpperCase());
    await page.shows('See what would happen');
    expect(await violations(page, 'new-request')).toEqual([]);
    await page.choose('kind', 'objection');
    await page.type('purposes', SCRIPT);
    await page.type('details', SCRIPT);
    await page.press('See what would happen');
    await page.shows('letters, digits and . _ : -');
    await page.until(`Boolean(document.querySelector('.notice.bad code'))`);
    expect(await violations(page, 'new-objection')).toEqual([]);
    expect(await page.evaluate('String(window.hit)')).toBe('undefined');
    await page.choose('kind', 'access');
    await page.press('See what would happen');
    await page.shows('Nothing stands in the way');
    const userId = await idOf(GRETA);
    const api = await asStaff();
    const open = `/api/v1/privacy/requests?userId=${userId}&kind=access`;
    expect((await api.get(open).expect(200)).body.data).toEqual([]);
    expect(await violations(page, 'new-request-tried')).toEqual([]);
    await page.press('Ask for the archive');
    await page.shows('Download the archive');
    await page.shows('Ready');
    expect(await violations(page, 'archive')).toEqual([]);
    await page.evaluate(
      `(URL.createObjectURL = (blob) => ((window.saved = [blob.size, blob.type]), 'blob:none'))`,
    );
    await page.press('Download the archive');
    await page.until('Boolean(window.saved)');
    const exported = (await api.get('/api/v1/privacy/exports').expect(200)).body.data[0];
    expect(await page.evaluate('window.saved')).toEqual([exported.bytes, 'application/zip']);
    expect([exported.userId, exported.status]).toEqual([userId, 'ready']);
  });

  it('holds an erasure up, lets it go, approves as a second person, and watches it to its certificate', async () => {
    const nina = await idOf(NINA);
    // A text in which she may be meant, or somebody of her name.
    await inDatabase(
      `insert into sync_alarms (id, kind, subject, detail, raised_at, last_seen_at, cleared_at)
       values (gen_random_uuid(), 'silence', gen_random_uuid()::text, $1, now(), now(), now())`,
      JSON.stringify({ note: 'Ask Nina about the boat.' }),
    );
    const page = await started().page(COMPLIANCE, `/compliance/holds?userId=${nina}`);
    await page.shows('No hold stands');
    await page.press('Place a hold');
    await page.type('article', ARTICLE);
    await page.type('reason', SCRIPT);
    expect(await violations(page, 'place-hold')).toEqual([]);
    await pressIn(page, 'Place a hold');
    await page.shows('The hold stands.');
    await page.shows(SCRIPT);
    expect(await violations(page, 'holds')).toEqual([]);

    await page.open(`${started().origin}/console/compliance/requests/new`);
    await find(page, NINA);
    await page.choose('kind', 'erasure');
    await page.type('days', '0');
    await page.type('reason', SCRIPT);
    await page.press('See what would happen');
    await page.shows('It would wait');
    expect(await violations(page, 'new-erasure')).toEqual([]);
    await page.press('Ask for the erasure');
    await page.shows('Another member of staff than the one who asked has to approve it.');
    expect(await page.text()).not.toContain('Approve');
    expect(await violations(page, 'erasure-awaiting')).toEqual([]);
    const erasureId = await page.evaluate<string>(`location.pathname.split('/').at(-1)`);
    const path = `/api/v1/privacy/erasures/${erasureId}`;

    const second = await started().page(OWNER, `/compliance/requests/${erasureId}`);
    await second.press('Approve');
    expect(await violations(second, 'approve')).toEqual([]);
    await pressIn(second, 'Approve');
    await second.shows(`A legal hold stands in the way: ${ARTICLE}.`);
    expect(await violations(second, 'erasure-blocked')).toEqual([]);
    await second.press('See the holds');
    await second.press('Release');
    await pressIn(second, 'Release');
    await second.shows('The hold is released.');
    await second.press('Undo');
    await second.shows('The hold stands.');
    await second.press('Release');
    await pressIn(second, 'Release');
    await second.shows('No hold stands');
    expect((await (await asStaff()).get(`/api/v1/privacy/holds?userId=${nina}`)).body.data).toEqual([]);

    // The page that was left open sees every step as it is done.
    await page.until(`/Open the certificate/.test(document.body.innerText)`);
    await page.shows('Delete at Clerk');
    expect((await (await asStaff()).get(path).expect(200)).body).toMatchObject({
      status: 'done',
      approvedBy: await idOf(OWNER),
      requestedBy: await idOf(COMPLIANCE),
    });
    // The request is closed with it, and they are nobody here any more.
    await page.until(`!/Extend the deadline|nowhere.test/.test(document.body.innerText)`);
    expect(await violations(page, 'erasure-done')).toEqual([]);
    await page.press('Open the certificate');
    await page.shows('Genuine: signed by this service');
    expect(await page.evaluate(`document.querySelector('.document').innerText`)).not.toMatch(/nina/i);
    expect(await violations(page, 'certificate')).toEqual([]);
    expect(await faultsOnPaper(page, 'certificate')).toEqual([]);

    const { body: signed } = await (await asStaff()).get(`${path}/certificate`).expect(200);
    await checksCertificates(page, signed);
    // And what was changed where it lies is not vouched for either.
    await inDatabase(
      `update privacy_erasures set certificate = jsonb_set(certificate, '{document,backups,keptDays}', '31') where id = $1`,
      erasureId,
    );
    await page.open(`${started().origin}/console/compliance/requests/${erasureId}/certificate`);
    await page.shows('Not genuine: it was changed after it was signed');
    expect(await violations(page, 'certificate-changed')).toEqual([]);
  });

  /** In the browser, from the public keys: red with one changed character, green without. */
  async function checksCertificates(page: Page, signed: object): Promise<void> {
    await page.press('Certificates');
    await page.type('certificate', JSON.stringify(signed, null, 2));
    await page.shows('Genuine: signed by this service');
    expect(await violations(page, 'check-certificate')).toEqual([]);
    const text = JSON.stringify(signed);
    for (const [from, to] of [
      [/"count":\d+/, '"count":99'],
      [/"inTime":true/, '"inTime":false'],
      [/"value":"(.)/, (all: string, first: string) => all.replace(first, first === 'A' ? 'B' : 'A')],
    ] as [RegExp, string][]) {
      const changed = text.replace(from, to);
      expect(changed).not.toBe(text);
      await page.type('certificate', changed);
      await page.shows('Not genuine: it was changed after it was signed');
      expect(await page.text()).not.toContain('What was erased');
      await page.type('certificate', text);
      await page.shows('Genuine: signed by this service');
    }
    await page.type('certificate', text.replace(/"keyId":"../, '"keyId":"zz'));
    await page.shows('Not genuine: signed by a key that this service does not know');
    await page.type('certificate', SCRIPT);
    await page.shows('This is no whole certificate');
    const odd = { type: SCRIPT, document: { erasureId: SCRIPT, modules: [null] }, signature: {} };
    await page.type('certificate', JSON.stringify(odd));
    await page.shows('Not genuine');
    expect(await page.evaluate('String(window.hit)')).toBe('undefined');
    expect(page.addresses.some((each) => each.includes('keptDays'))).toBe(false);
  }

  it('decides on leftovers with a reason, and reads what somebody consented to', async () => {
    const page = await started().page(COMPLIANCE, '/compliance/leftovers');
    await page.until(`document.querySelector('.found-text mark')?.innerText === 'Nina'`);
    expect(await violations(page, 'leftovers')).toEqual([]);
    await page.press('Erase');
    await page.type('reason', SCRIPT);
    expect(await violations(page, 'decide')).toEqual([]);
    await pressIn(page, 'Erase');
    await page.shows('Nothing to decide on');
    const { body } = await (await asStaff()).get('/api/v1/privacy/findings').expect(200);
    expect(body.data).toMatchObject([
      { place: 'public.sync_alarms.detail', status: 'erased', reason: SCRIPT },
    ]);
    await page.choose('status', 'erased');
    await page.shows(SCRIPT);

    const sam = await started().as('sam@harbour.test');
    for (const given of [true, false])
      await sam
        .put('/api/v1/privacy/consents', { purpose: 'newsletter', version: '2026-11', given })
        .expect(200);
    await page.press('Consents');
    await find(page, 'sam@harbour.test');
    await page.shows('wording 2026-11');
    await page.shows('taken back');
    expect(await violations(page, 'consents')).toEqual([]);
    expect(await page.evaluate('location.search')).toBe(`?userId=${started().samId}`);
    expect(page.addresses.filter((each) => each.includes('harbour.test'))).toEqual([]);
  });

  it('prints the record of processing, and searches the whole log, whose chain holds', async () => {
    const page = await started().page(COMPLIANCE, '/compliance/data-map');
    await page.shows('Audit log');
    await page.shows('(g) Security measures');
    expect(await violations(page, 'data-map')).toEqual([]);
    expect(await faultsOnPaper(page, 'data-map')).toEqual([]);

    await page.open(`${started().origin}/console/compliance/audit-log`);
    await page.shows('The chain holds');
    const chain = (await (await asStaff()).get('/api/v1/audit-log/chain').expect(200)).body;
    const told = Number(/(\d+) rows are sealed/.exec(await page.text())?.[1]);
    expect(told).toBeGreaterThan(20);
    expect(told).toBeLessThanOrEqual(chain.sealedRows);
    expect(chain.changeFoundAt).toBeNull();
    await page.press('Check the whole log in this browser');
    await page.shows('rows are what was sealed');
    expect(await violations(page, 'audit-checked')).toEqual([]);
    // One row says somebody else did it.
    await page.evaluate(`{
      const real = fetch;
      window.fetch = async (request) => {
        const answer = await real(request);
        if (!request.url.endsWith('/export')) return answer;
        const text = await answer.text();
        const lines = text.split('\\n').map((line) => line.startsWith('{"type":"event","sequence":7,') ? line.replace(/"actorId":"./, '"actorId":"?') : line);
        return new Response(lines.join('\\n'), { headers: answer.headers });
      };
    }`);
    await page.press('Check the whole log in this browser');
    await page.shows('Row 7 does not say what was sealed.');
    await page.type('action', 'privacy.hold_released');
    await page.press('Find');
    await page.until(
      `[...document.querySelectorAll('.audit strong')].every(({ innerText }) => innerText === 'Hold released') && document.querySelectorAll('.audit').length === 2`,
    );
    await page.evaluate(`document.querySelector('.audit summary').click()`);
    expect(await violations(page, 'audit-search')).toEqual([]);
    expect(await page.evaluate('location.search')).toBe('?action=privacy.hold_released');
    await page.type('target', SCRIPT);
    await page.press('Find');
    await page.shows('Nothing like that has happened');
    await page.type('action', SCRIPT);
    await page.press('Find');
    await page.until(`Boolean(document.querySelector('.notice.bad code'))`);
    expect(await page.evaluate('String(window.hit)')).toBe('undefined');
  });

  it('speaks German too', async () => {
    const page = await started().page(OWNER, '/compliance?status=all');
    await page.shows('Requests');
    await page.evaluate(`document.querySelector('.head button').click()`);
    await page.choose('language', 'de');
    await page.key('Escape');
    await page.shows('Einen Antrag stellen');
    await page.shows('Abgelehnt');
    expect(await violations(page, 'desk-de')).toEqual([]);
    await page.press('Löschung');
    await page.shows('Gegen Wiederkehr sichern');
    expect(await violations(page, 'erasure-de')).toEqual([]);
  });

  it('is closed to who does not look after privacy, and shows an admin the log alone', async () => {
    const mark = await started().page('mark@harbour.test', '/compliance');
    await mark.shows('Ask somebody who manages this place');
    expect(await mark.text()).not.toContain('Legal holds');
    await (await started().as('mark@harbour.test')).get('/api/v1/privacy/requests').expect(403);
    const admin = await started().page('admin@tenantry.test', '/compliance');
    await admin.shows('The chain holds');
    for (const words of ['Requests', 'Legal holds', 'Leftovers', 'Data map'])
      expect(await admin.evaluate(`document.querySelector('.tabs').innerText`)).not.toContain(words);
    await (await started().as('admin@tenantry.test')).get('/api/v1/privacy/holds').expect(403);
    await admin.open(`${started().origin}/console/compliance/holds`);
    await admin.shows('Ask somebody who manages this place');
  });

  async function inDatabase(text: string, ...values: unknown[]): Promise<unknown[]> {
    const client = new pg.Client({ connectionString: started().local['databaseUrl'] });
    await client.connect();
    try {
      await client.query('begin');
      await client.query(`select set_config('app.scope_kind', 'system', true)`);
      const { rows } = await client.query(text, values);
      await client.query('commit');
      return rows as unknown[];
    } finally {
      await client.end();
    }
  }
}
