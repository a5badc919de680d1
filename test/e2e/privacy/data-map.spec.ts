import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registry } from '#privacy';
import { PeriodicJobs } from '#scheduler';
import { createApp } from '../../../src/create-app.js';
import { runChromium, withChromium } from '../../support/chromium.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';

const DATA_MAP = '/api/v1/privacy/data-map';

describe('the record of processing over HTTP', () => {
  let world: DemoWorld;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tenantry-data-map-'));
    world = await startDemoWorld({
      variables: () => ({
        PRIVACY_CONTROLLER: 'Harbour Hotels GmbH, Hafenstraße 1, 1020 Vienna, Austria',
        PRIVACY_CONTACT: 'privacy@harbour.test',
        PRIVACY_DPO: 'Dr. Dora Poe, dpo@harbour.test',
        PRIVACY_HOSTING: 'Cloud GmbH, Germany',
        PRIVACY_TRANSFERS: 'Standard contractual clauses (Decision (EU) 2021/914), module 2',
      }),
    });
  });

  afterAll(async () => {
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const staff = () => world.as('compliance@tenantry.test');

  it('is JSON or a page, as asked for, and for compliance staff only', async () => {
    const json = await staff().get(DATA_MAP).expect(200);
    expect(json.headers['content-type']).toContain('application/json');
    expect(json.body.missing).toEqual([]);
    expect(json.body.controller.name).toContain('Harbour Hotels');
    for (const accept of ['text/html', 'text/html,application/xhtml+xml,*/*;q=0.8']) {
      const page = await staff().get(DATA_MAP).set('Accept', accept).expect(200);
      expect(page.headers['content-type']).toContain('text/html');
      expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    }
    expect((await staff().get(`${DATA_MAP}?format=html`)).text).toContain('<!doctype html>');
    const odd = await staff().get(`${DATA_MAP}?format=pdf`);
    expect([odd.status, odd.body.code]).toEqual([400, 'invalid_request']);
    await world.as('olivia@harbour.test').get(DATA_MAP).expect(403);
  });

  it('names periodic jobs that there are', async () => {
    const { body } = await staff().get(DATA_MAP).expect(200);
    const named: string[] = body.activities.flatMap(
      ({ timeLimits }: { timeLimits: { enforcedBy: string }[] }) =>
        timeLimits.flatMap(({ enforcedBy }) => /\(job ([a-z.-]+)\)/.exec(enforcedBy)?.[1] ?? []),
    );
    const jobs = world.app.get(PeriodicJobs, { strict: false });
    const declared = registry.flatMap(({ enforcedBy }) => enforcedBy?.job ?? []);
    expect(new Set(named)).toEqual(new Set(declared));
    for (const name of named) expect([name, jobs.find(name)?.name]).toEqual([name, name]);
  });

  withChromium(it)('can be read on a screen, a telephone and paper', async () => {
    const { text } = await staff().get(`${DATA_MAP}?format=html`).expect(200);
    expect(text).not.toMatch(/<script|<link|<img|\ssrc=|https?:\/\//);
    for (const width of [1280, 390]) expect(await overflowOf(text, width)).toEqual({ width, overflow: 0 });
    // On paper nothing can be scrolled to, so nothing may stick out of an A4 page with its margins.
    const print = text.replaceAll('@media print', '@media all');
    expect(await overflowOf(print, 672)).toEqual({ width: 672, overflow: 0 });
    writeFileSync(join(folder, 'record.html'), text);
    await browse(`--print-to-pdf=${join(folder, 'record.pdf')}`, '--no-pdf-header-footer', 'record.html');
    expect(readFileSync(join(folder, 'record.pdf')).subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('stops the start of a service whose database has a column or a table that nobody declared, by name', async () => {
    const start = async () => (await createApp(world.environment)).close();
    await world.database.query('alter table users add column shoe_size text');
    await expect(start()).rejects.toThrow(/not declared .*public\.users\.shoe_size/);
    await world.database.query('alter table users drop column shoe_size');
    await world.database.query(
      'create table jobs.diaries (entry text); grant select on jobs.diaries to tenantry_app',
    );
    await expect(start()).rejects.toThrow(/jobs\.diaries\.entry/);
    await world.database.query('drop table jobs.diaries');
    await expect(start()).resolves.toBeUndefined();
  });

  /** How many pixels stick out to the right when the page is so wide. */
  async function overflowOf(page: string, width: number): Promise<{ width: number; overflow: number }> {
    const frame = `<iframe id="it" style="width:${String(width)}px;height:900px;border:0" srcdoc="${escapeHtml(page)}"></iframe>
<script>onload = () => { const root = document.getElementById('it').contentDocument.documentElement;
document.body.dataset.overflow = root.scrollWidth - root.clientWidth; };</script>`;
    writeFileSync(join(folder, 'frame.html'), `<!doctype html><meta charset="utf-8"><body>${frame}</body>`);
    const document = await browse('--dump-dom', 'frame.html');
    return { width, overflow: Number(/data-overflow="(-?\d+)"/.exec(document)?.[1]) };
  }

  async function browse(...options: string[]): Promise<string> {
    const file = pathToFileURL(join(folder, options.pop()!)).href;
    return runChromium(join(folder, 'profile'), ...options, file);
  }
});

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
}
