import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  type BreakGlassClaims,
  faultOfReason,
  looksLikeBreakGlassToken,
  readBreakGlassToken,
  signBreakGlassToken,
} from './break-glass-token.js';

const NOW = 1_795_000_000;
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const claims: BreakGlassClaims = {
  id: randomUUID(),
  subject: 'user_abc',
  reason: 'Incident 12: Zürich is out',
  notBefore: NOW,
  expiresAt: NOW + 3_600,
};
const read = (token: string, seconds = NOW, skewMs = 0) =>
  readBreakGlassToken(token, publicKey, { nowMs: seconds * 1_000, skewMs });

describe('a break-glass token', () => {
  const token = signBreakGlassToken(claims, privateKey);

  it('says what it was made with, from its first to its last second', () => {
    expect(looksLikeBreakGlassToken(token)).toBe(true);
    expect(read(token)).toEqual(claims);
    expect(read(token, NOW + 3_599)).toEqual(claims);
    expect(read(token, NOW + 3_600)).toBe('expired');
    expect(read(token, NOW - 5)).toBe('not_yet_valid');
    expect(read(token, NOW - 5, 5_000)).toEqual(claims);
  });

  it('is refused with any other character in any place', () => {
    for (let at = 0; at < token.length; at += 1)
      for (const letter of ['A', 'b', '_']) {
        if (token[at] === letter) continue;
        const changed = token.slice(0, at) + letter + token.slice(at + 1);
        expect([at, read(changed)]).toEqual([at, expect.stringMatching(/^(malformed|forged)$/)]);
      }
  });

  it('is refused when it is cut, and when something is added to it', () => {
    for (let length = 0; length < token.length; length += 1)
      expect(typeof read(token.slice(0, length))).toBe('string');
    for (const more of ['=', '.', ' ', '\n', 'A', `.${token}`]) expect(read(token + more)).toBe('malformed');
  });

  it.each([
    { expiresAt: NOW + 3_601 },
    { expiresAt: NOW },
    { expiresAt: NOW + 0.5 },
    { notBefore: Number.NaN },
    { id: claims.id.toUpperCase() },
    { subject: '' },
    { subject: 'user abc' },
    { reason: 'short' },
    { reason: 'x'.repeat(201) },
    { reason: 'two lines\nof a reason' },
    { reason: ' begins with a space' },
  ])('cannot be made with %p', (wrong) => {
    expect(() => signBreakGlassToken({ ...claims, ...wrong }, privateKey)).toThrow(RangeError);
  });
});

describe('a reason', () => {
  it.each([
    ['Incident 12: an account was taken over', undefined],
    ['Vorfall zwölf, Zürich', undefined],
    ['short', 'is not 10 to 200 characters long'],
    ['a tab\tin between', 'is not one line of text'],
    ['a line\u2028in between', 'is not one line of text'],
  ])('%j: %s', (reason, fault) => {
    expect(faultOfReason(reason)).toBe(fault);
  });
});
