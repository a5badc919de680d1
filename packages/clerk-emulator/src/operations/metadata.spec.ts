import { describe, expect, it } from 'vitest';
import { mergeMetadata } from './metadata.js';

describe('metadata', () => {
  it('merges deeply, deletes by null, replaces lists and plain values', () => {
    const before = { plan: { name: 'pro', seats: 3 }, tags: ['a', 'b'], note: 'x' };
    const changes = { plan: { seats: null, trial: true }, tags: ['c'], note: { text: 'y' }, gone: null };
    expect(mergeMetadata(before, changes)).toEqual({
      plan: { name: 'pro', trial: true },
      tags: ['c'],
      note: { text: 'y' },
    });
    expect(before.plan).toEqual({ name: 'pro', seats: 3 });
  });
});
