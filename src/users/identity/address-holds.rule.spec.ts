import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { type AddressHolder, holdsOf, isHeld } from './address-holds.rule.js';

const X = 'x@post.test';
const day = (number: number): Date => new Date(Date.UTC(2026, 0, number));
const holder = (userId: string, until: Date | null): AddressHolder => ({ userId, address: X, until });

describe('whose an address was', () => {
  it('is theirs at any time where nobody else ever had it, before they signed up and after', () => {
    expect(holdsOf('a', [holder('a', day(5))])).toEqual([{ address: X, after: null, until: null }]);
  });

  it('goes over at the end of whoever had it before', () => {
    const holders = [holder('a', day(5)), holder('b', null)];
    const [a, b] = [holdsOf('a', holders), holdsOf('b', holders)];
    expect([day(4), day(5), day(6)].map((at) => [isHeld(a, X, at), isHeld(b, X, at)])).toEqual([
      [true, false],
      [true, false],
      [false, true],
    ]);
  });

  it('is nobody’s while two have it at once', () => {
    const holders = [holder('a', null), holder('b', null)];
    expect([holdsOf('a', holders), holdsOf('b', holders)].map((holds) => isHeld(holds, X, day(1)))).toEqual([
      false,
      false,
    ]);
  });

  it('is never two people’s at one moment', () => {
    const end = fc.option(fc.integer({ min: 1, max: 9 }), { nil: null });
    const people = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), end), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(people, fc.integer({ min: 0, max: 10 }), (ends, at) => {
        const holders = ends.map(([id, until]) => holder(id, until === null ? null : day(until)));
        const owners = ['a', 'b', 'c'].filter((id) => isHeld(holdsOf(id, holders), X, day(at)));
        expect(owners.length).toBeLessThan(2);
      }),
    );
  });
});
