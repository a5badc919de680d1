import { expect, it } from 'vitest';
import { SAM } from '../../support/demo-people.js';
import type { DrivenConsole } from './driven-console.js';
import { violations } from './page-faults.js';

const OPERATOR = 'operator@tenantry.test';
const ADMIN = 'admin@tenantry.test';
const COMPLIANCE = 'compliance@tenantry.test';

/** Who runs the platform looks how it is, compares with Clerk, and runs what is due. */
export function operatorCases(started: () => DrivenConsole): void {
  it('sees how the service is, and asks the doctor', async () => {
    const page = await started().page(OPERATOR);
    await page.press('Run the platform');
    await page.until(`document.querySelectorAll('.tile.yes').length > 5`);
    await page.press('Ask the doctor');
    await page.until(`/The doctor finds/.test(document.body.innerText)`);
    await page.shows('Each person');
    expect(await violations(page, 'health')).toEqual([]);
  });

  it('compares with Clerk, reads the difference side by side, and applies the plan that was read', async () => {
    const clerk = (path: string, body: object) => started().requestClerk('POST', path, body);
    // A person whose news is lost: the webhooks are off while they appear.
    await clerk('/emulator/webhooks', { enabled: false });
    const made = await clerk('/v1/users', {
      email_address: ['lost@guest.test'],
      skip_password_requirement: true,
    });
    expect(made.status).toBe(200);
    await clerk('/emulator/webhooks', { enabled: true });

    const page = await started().page(ADMIN, '/operations/drift');
    await page.press('Compare with Clerk');
    await page.shows('1 difference');
    await page.shows('Not there');
    expect(await violations(page, 'drift')).toEqual([]);
    await page.press('Apply the plan');
    await page.shows('Hash of the plan that you have read:');
    expect(await violations(page, 'drift-apply')).toEqual([]);
    await page.press('Apply');
    await page.until(`document.querySelector('#plan')?.innerText === 'Applied'`);
    const api = await started().as(ADMIN);
    const { body } = await api.get('/api/v1/users?query=lost@guest.test').expect(200);
    expect(body.data.map(({ emailAddress }: { emailAddress: string }) => emailAddress)).toContain(
      'lost@guest.test',
    );
  });

  it('opens the record of processing, to which an address bar sends no token', async () => {
    const page = await started().signIn(COMPLIANCE);
    await page.until(`!document.querySelector('[name=answer]')`);
    await page.open(`${started().origin}/api/v1/privacy/data-map`);
    await page.shows('Open a page');
    expect(await violations(page, 'open-page')).toEqual([]);
    await page.press('Open');
    await page.until(
      `location.pathname === '/api/v1/privacy/data-map' && document.querySelector('h1')?.innerText.length > 0`,
    );
    expect(await page.evaluate('document.cookie')).not.toContain('tenantry_page');
  });

  it('sees that nothing was given up, runs a job, and reads the month in a chart', async () => {
    const page = await started().page(ADMIN, '/operations/dead-letters');
    await page.shows('Every delivery was applied');
    expect(await violations(page, 'dead-letters')).toEqual([]);
    await page.press('Schedule');
    await page.until(`document.querySelectorAll('.row').length > 5`);
    expect(await violations(page, 'schedule')).toEqual([]);
    await page.evaluate(`document.querySelector('.row button').click()`);
    await page.shows('is running.');
    await page.press('Usage');
    await page.until(`Boolean(document.querySelector('.chart canvas'))`);
    const me = await started().me(ADMIN);
    await page.type('counted', me.clerkId);
    await page.press('Why counted?');
    await page.shows('counts for the MAU');
    expect(await violations(page, 'usage')).toEqual([]);
  });

  it('is closed to who does not run the platform, and shows an operator no button that changes', async () => {
    const page = await started().page(SAM, '/operations');
    await page.shows('Ask somebody who manages this place');
    expect(await page.text()).not.toContain('Drift');
    await (await started().as(SAM)).get('/api/v1/sync/schedule').expect(403);
    const operator = await started().page(OPERATOR, '/operations/schedule');
    await operator.until(`document.querySelectorAll('.row').length > 5`);
    const may = await (
      await started().as(OPERATOR)
    )
      .post('/api/v1/access/check', { permission: 'platform:sync:manage' })
      .expect(200);
    expect((await operator.text()).includes('Run now')).toBe(may.body.allowed);
  });
}

/** After ten thousand people were put into the mirror of whom Clerk knows nothing. */
export function stepUpCases(started: () => DrivenConsole): void {
  it('asks in place for a fresh proof before it removes more than the threshold lets through', async () => {
    const page = await started().page(ADMIN, '/operations/drift');
    await page.press('Compare with Clerk');
    await page.shows('Held back by the safety threshold');
    // Whoever signed in a while ago has to prove again who they are.
    await started().requestClerk('POST', '/emulator/clock', { advanceSeconds: 15 * 60 });
    await page.open(`${started().origin}/console/operations/drift`);
    await page.press('Apply the plan');
    await page.press('Apply all the same');
    await page.shows('Prove that it is you');
    expect(await violations(page, 'step-up')).toEqual([]);
    await page.type('answer', '000000');
    await page.press('Confirm');
    await page.shows('Incorrect code');
    await page.type('answer', '424242');
    await page.press('Confirm');
    await page.shows('The plan is being applied.');
    const { body } = await (await started().as(ADMIN)).get('/api/v1/sync/reconciliations').expect(200);
    expect(['applying', 'applied']).toContain(body.data[0].status);
    expect(body.data[0].forced).toBe(true);
  });
}
