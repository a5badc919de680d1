import { afterEach, describe, expect, it, vi } from 'vitest';
import { newId } from './new-id.js';

const NOON = Date.UTC(2100, 0, 1, 12);
const DAY_MS = 86_400_000;

describe('a new id', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  const idAt = (ms: number): string => {
    vi.spyOn(Date, 'now').mockReturnValue(ms);
    return newId();
  };
  const timeOf = (id: string): number => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);

  it('is a UUID v7 of its moment, in order within one millisecond', () => {
    const ids = Array.from({ length: 1_000 }, () => idAt(NOON));
    expect(ids).toEqual([...ids].sort());
    expect(new Set(ids).size).toBe(1_000);
    for (const id of ids) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(timeOf(id)).toBe(NOON);
    }
  });

  it('stays in order when the clock goes back a little', () => {
    const ids = [10_000, 9_000, 5_000, 9_999, 10_001].map((ms) => idAt(NOON + ms));
    expect(ids).toEqual([...ids].sort());
  });

  it('follows a clock that was days ahead and has been set right', () => {
    idAt(NOON + 3 * DAY_MS);
    expect(timeOf(idAt(NOON + DAY_MS))).toBe(NOON + DAY_MS);
    expect(timeOf(idAt(NOON + DAY_MS + 1))).toBe(NOON + DAY_MS + 1);
  });
});
