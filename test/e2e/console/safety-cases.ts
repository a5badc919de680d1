import { expect, it } from 'vitest';
import type { Page } from '../../support/chromium.js';
import { MARK, OLIVIA, SAM, VERA } from '../../support/demo-people.js';
import type { DrivenConsole } from './driven-console.js';
import { violations } from './page-faults.js';
import { openSettings, SCRIPT } from './page-steps.js';

/** What each sees of Seaside: the links and buttons that stand for a right. */
const SEEN: readonly [string, readonly string[]][] = [
  [OLIVIA, ['People', 'Invitations', 'Audit log', 'Invite people']],
  [MARK, ['People', 'Invitations', 'Audit log', 'Invite people']],
  [SAM, ['People', 'Invitations']],
];
const STRANGERS = [VERA, 'anton@alpine.test'];

/** What each sees of the organization. Links and buttons whose absence is checked for everybody else are the owner's. */
const OWNER_SEES: Readonly<Record<string, readonly string[]>> = {
  '': [
    'Organization',
    'Roles',
    'Groups',
    'Service accounts',
    'Event endpoints',
    'Sign-in policy',
    'Usage',
    'Export',
  ],
  '/roles': ['Make a role'],
  '/groups': ['Make a group'],
  '/service-accounts': ['Make a service account'],
  '/event-endpoints': ['Add an endpoint'],
  '/sign-in-policy': ['Save'],
  '/data-exports': ['Export everything'],
};
const MEMBER_SEES = ['Organization', 'Roles'];
/** What a page without the right says instead, and what its route answers. */
const CLOSED = [
  '/groups',
  '/service-accounts',
  '/event-endpoints',
  '/sign-in-policy',
  '/usage',
  '/data-exports',
];

/** Rights, tokens, languages, scripts. */
export function safetyCases(started: () => DrivenConsole): void {
  const shown = (page: Page) =>
    page.evaluate<string[]>(
      `[...document.querySelectorAll('main a, main button')].map(({ innerText }) => innerText)`,
    );

  it('shows each of five people what their rights open, and the routes refuse the rest anyway', async () => {
    const rights = ['People', 'Invitations', 'Audit log', 'Invite people'];
    for (const [email, expected] of SEEN) {
      const page = await started().page(email, started().seaside);
      await page.shows('Sam Reed');
      const words = await shown(page);
      expect([email, ...rights.filter((each) => words.includes(each))]).toEqual([email, ...expected]);
    }
    for (const email of STRANGERS) {
      const page = await started().page(email, started().seaside);
      await page.shows('There is nothing here, or nothing that you may know of.');
      expect(await page.text()).not.toContain('Seaside');
    }
    const sam = await started().page(SAM, `${started().seaside}/people/${started().samId}`);
    await sam.shows('What Sam Reed may do here');
    for (const words of ['Give a role', 'Take away']) expect(await shown(sam)).not.toContain(words);
    await sam.open(`${started().origin}/console${started().seaside}/invitations/new`);
    await sam.shows('Ask somebody who manages this place');
    await sam.open(`${started().origin}/console${started().seaside}/audit-log`);
    await sam.shows('Request');
    const api = await started().as(SAM);
    await api.get(`/api/v1${started().seaside}/audit-log`).expect(403);
    await api
      .post(`/api/v1${started().seaside}/invitations`, { email: 'x@guest.test', role: 'property:viewer' })
      .expect(403);
  });

  it('shows each of five people of the organization what their rights open, and refuses the rest anyway', async () => {
    const at = started().organization;
    const all = [...Object.values(OWNER_SEES).flat(), 'Rename', 'Hand over'];
    const seen = async (email: string, path: string, awaited: string) => {
      const page = await started().page(email, at + path);
      await page.shows(awaited);
      const words = await shown(page);
      return all.filter((each) => words.includes(each));
    };
    const tabs = OWNER_SEES[''] ?? [];
    for (const [path, buttons] of Object.entries(OWNER_SEES))
      expect([path, ...(await seen(OLIVIA, path, buttons[0] ?? ''))]).toEqual([
        path,
        ...(path === '' ? [...tabs, 'Rename', 'Hand over'] : [...tabs, ...buttons]),
      ]);
    for (const email of [MARK, SAM, VERA]) {
      expect([email, ...(await seen(email, '', 'Owners'))]).toEqual([email, ...MEMBER_SEES]);
      expect([email, ...(await seen(email, '/roles', 'Other roles'))]).toEqual([email, ...MEMBER_SEES]);
    }
    const api = await started().as(MARK);
    for (const path of CLOSED) {
      expect([path, ...(await seen(MARK, path, 'Ask somebody who manages this place'))]).toEqual([
        path,
        ...MEMBER_SEES,
      ]);
      await api.get(`/api/v1${at}${path}`).expect(403);
    }
    await api.post(`/api/v1${at}/roles`, { key: 'property:x', name: 'x', permissions: [] }).expect(403);
    await api.post(`/api/v1${at}/ownership-transfer`, { userId: started().samId }).expect(403);
    const stranger = await started().page('anton@alpine.test', at);
    await stranger.shows('There is nothing here, or nothing that you may know of.');
    expect(await stranger.text()).not.toContain('Harbour');
  });

  it('keeps no token anywhere, asks nobody but the service and Clerk, and ends the session at a sign-out', async () => {
    const page = await started().signIn(MARK);
    await page.shows('Seaside');
    const kept = await page.evaluate<string>(
      `(async () => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, (await indexedDB.databases()).length]))()`,
    );
    expect(kept).toBe('[{},{},"",0]');
    const origins = [started().origin, started().local['clerkUrl'] ?? ''];
    expect(page.addresses.length).toBeGreaterThan(5);
    expect(page.addresses.filter((each) => !origins.includes(new URL(each).origin))).toEqual([]);
    expect([...page.addresses, ...page.console].join()).not.toMatch(/eyJ[\w-]{10,}\.[\w-]{10,}\./);
    // The cookie of the local Clerk goes on after a reload.
    await page.open(`${started().origin}/console`);
    await page.shows('Seaside');
    await openSettings(page);
    expect(await violations(page, 'settings')).toEqual([]);
    await page.press('Sign out');
    await page.until(`Boolean(document.querySelector('[name=email]'))`);
    expect(await violations(page, 'sign-in')).toEqual([]);
    await page.open(`${started().origin}/console`);
    await page.until(`Boolean(document.querySelector('[name=email]'))`);
  });

  it('speaks German, and remembers it', async () => {
    const page = await started().signIn('greta@alpine.test');
    await page.shows('Your places');
    await openSettings(page);
    await page.choose('language', 'de');
    await page.shows('Ihre Orte');
    await page.open(`${started().origin}/console`);
    await page.shows('Ihre Orte');
    expect(await page.evaluate('document.documentElement.lang')).toBe('de');
    expect(await violations(page, 'places-de')).toEqual([]);
  });

  it('runs no script that somebody has stored or typed', async () => {
    const clerk = (path: string, body: object) => started().requestClerk('PATCH', `/v1${path}`, body);
    const mark = await started().as(MARK);
    const sam = await started().me(SAM);
    expect((await clerk(`/users/${sam.clerkId}`, { first_name: SCRIPT.slice(0, 40) })).status).toBe(200);
    await mark.patch(`/api/v1${started().seaside}`, { name: SCRIPT }).expect(200);

    const page = await started().page(MARK);
    await page.shows(SCRIPT);
    await page.evaluate(
      `addEventListener('securitypolicyviolation', ({ violatedDirective }) => (window.violated = [...(window.violated ?? []), violatedDirective]))`,
    );
    await page.press(SCRIPT);
    await page.shows('People');
    await page.type('search', SCRIPT);
    await page.shows('Nobody has a name or an address like that.');
    await page.press('Invite people');
    await page.type('people', `${SCRIPT}\n"${SCRIPT}" <x@guest.test>, ${SCRIPT}`);
    await page.shows('No e-mail address');
    await page.press('Audit log');
    await page.shows('Property changed');
    await page.evaluate(`document.querySelectorAll('.audit details').forEach((each) => (each.open = true))`);
    await page.shows(SCRIPT);
    await page.press('People');
    await page.until(`Boolean(document.querySelector('.person a'))`);
    expect(await page.evaluate('[window.hit, window.violated].map(String).join()')).toBe(
      'undefined,undefined',
    );
    await page.open(
      `${started().origin}/console${started().seaside}/people/${encodeURIComponent(SCRIPT)}?why=${encodeURIComponent(SCRIPT)}`,
    );
    await page.shows('Request');
    expect(await page.evaluate('String(window.hit)')).toBe('undefined');

    // What an owner writes, and what others read of it.
    const owner = await started().as(OLIVIA);
    const at = `/api/v1${started().organization}`;
    const words = { name: SCRIPT, description: SCRIPT };
    const made = [
      await owner.post(`${at}/roles`, {
        ...words,
        key: 'property:script',
        permissions: ['property:property:read'],
      }),
      await owner.post(`${at}/groups`, words),
      await owner.post(`${at}/service-accounts`, words),
      await owner.post(`${at}/event-endpoints`, { url: `${started().origin}/x`, description: SCRIPT }),
    ];
    expect(made.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    await owner.patch(at, { name: SCRIPT }).expect(200);
    const paths = made.map(({ headers }) => String(headers['location']).replace('/api/v1', ''));
    for (const path of ['', ...paths]) {
      const shownTo = await started().page(OLIVIA, path === '' ? started().organization : path);
      await shownTo.shows(SCRIPT);
      await shownTo.until(`document.querySelectorAll('h1').length === 1`);
      expect([path, await shownTo.evaluate('String(window.hit)')]).toEqual([path, 'undefined']);
    }
    const typed = await started().page(OLIVIA, `${started().organization}/sign-in-policy`);
    await typed.type('networks', SCRIPT);
    await typed.press('Save');
    await typed.shows('Request');
    expect(await typed.evaluate('String(window.hit)')).toBe('undefined');
    await owner.patch(at, { name: 'Harbour Hotels' }).expect(200);
    for (const path of paths) await owner.delete(`/api/v1${path}`).expect(204);

    // And the policy would stop one that got in.
    await page.evaluate(
      `try { document.body.innerHTML = '<img src=x onerror="window.hit=1">' } catch (error) { window.refused = error.name }`,
    );
    expect(await page.evaluate('window.refused')).toBe('TypeError');
    await mark.patch(`/api/v1${started().seaside}`, { name: 'Seaside' }).expect(200);
    await clerk(`/users/${sam.clerkId}`, { first_name: 'Sam' });
  });
}
