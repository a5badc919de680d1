import { expect, it } from 'vitest';
import { MARK, OLIVIA } from '../../support/demo-people.js';
import type { DrivenConsole } from './driven-console.js';

/** In bytes, compressed: what comes before the first page is there. */
const FIRST_VIEW = 200_000;
const LONG_TASK_MS = 50;
const MANY = 10_000;

/** What the console costs a browser: bytes of the first view, and processor time on a long list. */
export function sizeCases(started: () => DrivenConsole): void {
  it('comes in files that are compressed, kept, and small enough', async () => {
    const at = (path: string) =>
      fetch(`${started().origin}/console${path}`, { headers: { 'accept-encoding': 'br' } });
    const start = await at('');
    expect(start.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self'; img-src/,
    );
    expect(start.headers.get('content-security-policy')).not.toContain('unsafe');
    expect(start.headers.get('cache-control')).toBe('no-cache');
    const script = /src="(\/console\/assets\/[^"]+\.js)"/.exec(await start.text())?.[1] ?? '';
    const asset = await fetch(`${started().origin}${script}`, { headers: { 'accept-encoding': 'br' } });
    expect([asset.status, asset.headers.get('content-encoding')]).toEqual([200, 'br']);
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await at('/assets/none.js')).status).toBe(404);
    expect((await at('/assets/..%2findex.html')).status).not.toBe(200);
    expect((await at('/organizations/any/where')).status).toBe(200);

    const page = await started().page(MARK);
    await page.shows('Seaside');
    const bytes = await page.evaluate<number>(
      `performance.getEntriesByType('resource').filter(({ name }) => name.includes('/console/')).reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`,
    );
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(FIRST_VIEW);
  });

  it(`scrolls through ${MANY} people without a task of more than ${LONG_TASK_MS} ms`, async () => {
    const olivia = await started().me(OLIVIA);
    const [organization] = olivia.organizations;
    const oldTown = organization.properties.find(({ name }: { name: string }) => name === 'Old Town').id;
    await fill(started(), organization.id, oldTown);
    const page = await started().page(OLIVIA, `/organizations/${organization.id}/properties/${oldTown}`);
    await page.until(
      `/${MANY / 1000}\\d\\d\\d people $/m.test(document.querySelector('[role=status]')?.innerText + ' ')`,
    );
    expect(await page.evaluate<number>(`document.querySelectorAll('tbody tr').length`)).toBeLessThan(60);
    // Processor time of all tasks of a step, so that a busy machine does not count.
    const step = async (scroll: string): Promise<number> => {
      const before = await page.worked();
      await page.evaluate(
        `(${scroll}, new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))`,
      );
      return (await page.worked()) - before;
    };
    await step('scrollTo(0, 0)');
    const steps: number[] = [];
    for (let i = 0; i < 30; i += 1) steps.push(await step('scrollBy(0, 600)'));
    steps.push(await step('scrollTo(0, document.documentElement.scrollHeight)'));
    expect(Math.max(...steps)).toBeGreaterThan(0);
    expect(Math.max(...steps)).toBeLessThanOrEqual(LONG_TASK_MS);
    await page.until(`document.body.innerText.includes('many-')`);
  });
}

/** Adds people with access to a property, past the service. */
async function fill(driven: DrivenConsole, organizationId: string, propertyId: string): Promise<void> {
  await driven.inDatabase(
    `insert into users (id, clerk_id, email_address, created_at, updated_at)
       select gen_random_uuid(), 'user_many' || n, 'many-' || n || '@many.test', now(), now() from generate_series(1, $1::int) n`,
    MANY,
  );
  await driven.inDatabase(
    `insert into memberships (organization_id, user_id, role, created_at, updated_at)
       select $1, id, 'org:member', now(), now() from users where clerk_id like 'user_many%'`,
    organizationId,
  );
  await driven.inDatabase(
    `insert into property_grants (organization_id, property_id, user_id, role, granted_at, valid_from)
       select $1, $2, id, 'property:viewer', now(), now() from users where clerk_id like 'user_many%'`,
    organizationId,
    propertyId,
  );
}
