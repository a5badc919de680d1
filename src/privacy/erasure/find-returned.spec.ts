import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { findReturned } from './find-returned.js';

const idOf = (n: number) => `00000000-0000-0000-0000-${String(n).padStart(12, '0')}`;

describe('the walk through all who may be on the list of erasures', () => {
  it('finds everybody who is, on whichever page they stand, and looks at each of them once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 15_001 }),
        fc.uniqueArray(fc.integer({ min: 1, max: 20_000 }), { maxLength: 20 }),
        async (count, listed) => {
          const everybody = Array.from({ length: count }, (_, n) => ({
            id: idOf(n + 1),
            hash: `hash ${n + 1}`,
          }));
          const byHash = new Map(listed.map((n) => [`hash ${n}`, n]));
          const looked: number[] = [];
          const found = await findReturned(
            byHash,
            (after, limit) => Promise.resolve(everybody.filter(({ id }) => id > after).slice(0, limit)),
            (done) => looked.push(done),
          );
          const here = listed.filter((n) => n <= count).sort((a, b) => a - b);
          expect(found).toEqual(here.map((n) => ({ id: idOf(n), tombstone: n })));
          // Nobody is looked at where nobody was erased.
          expect(looked.at(-1)).toBe(listed.length === 0 ? undefined : count);
        },
      ),
      { numRuns: 20 },
    );
  });
});
