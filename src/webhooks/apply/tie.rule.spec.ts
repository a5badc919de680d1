import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { isNewer } from '#users';
import { isTie } from './tie.rule.js';

const at = (ms: number) => new Date(ms);

describe('a tie', () => {
  it('is where neither of two events is newer than the other, and nowhere else', () => {
    fc.assert(
      fc.property(fc.nat(3), fc.nat(3), fc.nat(3), fc.nat(3), (updatedA, eventA, updatedB, eventB) => {
        const a = { updatedAt: at(updatedA), eventAt: at(eventA) };
        const b = { updatedAt: at(updatedB), eventAt: at(eventB) };
        const mirrored = (s: typeof a) => ({ sourceUpdatedAt: s.updatedAt, sourceEventAt: s.eventAt });
        expect(isTie(a, mirrored(b))).toBe(!isNewer(a, mirrored(b)) && !isNewer(b, mirrored(a)));
      }),
    );
  });

  it('is also with a state that was fetched in the same millisecond, but never for a fetched one', () => {
    expect(isTie({ updatedAt: at(5), eventAt: at(9) }, { sourceUpdatedAt: at(5), sourceEventAt: null })).toBe(
      true,
    );
    expect(isTie({ updatedAt: at(5), eventAt: null }, { sourceUpdatedAt: at(5), sourceEventAt: at(9) })).toBe(
      false,
    );
    expect(isTie({ updatedAt: at(5), eventAt: at(9) }, null)).toBe(false);
  });
});
