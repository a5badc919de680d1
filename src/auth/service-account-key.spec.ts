import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  holdsServiceAccountKey,
  isSameDigest,
  looksLikeServiceAccountKey,
  makeServiceAccountKey,
  readServiceAccountKey,
} from './service-account-key.js';

describe('the text of a key', () => {
  it('is read back as the key it was made as, and never twice the same', () => {
    const made = Array.from({ length: 500 }, () => makeServiceAccountKey());
    for (const { text, publicId, digest } of made) {
      expect(readServiceAccountKey(text)).toEqual({ publicId, digest });
      expect(looksLikeServiceAccountKey(text)).toBe(true);
      expect(holdsServiceAccountKey(`/a?b=${text}&c`)).toBe(true);
    }
    expect(new Set(made.map(({ publicId }) => publicId)).size).toBe(500);
  });

  it('is not read with one character changed, left out or put in', () => {
    const { text } = makeServiceAccountKey();
    const character = fc.constantFrom(...'0Aaz_- é');
    fc.assert(
      fc.property(fc.nat(text.length - 1), character, fc.constantFrom(0, 1), (at, put, taken) => {
        const changed = text.slice(0, at) + put + text.slice(at + taken);
        fc.pre(changed !== text);
        expect(readServiceAccountKey(changed)).toBeNull();
      }),
      { numRuns: 2_000 },
    );
    for (let length = 0; length < text.length; length += 1) {
      expect(readServiceAccountKey(text.slice(0, length))).toBeNull();
      expect(readServiceAccountKey(text.slice(length + 1))).toBeNull();
    }
  });

  it('is compared as a whole', () => {
    const { digest } = makeServiceAccountKey();
    expect(isSameDigest(digest, Buffer.from(digest))).toBe(true);
    expect(isSameDigest(digest, digest.subarray(1))).toBe(false);
    expect(isSameDigest(digest, makeServiceAccountKey().digest)).toBe(false);
  });
});
