import { describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readOutages } from './outage-table.js';
import { outagesPage } from './outages-page.js';

const project = join(import.meta.dirname, '../..');
const file = join(project, 'docs/outages.md');

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
