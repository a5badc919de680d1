import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { byteRangeOf } from './byte-range.rule.js';

describe('a range of bytes', () => {
  it.each([
    [undefined, null],
    ['bytes=0-', { start: 0, end: 10 }],
    ['bytes=3-5', { start: 3, end: 6 }],
    ['bytes=9-99', { start: 9, end: 10 }],
    ['bytes=-4', { start: 6, end: 10 }],
    ['bytes=-99', { start: 0, end: 10 }],
    ['bytes=10-', 'none'],
    ['bytes=-0', 'none'],
    ['bytes=5-3', null],
    ['bytes=-', null],
    ['bytes=0-1,4-5', null],
    ['items=0-1', null],
    ['bytes=0x1-', null],
  ] as const)('%s of ten bytes', (header, expected) => {
    expect(byteRangeOf(header, 10)).toEqual(expected);
  });

  it('lies inside the whole, and is never empty', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat({ max: 1_000 }), (from, to, size) => {
        const range = byteRangeOf(`bytes=${from}-${to}`, size);
        if (range === null || range === 'none') return;
        expect(range.start).toBeGreaterThanOrEqual(0);
        expect(range.start).toBeLessThan(range.end);
        expect(range.end).toBeLessThanOrEqual(size);
      }),
    );
  });
});
