import { expect, it } from 'vitest';
import type { Page } from '../../support/chromium.js';
import { MARK, SAM } from '../../support/demo-people.js';
import type { DrivenConsole } from './driven-console.js';
import { violations } from './page-faults.js';
import { pressInDialog } from './page-steps.js';

/** Who manages a property finds out who has access and why, changes it, invites, and reads what happened. */
export function propertyAdminCases(started: () => DrivenConsole): void {
  const grantsOfSam = async () => {
    const { body } = await (await started().as(MARK)).get(`/api/v1${started().seaside}/grants`).expect(200);
    return body.data.filter(({ userId }: { userId: string }) => userId === started().samId);
  };
  /** Opens the line of a permission on the page of a person. */
  const open = async (page: Page, words: string) => {
    const line = `[...document.querySelectorAll('.permission-line')].find((each) => each.innerText.includes(${JSON.stringify(words)}))`;
    await page.until(`Boolean(${line})`);
    await page.evaluate(`${line}.click()`);
  };

  it('finds out who has access to Seaside and why, takes it away, sees it gone, and has it back', async () => {
    const page = await started().page(MARK);
    await page.press('Seaside');
    for (const words of ['Olivia Marsh', 'for the whole organization', 'Mark Ferry', 'Manager', 'Staff'])
      await page.shows(words);
    expect(await page.text()).not.toContain('Vera');
    expect(await violations(page, 'people')).toEqual([]);

    await page.press('Sam Reed');
    await open(page, 'Open the property');
    await page.shows('on Seaside, where it carries this right');
    await page.shows('by Olivia Marsh');
    expect(await violations(page, 'why-yes')).toEqual([]);
    await page.press('Take away');
    await page.shows('Sam Reed would no longer be able to:');
    await page.shows('See who has access to the property');
    expect(await violations(page, 'take')).toEqual([]);
    await pressInDialog(page, 'Take away');
    await page.shows('Has no access to Seaside');
    expect(await grantsOfSam()).toEqual([]);
    expect((await started().me(SAM)).organizations[0].properties).toEqual([]);

    await page.press('Undo');
    await page.shows('Sam Reed holds the role again.');
    await page.shows('Has access to Seaside');
    expect(await grantsOfSam()).toMatchObject([{ role: 'property:staff', expiresAt: null }]);
  });

  it('explains a no, and gives the remedy for a week after showing what it opens', async () => {
    const page = await started().page(
      MARK,
      `${started().seaside}/people/${started().samId}?why=property:members:manage`,
    );
    await page.shows('which does not carry this right');
    await page.shows('So the answer is no.');
    await page.shows('May be given by');
    expect(await violations(page, 'why-no')).toEqual([]);
    await page.press('Give this role');
    await page.shows('Sam Reed would then be able to:');
    await page.shows('Read the property');
    await page.choose('period', 'week');
    expect(await violations(page, 'give')).toEqual([]);
    await page.press('Give');
    await page.shows('So the answer is yes.');
    const [given] = (await grantsOfSam()).filter(({ role }: { role: string }) => role === 'property:manager');
    const days = (Date.parse(given.expiresAt) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(6.9);
    expect(days).toBeLessThan(7.1);
    await (
      await started().as(MARK)
    )
      .delete(`/api/v1${started().seaside}/grants/${started().samId}/property:manager`)
      .expect(204);
  });

  it('invites a pasted list after telling what comes of each line', async () => {
    const page = await started().page(MARK, `${started().seaside}/invitations`);
    await page.shows('Invite people');
    expect(await violations(page, 'invitations-none')).toEqual([]);
    await page.press('Invite people');
    await page.type(
      'people',
      'one@guest.test\nTwo <two@guest.test>, Viewer\nnobody\none@guest.test\nSAM@harbour.test',
    );
    for (const words of [
      'No e-mail address',
      'Stands above already',
      'Has access already',
      'Invite 2 people',
    ])
      await page.shows(words);
    expect(await violations(page, 'invite')).toEqual([]);
    await page.press('Invite 2 people');
    await page.shows('2 people are invited.');
    const { body } = await (
      await started().as(MARK)
    )
      .get(`/api/v1${started().seaside}/invitations`)
      .expect(200);
    expect(
      body.data.map(({ emailAddress, role }: Record<string, string>) => [emailAddress, role]).sort(),
    ).toEqual([
      ['one@guest.test', 'property:viewer'],
      ['two@guest.test', 'property:viewer'],
    ]);
    await page.press('See the invitations');
    await page.shows('one@guest.test');
    expect(await violations(page, 'invitations')).toEqual([]);
    await page.press('Take back');
    await page.until(`document.querySelectorAll('.row').length === 1`);
  });

  it('reads the audit log of the place, with refusals', async () => {
    await (
      await started().as(SAM)
    )
      .delete(`/api/v1${started().seaside}/grants/${started().samId}/property:staff`)
      .expect(403);
    const page = await started().page(MARK, `${started().seaside}/audit-log`);
    await page.shows('Role taken away');
    await page.shows('Times are those of Europe/Lisbon.');
    await page.evaluate(`document.querySelector('.audit summary').click()`);
    expect(await violations(page, 'audit-log')).toEqual([]);
    await page.choose('outcome', 'denied');
    await page.until(`!document.body.innerText.includes('Role taken away')`);
    await page.shows('Access refused');
  });
}
