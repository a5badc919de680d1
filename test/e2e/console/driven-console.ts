import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import axe from 'axe-core';
import { ApiClient } from '../../support/api-client.js';
import { Chromium, type Page } from '../../support/chromium.js';
import { type Running, Workplace } from '../local/driven-service.js';

export const MARK = 'mark@harbour.test';
export const SAM = 'sam@harbour.test';
/** The code of the local Clerk. */
const CODE = '424242';
const SIZES = { phone: [390, 844], desk: [1280, 900] } as const;
const SCHEMES = ['light', 'dark'] as const;

/** The console of `npm start`, with the demo data, in a browser. */
export class DrivenConsole {
  private constructor(
    private readonly workplace: Workplace,
    private readonly service: Running,
    private readonly browser: Chromium,
    readonly local: Readonly<Record<string, string>>,
  ) {}

  private readonly pages = new Map<string, Page>();

  /** The address of Seaside, below `/api/v1` and below `/console`. */
  seaside = '';
  /** Seaside and its organization, by their ids. */
  place = { organizationId: '', propertyId: '' };
  samId = '';

  static async start(): Promise<DrivenConsole> {
    const workplace = new Workplace();
    // Everybody comes from one address here, and nobody stops to read.
    const service = workplace.start({ RATE_LIMIT_PER_ADDRESS: '60000', RATE_LIMIT_PER_USER: '60000' });
    const browser = await Chromium.start();
    const driven = new DrivenConsole(workplace, service, browser, await service.ready());
    const { body: mark } = await (await driven.as(MARK)).get('/api/v1/me').expect(200);
    const [organization] = mark.organizations;
    driven.place = { organizationId: organization.id, propertyId: organization.properties[0].id };
    driven.seaside = `${driven.organization}/properties/${driven.place.propertyId}`;
    driven.samId = (await (await driven.as(SAM)).get('/api/v1/me').expect(200)).body.id;
    return driven;
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.service.stop();
    this.workplace.clear();
  }

  /** The address of Seaside's organization. */
  get organization(): string {
    return `/organizations/${this.place.organizationId}`;
  }

  get origin(): string {
    return this.local['apiUrl'] ?? '';
  }

  /** The page of somebody, in a window of their own, at this address; they sign in once. */
  async page(email: string, path = ''): Promise<Page> {
    const known = this.pages.get(email);
    const page = known ?? (await this.signIn(email, path));
    this.pages.set(email, page);
    if (known !== undefined) await page.open(`${this.origin}/console${path}`);
    return page;
  }

  /** A page of somebody who signed in through the form; Clerk takes a few attempts in ten seconds. */
  async signIn(email: string, path = ''): Promise<Page> {
    const page = await this.browser.newPage();
    await page.look(...SIZES.desk, 'light');
    await page.open(`${this.origin}/console${path}`);
    await page.type('email', email);
    await page.press('Continue');
    await page.type('answer', CODE);
    for (;;) {
      await page.press('Sign in');
      await page.until(
        `!document.querySelector('[name=answer]') || document.body.innerText.includes('Too many requests')`,
      );
      if (!(await page.evaluate<boolean>(`Boolean(document.querySelector('[name=answer]'))`))) return page;
      await sleep(1000);
    }
  }

  /** What the API says to somebody, asked without the console. */
  async as(email: string): Promise<ApiClient> {
    const answer = await fetch(`${this.local['clerkUrl'] ?? ''}/emulator/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email }),
    });
    const { jwt } = (await answer.json()) as { jwt: string };
    return new ApiClient(this.origin, () => jwt);
  }
}

/**
 * What axe finds wrong with the page as it stands, on a phone in the dark and on a desk in the light. With
 * `CONSOLE_PICTURES=<folder>` pictures of all four are left there for people to look at.
 */
export async function violations(page: Page, name: string): Promise<string[]> {
  const found: string[] = [];
  const folder = process.env['CONSOLE_PICTURES'];
  for (const [size, [width, height]] of Object.entries(SIZES))
    for (const scheme of SCHEMES) {
      const isChecked = (size === 'phone') === (scheme === 'dark');
      if (!isChecked && folder === undefined) continue;
      await page.look(width, height, scheme);
      if (isChecked)
        found.push(...(await faultsOf(page)).map((fault) => `${name}, ${size}, ${scheme}: ${fault}`));
      if (folder === undefined) continue;
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, `${name}-${size}-${scheme}.png`), await page.picture());
    }
  await page.look(...SIZES.desk, 'light');
  return found;
}

/** What still shows on paper that is for a screen alone, and what does not fit; a picture of it beside the others. */
export async function faultsOnPaper(page: Page, name: string): Promise<string[]> {
  await page.look(...SIZES.desk, 'dark');
  await page.asPrinted();
  const faults = await page.evaluate<string[]>(
    `[...document.querySelectorAll('header, nav, button, a.button')].filter((each) => each.checkVisibility()).map(({ outerHTML }) => outerHTML.slice(0, 200))`,
  );
  const ground = await page.evaluate<string>(`getComputedStyle(document.querySelector('.document')).color`);
  const folder = process.env['CONSOLE_PICTURES'];
  if (folder !== undefined) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${name}-paper.png`), await page.picture());
  }
  await page.look(...SIZES.desk, 'light');
  const dark = await page.evaluate<string>(`getComputedStyle(document.querySelector('.document')).color`);
  return ground === dark ? faults : [...faults, `ink of ${ground}`];
}

async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const faults = await page.evaluate<string[]>(
    `axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => id + ' ' + html.slice(0, 200) + ' ' + failureSummary)))`,
  );
  const isTooWide = await page.evaluate<boolean>(
    'document.documentElement.scrollWidth > document.documentElement.clientWidth',
  );
  return isTooWide ? [...faults, 'scrolls to the side'] : faults;
}
