import { describe, expect, it } from 'vitest';
import { sourceMomentOfFetched } from './source-moment.rule.js';

const at = (seconds: number) => new Date(1_763_700_000_000 + seconds * 1000);

describe('the moment of a fetched state', () => {
  it('is that of Clerk, unless what is mirrored calls itself newer and was there long before the question', () => {
    expect(sourceMomentOfFetched(at(10), null, at(500)).updatedAt).toEqual(at(10));
    expect(sourceMomentOfFetched(at(10), at(5), at(500)).updatedAt).toEqual(at(10));
    expect(sourceMomentOfFetched(at(10), at(100), at(500)).updatedAt).toEqual(at(100));
  });

  it('does not win over news that may have come after the question', () => {
    expect(sourceMomentOfFetched(at(10), at(450), at(500)).updatedAt).toEqual(at(10));
    expect(sourceMomentOfFetched(at(10), at(600), at(500)).updatedAt).toEqual(at(10));
  });
});
