import { describe, expect, it } from 'vitest';
import { withChromium } from './chromium.js';

describe('a spec that needs Chromium', () => {
  const block = { skip: 'left out' };

  it('runs where there is one, whether it is required or not', () => {
    for (const environment of [{ REQUIRE_CHROMIUM: 'true' }, {}])
      expect(withChromium(block, '/usr/bin/chromium', environment)).toBe(block);
  });

  it('is left out on a machine without one, and fails where one is required', () => {
    expect(withChromium(block, null, {})).toBe('left out');
    expect(() => withChromium(block, null, { REQUIRE_CHROMIUM: 'true' })).toThrow(/There is no Chromium/);
  });
});
