import { afterAll, beforeAll, expect, it } from 'vitest';
import { ApiClient } from '../../support/api-client.js';
import { Receiver } from '../events/receiver.js';
import { OLIVIA, SAM, VERA } from '../../support/demo-people.js';
import type { DrivenConsole } from './driven-console.js';
import { violations } from './page-faults.js';
import { choosePerson, pressInDialog, tick } from './page-steps.js';

const ROLE = 'property:night_audit';

/** Who owns an organization makes roles, groups, accounts and endpoints, says how people sign in, and takes everything along. */
export function ownerCases(started: () => DrivenConsole): void {
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await Receiver.start();
  });
  afterAll(() => receiver.close());

  const organization = () => started().organization;
  const open = (path: string) => started().page(OLIVIA, `${organization()}${path}`);
  const api = () => started().as(OLIVIA);
  const asked = async (path: string) =>
    (await (await api()).get(`/api/v1${organization()}${path}`).expect(200)).body;

  it('sees before saving a role who gains and who loses, saves it, and takes it back', async () => {
    const page = await open('/roles');
    await page.shows('None yet.');
    expect(await violations(page, 'roles')).toEqual([]);
    await page.press('Make a role');
    await page.type('name', 'Night audit');
    await tick(page, 'property:property:read');
    await tick(page, 'property:audit:read');
    await page.shows('Its key will be property:night_audit.');
    expect(await violations(page, 'role-new')).toEqual([]);
    await page.evaluate(`document.querySelector('form .primary').click()`);
    await page.shows('Night audit can be given now.');
    await (
      await api()
    )
      .put(`/api/v1${started().seaside}/grants/${await started().idOf(VERA)}`, { role: ROLE })
      .expect(200);

    await page.open(`${started().origin}/console${organization()}/roles/${ROLE}`);
    await page.shows('see here who gains and who loses');
    await tick(page, 'property:audit:read');
    await tick(page, 'property:members:read');
    for (const words of ['Could then', 'Could no longer', 'Vera Quay · in 1 place']) await page.shows(words);
    expect(await violations(page, 'role-diff')).toEqual([]);
    await page.press('Save');
    await page.shows('Night audit is changed, for all who hold it.');
    const permissions = async () =>
      (await asked(`/roles/${ROLE}`)).permissions.map(({ key }: { key: string }) => key);
    expect(await permissions()).toEqual(['property:members:read', 'property:property:read']);
    await page.press('Undo');
    await page.shows('Night audit is as it was before.');
    expect(await permissions()).toEqual(['property:audit:read', 'property:property:read']);

    await page.press('Delete');
    await page.shows('These would lose by it:');
    await pressInDialog(page, 'Delete');
    await page.shows('Take the role from everybody who holds it first');
    expect(await violations(page, 'role-delete')).toEqual([]);
    await (
      await api()
    )
      .delete(`/api/v1${started().seaside}/grants/${await started().idOf(VERA)}/${ROLE}`)
      .expect(204);
    await pressInDialog(page, 'Delete');
    await page.shows('Night audit is deleted.');
    await (await api()).get(`/api/v1${organization()}/roles/${ROLE}`).expect(404);
  });

  it('makes a group that opens a property to whoever is in it, and takes somebody out and back', async () => {
    const page = await open('/groups');
    await page.shows('No groups yet');
    await page.press('Make a group');
    await page.type('name', 'Night shift');
    expect(await violations(page, 'group-new')).toEqual([]);
    await pressInDialog(page, 'Save');
    await page.shows('Nothing yet. Give it a role');
    await page.press('Give a role');
    await page.choose('role', 'property:staff');
    await page.choose('property', started().seaside.split('/').at(-1) ?? '');
    expect(await violations(page, 'group-give')).toEqual([]);
    await pressInDialog(page, 'Give');
    await page.shows('on Seaside');
    await page.press('Add somebody');
    await choosePerson(page, 'vera');
    expect(await violations(page, 'group-add')).toEqual([]);
    await pressInDialog(page, 'Add somebody');
    await page.shows('1 person is in it');
    expect(await violations(page, 'group')).toEqual([]);
    const mayVera = async () =>
      (
        await (
          await started().as(VERA)
        ).post('/api/v1/access/check', {
          permission: 'property:members:read',
          ...started().place,
        })
      ).body.allowed;
    expect(await mayVera()).toBe(true);
    await page.press('Take out');
    await page.shows('Vera Quay is no longer in the group.');
    expect(await mayVera()).not.toBe(true);
    await page.press('Undo');
    await page.shows('Vera Quay is in the group again.');
    expect(await mayVera()).toBe(true);

    await page.open(`${started().origin}/console${started().seaside}/groups`);
    await page.shows('Groups with access');
    expect(await violations(page, 'groups-of-property')).toEqual([]);
    await page.press('Night shift');
    await page.press('Delete');
    await page.shows('1 person loses the role');
    await pressInDialog(page, 'Delete');
    await page.shows('No groups yet');
    expect(await mayVera()).not.toBe(true);
  });

  it('makes a service account, shows its key once, and revokes it', async () => {
    const page = await open('/service-accounts');
    await page.press('Make a service account');
    await page.type('name', 'Night robot');
    await pressInDialog(page, 'Make it');
    await page.press('Give a role');
    await page.choose('role', 'property:manager');
    await page.choose('property', started().seaside.split('/').at(-1) ?? '');
    await pressInDialog(page, 'Give');
    await page.shows('no service account may hold it');
    await page.press('Make a key');
    await page.choose('span', 'month');
    expect(await violations(page, 'key-new')).toEqual([]);
    await pressInDialog(page, 'Make a key');
    await page.shows('This is shown once and kept nowhere.');
    expect(await violations(page, 'key-shown')).toEqual([]);
    const key = await page.evaluate<string>(`document.querySelector('.secret').innerText`);
    await page.press('I have it');
    await page.until(`!document.querySelector('.dialog')`);
    expect(await page.evaluate<string>('document.documentElement.innerHTML')).not.toContain(key);
    const robot = new ApiClient(started().origin, () => key);
    await robot.get(`/api/v1${started().seaside}`).expect(200);
    await page.shows('Never used');
    expect(await violations(page, 'service-account')).toEqual([]);
    await page.press('Revoke');
    await pressInDialog(page, 'Revoke');
    await page.shows('opens nothing any more.');
    await robot.get(`/api/v1${started().seaside}`).expect(401);
    await page.press('Delete');
    await pressInDialog(page, 'Delete');
    await page.shows('No service accounts yet');
    expect(await violations(page, 'service-accounts-none')).toEqual([]);
  });

  it('has events delivered to an endpoint, reads its deliveries, and sends them again', async () => {
    const page = await open('/event-endpoints');
    await page.press('Add an endpoint');
    await page.type('url', receiver.url());
    await tick(page, 'grant.*');
    expect(await violations(page, 'endpoint-new')).toEqual([]);
    await pressInDialog(page, 'Save');
    await page.shows('The secret of the endpoint');
    await page.press('I have it');
    await page.press('Send a test');
    await page.shows('The endpoint took the test.');
    expect(receiver.taken().length).toBe(1);
    const grant = `/api/v1${started().seaside}/grants/${await started().idOf(SAM)}`;
    await (await api()).put(grant, { role: 'property:viewer' }).expect(200);
    await (await api()).delete(`${grant}/property:viewer`).expect(204);
    await page.until(
      `[...document.querySelectorAll('.delivery .badge')].filter(({ innerText }) => innerText === 'Delivered').length === 2`,
    );
    await page.evaluate(`document.querySelector('.delivery summary').click()`);
    await page.shows('"grant.taken"');
    expect(await violations(page, 'endpoint')).toEqual([]);
    const before = receiver.taken().length;
    await page.press('Send again');
    await page.choose('replayed', 'hour');
    expect(await violations(page, 'endpoint-replay')).toEqual([]);
    await pressInDialog(page, 'Send again');
    // Those of the cases before too, which happened within the hour.
    await page.shows(' events are sent again.');
    const [, count] = /(\d+) events are sent again/.exec(await page.text()) ?? [];
    expect(Number(count)).toBeGreaterThanOrEqual(2);
    await expect.poll(() => receiver.taken().length, { timeout: 30_000 }).toBe(before + Number(count));
    await page.press('Switch off');
    await page.shows('Switched off');
    expect((await asked('/event-endpoints')).data[0].state).toBe('disabled');
    await page.press('Delete');
    await pressInDialog(page, 'Delete');
    await page.shows('No endpoints yet');
  });

  it('says how people sign in, is not locked out by it, and has it back as it was', async () => {
    const page = await open('/sign-in-policy');
    await page.shows('Nobody has set a policy');
    await page.type('networks', '203.0.113.0/24');
    await page.press('Save');
    await page.shows('Set a policy that your own sign-in meets');
    expect(await violations(page, 'sign-in-policy')).toEqual([]);
    await page.type('networks', '127.0.0.0/8, ::1/128');
    await page.type('minutes', '600');
    await page.press('Save');
    await page.shows('The policy holds from the next request on.');
    expect(await asked('/sign-in-policy')).toMatchObject({
      isDefault: false,
      maxSessionMinutes: 600,
      allowedNetworks: ['127.0.0.0/8', '::1/128'],
    });
    await page.press('Undo');
    await page.shows('The policy is as it was before.');
    expect((await asked('/sign-in-policy')).isDefault).toBe(true);
  });

  it('reads why somebody counts, and takes everything along', async () => {
    const page = await open('/usage');
    await page.shows('Why the organization counts');
    await choosePerson(page, 'mark');
    await page.until(`document.querySelectorAll('.diff .badge').length === 2`);
    expect(await violations(page, 'organization-usage')).toEqual([]);
    await page.press('Export');
    await page.shows('Nothing was exported yet');
    await page.press('Export everything');
    await page.shows('Ready');
    expect(await violations(page, 'organization-export')).toEqual([]);
    const [made] = (await asked('/data-exports')).data;
    await page.evaluate(
      `((make) => (URL.createObjectURL = (file) => ((window.saved = file.size), make(file))))(URL.createObjectURL.bind(URL))`,
    );
    await page.press('Download');
    await page.until(`window.saved === ${made.bytes}`);
  });

  it('renames the organization and has its name back', async () => {
    const page = await open('');
    await page.shows('Owners');
    expect(await violations(page, 'organization')).toEqual([]);
    await page.press('Rename');
    await page.type('name', 'Harbour & Sons');
    await pressInDialog(page, 'Save');
    await page.shows('The organization is called Harbour & Sons.');
    expect((await asked('')).name).toBe('Harbour & Sons');
    await page.press('Undo');
    await page.shows('The organization is called Harbour Hotels.');
    expect((await asked('')).name).toBe('Harbour Hotels');
  });
}

/** After the clocks have gone on: whoever signed in a while ago hands an organization over. */
export function ownershipCases(started: () => DrivenConsole): void {
  it('hands an organization over to a member, after a fresh proof', async () => {
    const ANTON = 'anton@alpine.test';
    const anton = await started().me(ANTON);
    const path = `/organizations/${anton.organizations[0].id}`;
    const page = await started().page(ANTON, path);
    await page.press('Hand over');
    await choosePerson(page, 'greta');
    await page.shows('may then do everything here.');
    expect(await violations(page, 'ownership-transfer')).toEqual([]);
    await pressInDialog(page, 'Hand over');
    await page.shows('Prove that it is you');
    await page.type('answer', '424242');
    await page.press('Confirm');
    await page.shows('The organization belongs to Greta');
    await page.until(
      `![...document.querySelectorAll('main button')].some(({ innerText }) => innerText === 'Hand over')`,
    );
    const greta = await started().me('greta@alpine.test');
    expect([greta.organizations[0].role, anton.organizations[0].role]).toEqual(['org:admin', 'org:admin']);
    const after = await started().me(ANTON);
    expect(after.organizations[0].role).toBe('org:member');
  });
}
