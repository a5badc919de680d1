import { describe, expect, it } from 'vitest';
import { assertVersion, etagOf, readIfMatch } from './etag.js';

describe('If-Match', () => {
  it('lets the version through that was last seen, and any version without the header', () => {
    expect(() => {
      assertVersion(readIfMatch(etagOf(3)), 3);
      assertVersion(readIfMatch('*'), 3);
      assertVersion(readIfMatch(' * '), 3);
      assertVersion(readIfMatch('"2", "3"'), 3);
      assertVersion(readIfMatch('"3-90a3ed9e32b2aaf4"'), 3);
      assertVersion(readIfMatch('"a,b","3"\t,  "4"'), 3);
      assertVersion(readIfMatch(undefined), 3n);
    }).not.toThrow();
  });

  it('refuses a stale version with 412', () => {
    expect(() => {
      assertVersion(readIfMatch('"2-90a3ed9e32b2aaf4", "3-", "33-90a3ed9e32b2aaf4", "1-3"'), 3);
    }).toThrow(expect.objectContaining({ code: 'stale_version', status: 412 }));
    expect(() => {
      assertVersion(readIfMatch(etagOf(2)), 3);
    }).toThrow(expect.objectContaining({ code: 'stale_version', status: 412 }));
    expect(() => {
      assertVersion(readIfMatch('"1", "2,3", "33"'), 3);
    }).toThrow(expect.objectContaining({ code: 'stale_version', status: 412 }));
  });

  it.each([
    '3',
    'W/"3"',
    '"3", W/"4"',
    '"3" "4"',
    '"3",',
    '*, "3"',
    '3, 4',
    '',
    '""',
    '"a b"',
    `"${'x'.repeat(65)}"`,
  ])('refuses %s with 400', (header) => {
    expect(() => readIfMatch(header)).toThrow(
      expect.objectContaining({ code: 'invalid_precondition', status: 400 }),
    );
  });
});
