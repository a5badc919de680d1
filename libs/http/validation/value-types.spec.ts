import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { canonicalEmail } from '#libs/email';
import { dateTimeValue, timezoneValue } from './scalar-values.js';
import { emailValue, slugValue, textValue, uuidValue } from './text-values.js';
import { cpuTimeMs } from '../specs/cpu-time.fixture.js';

describe('an e-mail address', () => {
  it.each([
    [' Nina@Nowhere.TEST ', 'nina@nowhere.test'],
    ['a.b+tag@x.example', 'a.b+tag@x.example'],
    ['info@bücher.example', 'info@xn--bcher-kva.example'],
    ['info@XN--BCHER-KVA.example', 'info@xn--bcher-kva.example'],
    ["o'hara@x.example", "o'hara@x.example"],
  ])('%s reads as %s', (text, canonical) => {
    expect(canonicalEmail(text)).toBe(canonical);
  });

  it.each([
    'plain',
    '@x.example',
    'a@',
    'a@b',
    'a@@b.example',
    '"a b"@x.example',
    '"a"@x.example',
    'a..b@x.example',
    '.a@x.example',
    'a.@x.example',
    'а' + 'dmin@x.example',
    'admin@xаmple.example',
    'a@x.example\r\nBcc: b@x.example',
    'a@[127.0.0.1]',
    'a@127.0.0.1',
    'a@x.example/..',
    'a@x%2eexample.com',
    'a@-x.example',
    'a\u0000@x.example',
    'a@x\u200b.example',
    `${'a'.repeat(65)}@x.example`,
    `a@${'x'.repeat(64)}.example`,
    `a@${'x.'.repeat(126)}example`,
    'x'.repeat(321),
  ])('%s is refused', (text) => {
    expect(canonicalEmail(text)).toBeUndefined();
  });

  it('is canonical once and for all', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        const once = canonicalEmail(address);
        if (once !== undefined) expect(canonicalEmail(once)).toBe(once);
      }),
    );
  });
});

describe('a text', () => {
  it('counts people’s characters, not code units', () => {
    expect(textValue({ max: 2 }).read('👩🌍')).toEqual({ value: '👩🌍' });
    expect(textValue({ max: 2 }).read('e\u0301e\u0301')).toEqual({ value: 'éé' });
  });

  it('may have lines where told so', () => {
    expect(textValue({ multiline: true }).read('a\nb')).toEqual({ value: 'a\nb' });
    expect(textValue().read('a\nb')).toHaveProperty('problems');
  });
});

describe('a time', () => {
  it('is read with its offset', () => {
    expect(dateTimeValue.read('2028-02-29T12:00:00+02:00')).toEqual({
      value: new Date('2028-02-29T10:00:00Z'),
    });
  });

  it.each([
    '2026-11-21',
    '2026-11-21T09:00:00',
    '2026-02-29T09:00:00Z',
    '2026-13-01T09:00:00Z',
    '2026-00-10T09:00:00Z',
    '2026-01-00T09:00:00Z',
    '2026-11-21T24:00:00Z',
    '1763715600',
    'now',
  ])('%s is refused', (text) => {
    expect(dateTimeValue.read(text)).toHaveProperty('problems');
  });
});

describe('a time zone', () => {
  it.each([
    ['Europe/Vienna', 'Europe/Vienna'],
    ['europe/vienna', 'Europe/Vienna'],
    ['UTC', 'UTC'],
  ])('%s reads as %s', (text, zone) => {
    expect(timezoneValue.read(text)).toEqual({ value: zone });
  });

  it.each(['+02:00', 'Mars/Olympus', '', 'Europe/Vienna; drop', '../etc'])('"%s" is refused', (text) => {
    expect(timezoneValue.read(text)).toHaveProperty('problems');
  });
});

describe('every reader', () => {
  it('is quick and never throws, whatever it is given', () => {
    const types = [emailValue, slugValue, uuidValue, dateTimeValue, timezoneValue, textValue()];
    const nasty = [
      'a'.repeat(100_000),
      '-'.repeat(100_000),
      `${'a.'.repeat(50_000)}@`,
      `a@${'a-'.repeat(50_000)}`,
      '0'.repeat(100_000),
    ];
    for (const type of types) {
      for (const value of nasty) {
        expect(cpuTimeMs(() => type.read(value))).toBeLessThan(50);
      }
      fc.assert(
        fc.property(fc.anything(), (value) => {
          type.read(value);
        }),
      );
    }
  });
});
