import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { canonicalJson, canonicalJsonOfInput } from './canonical-json.js';
import { parseExactJson } from '#libs/audit-chain';

describe('canonical JSON', () => {
  it('sorts by UTF-16 code units, as the example of RFC 8785 §3.2.3', () => {
    const input = { '€': 'a', '\r': 'b', '\ufb33': 'c', '1': 'd', '😀': 'e', '\u0080': 'f', ö: 'g' };
    // Carriage return, "1", U+0080, ö, €, 😀 (by its surrogates), U+FB33.
    expect(canonicalJson(input).replace(/[^a-g]/g, '')).toBe('bdfgaec');
  });

  it('writes numbers, literals and escapes as RFC 8785 §3.2.2', () => {
    const input = JSON.parse(
      '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
    ) as object;
    expect(canonicalJson(input)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('says the same for every order of members, and reads back as what it said', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const well = JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
        const turned = Object.fromEntries(Object.entries(well).reverse());
        const text = canonicalJson(well);
        expect(canonicalJson(turned)).toBe(text);
        expect(JSON.parse(text)).toEqual(well);
      }),
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, '\ud800', 1n, () => 1, Symbol('x')])(
    'refuses what JSON cannot say: %p',
    (value) => {
      expect(() => canonicalJson({ value })).toThrow(TypeError);
    },
  );
});

describe('exact JSON', () => {
  it.each([
    ['9007199254740993', '9007199254740992'],
    ['1.0', '1'],
    ['0.10', '0.1'],
    ['1e400', '1e401'],
  ])('tells %s from %s, at every depth', (a, b) => {
    for (const [before, after] of [
      ['', ''],
      ['[1, ', ']'],
      ['{"a": {"b": ', '}, "c": "2026-11-21T00:00:00.5Z"}'],
    ] as const) {
      const [one, other] = [a, b].map((number) => parseExactJson(`${before}${number}${after}`));
      expect(canonicalJson(one)).not.toBe(canonicalJson(other));
    }
  });
});

describe('canonical JSON of what a client sent', () => {
  it('reads the same for the same members in another order, and takes what JSON cannot say', () => {
    expect(canonicalJsonOfInput({ b: 1, a: [{ d: 2, c: 3 }] })).toBe('{"a":[{"c":3,"d":2}],"b":1}');
    expect(canonicalJsonOfInput(undefined)).toBe('null');
    expect(canonicalJsonOfInput('\ud800')).toBe('"\\ud800"');
  });
});
