import { describe, expect, it } from 'vitest';
import { isTotpCode, toBase32, totpCode } from './one-time-codes.js';

// RFC 6238, appendix B: the secret of the SHA-1 rows, last six of its eight digits.
const SECRET = toBase32(Buffer.from('12345678901234567890'));

describe('one-time codes', () => {
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_234_567_890, '005924'],
    [20_000_000_000, '353130'],
  ])('are those of RFC 6238 at %i seconds', (seconds, code) => {
    expect(totpCode(SECRET, seconds * 1000)).toBe(code);
  });

  it('hold for a step before and after, not longer', () => {
    const code = totpCode(SECRET, 600_000);
    expect(isTotpCode(SECRET, code, 600_000 + 30_000)).toBe(true);
    expect(isTotpCode(SECRET, code, 600_000 - 30_000)).toBe(true);
    expect(isTotpCode(SECRET, code, 600_000 + 60_000)).toBe(false);
  });
});
