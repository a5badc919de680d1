import { describe, expect, it } from 'vitest';
import { IdGenerator } from './id-generator.js';

describe('id generator', () => {
  it('makes ids that are unique and rise, within a second and across seconds', () => {
    const ids = new IdGenerator();
    const made = Array.from({ length: 3_000 }, (_, index) => ids.next('user', 1_795_000_000_000 + index));
    expect(new Set(made).size).toBe(3_000);
    // Base62 in ASCII order compares as text.
    expect([...made].sort((a, b) => (a < b ? -1 : 1))).toEqual(made);
    for (const id of made) expect(id).toMatch(/^user_[0-9A-Za-z]{27}$/);
  });
});
