import { describe, expect, it } from 'vitest';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OUTAGE_FAULTS } from './outage-faults.js';
import { OUTAGE_FUNCTIONS } from './outage-functions.js';
import { readOutages } from './outage-table.js';
import { outagesPage } from './outages-page.js';
import { DEMANDS } from './walk-outages.js';

const project = join(import.meta.dirname, '../..');
const file = join(project, 'docs/outages.md');

describe('the outage table', () => {
  it('has a line for each function that can be asked for, and a way to bring each fault about', () => {
    const table = readOutages();
    expect(table.rows.map((row) => row.function).sort()).toEqual(Object.keys(OUTAGE_FUNCTIONS).sort());
    expect(table.faults.map(({ name }) => name)).toEqual(Object.keys(OUTAGE_FAULTS));
    expect(Object.keys(table.legend).sort()).toEqual(Object.keys(DEMANDS).sort());
  });
});

describe('the page on outages', () => {
  it('is what the table says (WRITE_OUTAGES=1 writes it)', () => {
    const page = outagesPage(readOutages());
    if (process.env['WRITE_OUTAGES'] === '1') writeFileSync(file, page);
    expect(readFileSync(file, 'utf8')).toBe(page);
  });

  it.each(readOutages().staleness)('has the bound from the code: $answer', ({ source }) => {
    const [path = '', text = ''] = source.split(': ', 2);
    expect(readFileSync(join(project, path), 'utf8')).toContain(text);
  });
});
