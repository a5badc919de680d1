import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { readRetryAfter } from './retry-after.js';

const NOW = Date.parse('2026-11-21T10:00:00Z');

describe('Retry-After', () => {
  it('is read as seconds and as a date', () => {
    expect(readRetryAfter('7', NOW)).toBe(7);
    expect(readRetryAfter(' 0 ', NOW)).toBe(0);
    expect(readRetryAfter('Sat, 21 Nov 2026 10:00:30 GMT', NOW)).toBe(30);
    expect(readRetryAfter('Sat, 21 Nov 2026 09:00:00 GMT', NOW)).toBe(0);
  });

  it('is an hour at most', () => {
    expect(readRetryAfter('999999999999999999999', NOW)).toBe(3_600);
    expect(readRetryAfter('Wed, 21 Nov 2096 10:00:00 GMT', NOW)).toBe(3_600);
  });

  it('means nothing in any other form', () => {
    for (const header of [null, '', 'soon', '-5', '1.5', '1e3', '0x10', 'Infinity', '2026-11-21', 'Sat, GMT'])
      expect([header, readRetryAfter(header, NOW)]).toEqual([header, null]);
  });

  it('is null or whole seconds within the hour, whatever stands there', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.date().map(String), fc.integer().map(String)), (header) => {
        const seconds = readRetryAfter(header, NOW);
        expect(seconds === null || (Number.isInteger(seconds) && seconds >= 0 && seconds <= 3_600)).toBe(
          true,
        );
      }),
    );
  });
});
