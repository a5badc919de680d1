import { describe, expect, it } from 'vitest';
import { ClerkUnavailableError } from '#libs/clerk';
import { pagesFrom, withRetries } from './walk.js';

const READY = new AbortController().signal;

describe('a walk over pages', () => {
  const pages = (count: number, asked: number[] = []) => ({
    asked,
    fetch: (position: number | null) => {
      asked.push(position ?? 0);
      const at = position ?? 0;
      return Promise.resolve({ at, next: at + 1 < count ? at + 1 : null });
    },
  });

  it('gives each page once and in order, whether positions can be foreseen or not', async () => {
    for (const foresee of [() => null, (position: number) => (position + 1 < 9 ? position + 1 : null)]) {
      const { fetch, asked } = pages(9);
      const given: number[] = [];
      for await (const { at } of pagesFrom(null, fetch, foresee)) given.push(at);
      expect(given).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
      expect(asked).toEqual(given);
    }
  });

  it('ends with the page that says so, though more were foreseen', async () => {
    const { fetch } = pages(3);
    const given: number[] = [];
    for await (const { at } of pagesFrom(null, fetch, (position: number) => position + 1)) given.push(at);
    expect(given).toEqual([0, 1, 2]);
  });

  it('throws for a page that does not come, when its turn has come', async () => {
    const fetch = (position: number | null) =>
      position === 2 ? Promise.reject(new Error('gone')) : Promise.resolve({ next: (position ?? 0) + 1 });
    const walk = async () => {
      for await (const page of pagesFrom<number, { next: number | null }>(null, fetch))
        expect(page.next).toBeLessThan(3);
    };
    await expect(walk()).rejects.toThrow('gone');
  });
});

describe('retries', () => {
  const limits = { maxTries: 3, maxPauseMs: 1 };

  it('asks again while Clerk cannot answer, and not for ever', async () => {
    let asked = 0;
    const ask = (failures: number) => () => {
      asked += 1;
      return asked <= failures
        ? Promise.reject(new ClerkUnavailableError('GET /users', null))
        : Promise.resolve('here');
    };
    expect(await withRetries(ask(2), limits, READY)).toBe('here');
    asked = 0;
    await expect(withRetries(ask(3), limits, READY)).rejects.toThrow(ClerkUnavailableError);
    expect(asked).toBe(3);
  });

  it('ends at once when the run does', async () => {
    const stopped = AbortSignal.abort(new Error('stopped'));
    await expect(withRetries(() => Promise.resolve(1), limits, stopped)).rejects.toThrow('stopped');
  });
});
