import { describe, expect, it } from 'vitest';
import { comfortAt } from './comfortable.rule.js';

const at = (text: string) => new Date(text);

describe('the comfortable window', () => {
  it.each([
    ['2026-11-29T12:00:00Z', 1, null, { isReached: false, why: 'accounts_wait' }],
    ['2026-11-29T12:00:00Z', 0, null, { isReached: true, why: 'quiet' }],
    ['2026-11-29T12:00:00Z', 0, '2026-11-29', { isReached: false, from: '2026-12-14' }],
    ['2026-12-13T23:59:59Z', 0, '2026-11-29', { isReached: false, why: 'signed_in_lately' }],
    ['2026-12-14T00:00:00Z', 0, '2026-11-29', { isReached: true, from: null }],
  ])('at %s with %i waiting and the last one on %s', (now, waiting, lastWithout, expected) => {
    expect(comfortAt(at(now), { waiting, lastWithout })).toMatchObject(expected);
  });
});
