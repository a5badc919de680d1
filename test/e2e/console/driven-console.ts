import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import { ApiClient } from '../../support/api-client.js';
import { Chromium, type Page } from '../../support/chromium.js';
import { type Running, Workplace } from '../local/driven-service.js';

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

  static async start(): Promise<DrivenConsole> {
    const workplace = new Workplace();
    const service = workplace.start();
    const browser = await Chromium.start();
    return new DrivenConsole(workplace, service, browser, await service.ready());
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.service.stop();
    this.workplace.clear();
  }

  get origin(): string {
    return this.local['apiUrl'] ?? '';
  }

  /** A page of somebody who signed in through the form, in a window of their own. */
  async signIn(email: string, path = ''): Promise<Page> {
    const page = await this.browser.newPage();
    await page.look(...SIZES.desk, 'light');
    await page.open(`${this.origin}/console${path}`);
    await page.type('email', email);
    await page.press('Continue');
    await page.type('answer', CODE);
    await page.press('Sign in');
    await page.until(`!document.querySelector('[name=answer]')`);
    return page;
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
 * What axe finds wrong with the page as it stands, in both themes at both sizes. With `CONSOLE_PICTURES=<folder>` pictures
 * of all four are left there for people to look at.
 */
export async function violations(page: Page, name: string): Promise<string[]> {
  const found: string[] = [];
  for (const [size, [width, height]] of Object.entries(SIZES))
    for (const scheme of SCHEMES) {
      await page.look(width, height, scheme);
      await page.evaluate(axe.source);
      const results = await page.evaluate<string[]>(
        `axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => id + ' ' + html.slice(0, 200) + ' ' + failureSummary)))`,
      );
      found.push(...results.map((result) => `${name}, ${size}, ${scheme}: ${result}`));
      const isTooWide = await page.evaluate<boolean>(
        'document.documentElement.scrollWidth > document.documentElement.clientWidth',
      );
      if (isTooWide) found.push(`${name}, ${size}: scrolls to the side`);
      const folder = process.env['CONSOLE_PICTURES'];
      if (folder === undefined) continue;
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, `${name}-${size}-${scheme}.png`), await page.picture());
    }
  await page.look(...SIZES.desk, 'light');
  return found;
}
