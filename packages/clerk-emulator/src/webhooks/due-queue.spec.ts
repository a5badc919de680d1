import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { DueQueue } from './due-queue.js';

describe('due queue', () => {
  it('gives what is due, earliest first, equals in the order they came', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20)), fc.nat(25), (times, now) => {
        const queue = new DueQueue();
        times.forEach((dueAt, index) => {
          queue.push(String(index), dueAt);
        });
        const given: string[] = [];
        for (let id = queue.popDue(now); id !== undefined; id = queue.popDue(now)) given.push(id);
        const expected = times
          .map((dueAt, index) => ({ dueAt, index }))
          .filter(({ dueAt }) => dueAt <= now)
          .sort((a, b) => a.dueAt - b.dueAt || a.index - b.index);
        expect(given).toEqual(expected.map(({ index }) => String(index)));
        expect(queue.size).toBe(times.length - given.length);
      }),
    );
  });
});
