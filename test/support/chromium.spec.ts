import { describe, expect, it } from '@jest/globals';
import { withChromium } from './chromium.js';

describe('a spec that needs Chromium', () => {
  const block = { skip: 'left out' };

  it('runs where there is one, in CI and elsewhere', () => {
    for (const environment of [{ CI: 'true' }, {}])
      expect(withChromium(block, '/usr/bin/chromium', environment)).toBe(block);
  });

  it('is left out on a machine without one, and fails in CI', () => {
    expect(withChromium(block, null, {})).toBe('left out');
    expect(() => withChromium(block, null, { CI: 'true' })).toThrow(/CI has no Chromium/);
  });
});
