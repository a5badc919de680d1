import type { Page } from '../../support/chromium.js';

/** A script where words are expected: it must be shown, and never run. */
export const SCRIPT = `<img src=x onerror="window.hit=1"><script>window.hit=1</script>`;

/** Presses the button of the open dialog with these words, once it can be pressed. */
export async function pressInDialog(page: Page, words: string): Promise<void> {
  const button = `[...document.querySelectorAll('.dialog .actions button')].find(({ innerText, disabled }) => innerText === ${JSON.stringify(words)} && !disabled)`;
  await page.until(`Boolean(${button})`);
  await page.evaluate(`${button}.click()`);
}

/** Ticks or unticks a box. */
export async function tick(page: Page, name: string): Promise<void> {
  const box = `document.querySelector(${JSON.stringify(`input[name="${name}"]`)})`;
  await page.until(`Boolean(${box})`);
  await page.evaluate(`${box}.click()`);
}

/** Chooses the one person whose name or address this is a part of. */
export async function choosePerson(page: Page, part: string): Promise<void> {
  await page.type('person', part);
  await page.until(`document.querySelectorAll('[name=chosen]').length === 1`);
  await page.evaluate(`document.querySelector('[name=chosen]').click()`);
}

/** Finds somebody by their whole address or id, as staff does. */
export async function findPerson(page: Page, person: string): Promise<void> {
  await page.type('person', person);
  await page.press('Find');
}

/** Opens what everybody sets for themselves: language, theme, and the way out. */
export async function openSettings(page: Page): Promise<void> {
  await page.evaluate(`document.querySelector('.head button').click()`);
  await page.until(`Boolean(document.querySelector('.dialog'))`);
}
