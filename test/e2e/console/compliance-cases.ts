import { expect, it } from 'vitest';
import { MARK } from '../../support/demo-people.js';
import type { DrivenConsole } from './driven-console.js';
import { erasureCases } from './erasure-cases.js';
import { faultsOnPaper, violations } from './page-faults.js';
import { findPerson, openSettings, pressInDialog, SCRIPT } from './page-steps.js';

const COMPLIANCE = 'compliance@tenantry.test';
const OWNER = 'owner@tenantry.test';
const GRETA = 'greta@alpine.test';

/** Staff who look after privacy: the desk, requests, erasures, the record and the log. */
export function complianceCases(started: () => DrivenConsole): void {
  const asStaff = () => started().as(COMPLIANCE);

  it('sees the desk with days left, finds who wrote, extends, and answers with a refusal', async () => {
    const page = await started().page(COMPLIANCE);
    await page.press('Look after privacy');
    await page.shows('Nobody waits for an answer');
    expect(await violations(page, 'desk-empty')).toEqual([]);
    const userId = await started().idOf(GRETA);
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
    await pressInDialog(page, 'Extend the deadline');
    await page.shows('The deadline is extended.');
    const api = await asStaff();
    const path = `/api/v1/privacy/requests/${filed.body.id}`;
    const extended = (await api.get(path).expect(200)).body;
    expect(extended.extensionReason).toBe(SCRIPT);
    expect(Date.parse(extended.dueAt)).toBeGreaterThan(Date.parse(filed.body.dueAt));
    await page.press('Put it under CCPA');
    await page.shows('correct (Cal. Civ. Code § 1798.106)');
    await page.press('Answer');
    await pressInDialog(page, 'Answer');
    await page.shows('Say why.');
    await page.choose('outcome', 'refused');
    await page.type('reason', 'It is right as it stands.');
    await pressInDialog(page, 'Answer');
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
    await findPerson(page, SCRIPT.slice(0, 60));
    await page.shows('Nobody here has this address or id.');
    await findPerson(page, GRETA.toUpperCase());
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
    const userId = await started().idOf(GRETA);
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

  erasureCases(started);

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
    await openSettings(page);
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
    const mark = await started().page(MARK, '/compliance');
    await mark.shows('Ask somebody who manages this place');
    expect(await mark.text()).not.toContain('Legal holds');
    await (await started().as(MARK)).get('/api/v1/privacy/requests').expect(403);
    const admin = await started().page('admin@tenantry.test', '/compliance');
    await admin.shows('The chain holds');
    for (const words of ['Requests', 'Legal holds', 'Leftovers', 'Data map'])
      expect(await admin.evaluate(`document.querySelector('.tabs').innerText`)).not.toContain(words);
    await (await started().as('admin@tenantry.test')).get('/api/v1/privacy/holds').expect(403);
    await admin.open(`${started().origin}/console/compliance/holds`);
    await admin.shows('Ask somebody who manages this place');
  });
}
