import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { type ConsentDecision, consentHistory } from './consent-history.rule.js';

const decisions = fc
  .array(
    fc.record({
      purpose: fc.constantFrom('news', 'profiling'),
      version: fc.constantFrom('1', '2'),
      given: fc.boolean(),
    }),
    { maxLength: 30 },
  )
  .map((list) =>
    list.map((decision, index): ConsentDecision => ({ ...decision, decidedAt: new Date(index) })),
  );

describe('the history of consents', () => {
  it('has one period for each consent that was given, and at most one that stands for each purpose', () => {
    fc.assert(
      fc.property(decisions, (list) => {
        const periods = consentHistory(list);
        expect(periods).toHaveLength(list.filter(({ given }) => given).length);
        for (const purpose of ['news', 'profiling']) {
          const last = list.findLast((decision) => decision.purpose === purpose);
          const current = periods.filter((period) => period.purpose === purpose && period.endedBy === null);
          expect(current.map(({ version }) => version)).toEqual(last?.given === true ? [last.version] : []);
        }
        for (const { givenAt, withdrawnAt, endedBy } of periods) {
          expect(withdrawnAt === null).toBe(endedBy === null);
          if (withdrawnAt !== null) expect(withdrawnAt > givenAt).toBe(true);
        }
      }),
    );
  });

  it('tells a withdrawal from a new version', () => {
    const at = (second: number) => new Date(second * 1000);
    const history = consentHistory([
      { purpose: 'news', version: '1', given: true, decidedAt: at(1) },
      { purpose: 'news', version: '2', given: true, decidedAt: at(2) },
      { purpose: 'news', version: '2', given: false, decidedAt: at(3) },
      { purpose: 'news', version: '2', given: false, decidedAt: at(4) },
    ]);
    expect(history).toEqual([
      { purpose: 'news', version: '2', givenAt: at(2), withdrawnAt: at(3), endedBy: 'withdrawal' },
      { purpose: 'news', version: '1', givenAt: at(1), withdrawnAt: at(2), endedBy: 'replaced' },
    ]);
  });
});
