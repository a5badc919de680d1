import { expect, it } from 'vitest';
import type { Page } from '../../support/chromium.js';
import { SAM } from '../../support/demo-people.js';
import type { DrivenConsole } from './driven-console.js';
import { faultsOnPaper, violations } from './page-faults.js';
import { findPerson, pressInDialog, SCRIPT } from './page-steps.js';

const COMPLIANCE = 'compliance@tenantry.test';
const OWNER = 'owner@tenantry.test';
const NINA = 'nina@nowhere.test';
const ARTICLE = 'Art. 17(3)(e) GDPR';

/** An erasure from its hold to its certificate, and what it has left behind. */
export function erasureCases(started: () => DrivenConsole): void {
  const asStaff = () => started().as(COMPLIANCE);

  it('holds an erasure up, lets it go, approves as a second person, and watches it to its certificate', async () => {
    const nina = await started().idOf(NINA);
    // A text in which she may be meant, or somebody of her name.
    await started().inDatabase(
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
    await pressInDialog(page, 'Place a hold');
    await page.shows('The hold stands.');
    await page.shows(SCRIPT);
    expect(await violations(page, 'holds')).toEqual([]);

    await page.open(`${started().origin}/console/compliance/requests/new`);
    await findPerson(page, NINA);
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
    await pressInDialog(second, 'Approve');
    await second.shows(`A legal hold stands in the way: ${ARTICLE}.`);
    expect(await violations(second, 'erasure-blocked')).toEqual([]);
    await second.press('See the holds');
    await second.press('Release');
    await pressInDialog(second, 'Release');
    await second.shows('The hold is released.');
    await second.press('Undo');
    await second.shows('The hold stands.');
    await second.press('Release');
    await pressInDialog(second, 'Release');
    await second.shows('No hold stands');
    expect((await (await asStaff()).get(`/api/v1/privacy/holds?userId=${nina}`)).body.data).toEqual([]);

    // The page that was left open sees every step as it is done.
    await page.until(`/Open the certificate/.test(document.body.innerText)`);
    await page.shows('Delete at Clerk');
    expect((await (await asStaff()).get(path).expect(200)).body).toMatchObject({
      status: 'done',
      approvedBy: await started().idOf(OWNER),
      requestedBy: await started().idOf(COMPLIANCE),
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
    await started().inDatabase(
      `update privacy_erasures set certificate = jsonb_set(certificate, '{document,backups,keptDays}', '31') where id = $1`,
      erasureId,
    );
    await page.open(`${started().origin}/console/compliance/requests/${erasureId}/certificate`);
    await page.shows('Not genuine: it was changed after it was signed');
    expect(await violations(page, 'certificate-changed')).toEqual([]);
  });

  it('decides on leftovers with a reason, and reads what somebody consented to', async () => {
    const page = await started().page(COMPLIANCE, '/compliance/leftovers');
    await page.until(`document.querySelector('.found-text mark')?.innerText === 'Nina'`);
    expect(await violations(page, 'leftovers')).toEqual([]);
    await page.press('Erase');
    await page.type('reason', SCRIPT);
    expect(await violations(page, 'decide')).toEqual([]);
    await pressInDialog(page, 'Erase');
    await page.shows('Nothing to decide on');
    const { body } = await (await asStaff()).get('/api/v1/privacy/findings').expect(200);
    expect(body.data).toMatchObject([
      { place: 'public.sync_alarms.detail', status: 'erased', reason: SCRIPT },
    ]);
    await page.choose('status', 'erased');
    await page.shows(SCRIPT);

    const sam = await started().as(SAM);
    for (const given of [true, false])
      await sam
        .put('/api/v1/privacy/consents', { purpose: 'newsletter', version: '2026-11', given })
        .expect(200);
    await page.press('Consents');
    await findPerson(page, SAM);
    await page.shows('wording 2026-11');
    await page.shows('taken back');
    expect(await violations(page, 'consents')).toEqual([]);
    expect(await page.evaluate('location.search')).toBe(`?userId=${started().samId}`);
    expect(page.addresses.filter((each) => each.includes('harbour.test'))).toEqual([]);
  });
}

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
