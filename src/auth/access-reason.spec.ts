import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { readAccessReason } from './access-reason.js';

/** As Node gives the bytes of a header. */
const raw = (text: string) => Buffer.from(text, 'utf8').toString('latin1');
const extended = (text: string) =>
  `UTF-8''${[...Buffer.from(text, 'utf8')].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')}`;

describe('the reason of a support', () => {
  it.each([
    'Ticket 4711',
    'Prüfung für Größe',
    'Проверка доступа',
    '顧客からの依頼',
    'née €5 🙂',
    `UTF-8 isn't it`,
  ])('is read as it was written, in raw UTF-8 and as an ext-value: %s', (reason) => {
    expect(readAccessReason(raw(reason))).toBe(reason);
    expect(readAccessReason(extended(reason))).toBe(reason);
    expect(readAccessReason(extended(reason).replace("UTF-8''", "utf-8'de-AT'"))).toBe(reason);
  });

  it('is read as it was written whatever it is', () => {
    const words = fc.string({ unit: 'grapheme', minLength: 3, maxLength: 60 });
    fc.assert(
      fc.property(words, (text) => {
        const reason = readAccessReason(extended(text));
        if (reason !== null) expect(reason).toBe(text.trim().normalize('NFC'));
        if (reason !== null && !/^utf-8'/i.test(reason)) expect(readAccessReason(raw(reason))).toBe(reason);
      }),
    );
  });

  it('in Latin-1, as fetch sends it, is taken for Latin-1', () => {
    expect(readAccessReason('Prüfung')).toBe('Prüfung');
  });

  it('mixes plain characters and octets in an ext-value', () => {
    expect(readAccessReason("UTF-8''Gr%C3%B6%C3%9Fe%20pr%c3%bcfen")).toBe('Größe prüfen');
  });

  it('has 3 to 500 characters, however many bytes they are', () => {
    expect(readAccessReason(raw('äö'))).toBeNull();
    expect(readAccessReason(raw('äöü'))).toBe('äöü');
    expect(readAccessReason(raw('語'.repeat(500)))).toHaveLength(500);
    expect(readAccessReason(raw('語'.repeat(501)))).toBeNull();
    expect(readAccessReason(extended('語'.repeat(501)))).toBeNull();
  });

  it.each([
    undefined,
    '',
    '  ab  ',
    "UTF-8''%",
    "UTF-8''%zz",
    "UTF-8''%ff%fe%fd",
    "UTF-8''a b c",
    "UTF-8''%0d%0aforged",
    'a\u0007bc',
  ])('is none: %j', (header) => {
    expect(readAccessReason(header)).toBeNull();
  });
});
