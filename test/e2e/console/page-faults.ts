import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Page } from '../../support/chromium.js';

/** The screens that pages are looked at on, in CSS pixels. */
export const SIZES = { phone: [390, 844], desk: [1280, 900] } as const;
const SCHEMES = ['light', 'dark'] as const;

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
