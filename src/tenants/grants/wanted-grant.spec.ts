import { describe, expect, it } from 'vitest';
import { isAsWanted, periodToStore } from './wanted-grant.js';

const NOW = new Date('2026-11-21T12:00:00Z');
const EARLIER = new Date('2026-11-20T12:00:00Z');
const LATER = new Date('2026-11-22T12:00:00Z');
const MUCH_LATER = new Date('2026-12-22T12:00:00Z');

describe('the period of a grant', () => {
  it('begins now where none is told or it lies in the past, and later where it is told', () => {
    const begin = (validFrom: Date | null) =>
      periodToStore({ role: 'property:staff', validFrom, expiresAt: null }, NOW).validFrom;
    expect(begin(null)).toEqual(NOW);
    expect(begin(EARLIER)).toEqual(NOW);
    expect(begin(LATER)).toEqual(LATER);
  });

  it('is as wanted when it has begun as wanted and ends as wanted', () => {
    const held = { validFrom: EARLIER, expiresAt: LATER };
    expect(isAsWanted(held, { validFrom: NOW, expiresAt: new Date(LATER) }, NOW)).toBe(true);
    expect(isAsWanted(held, { validFrom: NOW, expiresAt: null }, NOW)).toBe(false);
    expect(isAsWanted(held, { validFrom: NOW, expiresAt: MUCH_LATER }, NOW)).toBe(false);
  });

  it('that has not begun is not what somebody wants who wants it now, nor the other way round', () => {
    const future = { validFrom: LATER, expiresAt: null };
    expect(isAsWanted(future, { validFrom: NOW, expiresAt: null }, NOW)).toBe(false);
    expect(isAsWanted({ validFrom: EARLIER, expiresAt: null }, future, NOW)).toBe(false);
    expect(isAsWanted(future, { validFrom: new Date(LATER), expiresAt: null }, NOW)).toBe(true);
    expect(isAsWanted(future, { validFrom: MUCH_LATER, expiresAt: null }, NOW)).toBe(false);
  });
});
