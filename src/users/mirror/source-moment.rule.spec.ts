import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { isNewer } from './source-moment.rule.js';

const at = (ms: number) => new Date(ms);
const mirrored = (updated: number, event: number | null) => ({
  sourceUpdatedAt: at(updated),
  sourceEventAt: event === null ? null : at(event),
});

describe('the order of a mirrored object', () => {
  it('takes the later state whichever way the two arrive', () => {
    fc.assert(
      fc.property(fc.nat(50), fc.nat(50), fc.nat(50), fc.nat(50), (updatedA, eventA, updatedB, eventB) => {
        const aWins = isNewer({ updatedAt: at(updatedA), eventAt: at(eventA) }, mirrored(updatedB, eventB));
        const bWins = isNewer({ updatedAt: at(updatedB), eventAt: at(eventB) }, mirrored(updatedA, eventA));
        const same = updatedA === updatedB && eventA === eventB;
        expect([aWins, bWins]).toEqual(same ? [false, false] : [aWins, !aWins]);
      }),
    );
  });

  it('takes anything when nothing is mirrored, and what was just fetched on a tie', () => {
    expect(isNewer({ updatedAt: at(1), eventAt: at(1) }, null)).toBe(true);
    expect(isNewer({ updatedAt: at(5), eventAt: null }, mirrored(5, 9))).toBe(true);
    expect(isNewer({ updatedAt: at(5), eventAt: at(9) }, mirrored(5, null))).toBe(false);
    expect(isNewer({ updatedAt: at(4), eventAt: null }, mirrored(5, 1))).toBe(false);
  });
});
