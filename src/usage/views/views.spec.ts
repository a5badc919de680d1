import { describe, expect, it } from 'vitest';
import type { UsageReport } from '../report/usage-report.js';
import { definitions } from '../rules/definitions.js';
import { chartOf } from './chart.js';
import { usagePageOf } from './page.js';
import { summaryOf } from './summary.js';

const report: UsageReport = {
  month: '2026-02',
  complete: false,
  closedAt: null,
  place: { kind: 'platform', organizationId: null, propertyId: null },
  timezone: 'UTC',
  mau: 1_234,
  mru: 900,
  mao: 3,
  mro: 2,
  new: 334,
  returning: 900,
  days: [
    { date: '2026-02-01', dau: 700, new: 100, returning: 600, mauToDate: 700, mruToDate: 500 },
    { date: '2026-02-02', dau: 900, new: 234, returning: 666, mauToDate: 1_234, mruToDate: 900 },
  ],
  ledger: { beganOn: '2026-02-01', coversWholeMonth: false },
  members: { takenAt: '2026-02-02T10:00:00.000Z', moment: 'now' },
  forecast: null,
  cost: null,
  alerts: [{ kind: 'reached_80_percent', limit: 1_000, mru: 900, on: null }],
  definitions,
};

const names = [
  'Harbour Hotels',
  '"><script>alert(1)</script>',
  `<img src=x onerror='alert("2")'> & Söhne`,
  ']]>',
  'x'.repeat(300),
  '🏨'.repeat(80),
  // What every object has by itself.
  ...Object.getOwnPropertyNames(Object.prototype),
];

describe('the picture', () => {
  it.each(names)(
    'is well-formed XML with a title and a description, whatever the place is called: %s',
    (name) => {
      const svg = chartOf(report, name);
      const tag = /<(\/?)([a-zA-Z]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g;
      const open: string[] = [];
      for (const [, closes, element = '', , isEmpty] of svg.matchAll(tag)) {
        if (closes) expect(open.pop()).toBe(element);
        else if (!isEmpty) open.push(element);
      }
      expect(open).toEqual([]);
      const text = svg.replace(tag, '');
      expect(text).not.toMatch(/[<>]|&(?!(?:amp|lt|gt|quot|#39|#x27);)/);
      expect(svg).toMatch(
        /^<svg [^>]*role="img" aria-labelledby="usage-title usage-description"><title id="usage-title">/,
      );
      expect(svg).toContain('The busiest day was 2026-02-02 with 900 people.');
      expect(svg).not.toMatch(/<script|<img|\sonerror="/);
    },
  );

  it('is the same bytes for the same report, and brings no style along', () => {
    const svg = chartOf(report, 'Harbour Hotels');
    expect(chartOf(report, 'Harbour Hotels')).toBe(svg);
    expect(svg).not.toContain('<style');
  });

  it('has a place for each day of the month and none for what is still to come', () => {
    const svg = chartOf(report, 'Harbour Hotels');
    expect(svg).toContain('>28</text>');
    expect(svg).not.toContain('>29</text>');
  });

  it('is drawn for a month without a day, too', () => {
    expect(chartOf({ ...report, days: [] }, 'Nobody')).toContain('No day is recorded.');
  });
});

describe('the page and the summary', () => {
  it.each(names)('run nothing that a name brings along: %s', (name) => {
    expect(usagePageOf(report, name, chartOf(report, name))).not.toMatch(/<script|<img/);
  });

  it('say what is known, and since when', () => {
    const page = usagePageOf(report, 'Harbour Hotels', chartOf(report, 'Harbour Hotels'));
    expect(page).toContain('The ledger began on 2026-02-01; earlier days are not known.');
    expect(page).toContain('80 % of the plan’s limit is reached.');
    const summary = summaryOf(report, 'Harbour Hotels');
    expect(summary).toContain('Usage of Harbour Hotels, 2026-02 (not closed, days in UTC)');
    expect(summary).toMatch(/retained people \(MRU\) +900\n/);
  });
});
