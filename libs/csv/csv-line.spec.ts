import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { csvLine } from './csv-line.js';

describe('a line of CSV', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1', '＋1', '－1', '＠x', '\tx'])(
    'makes %j harmless',
    (text) => {
      expect(csvLine([text])).toBe(`"'${text}"\r\n`);
    },
  );

  it.each([' =1+1', '\u00a0=1', '\u3000＝1', '\u200b=1', '\ufeff@x', '  \r\n-1', '\u202e+1'])(
    'makes %j harmless, whose sign stands behind what does not show',
    (text) => {
      expect(csvLine([text])).toBe(`"'${text}"\r\n`);
    },
  );

  it.each([' plain', 'a;=1+1', "a'b", 'a\tb', 'a\nb', 'a\r=1', 'x|y', 'Söhne', 'two words', 'a\u2028b'])(
    'quotes %j, whatever a reader splits at',
    (text) => {
      expect(csvLine([text])).toBe(`"${text}"\r\n`);
    },
  );

  it('keeps quotes, commas and line ends inside their cell', () => {
    expect(csvLine(['a"b,c\nd', 'say "x", y'])).toBe('"a""b,c\nd","say ""x"", y"\r\n');
  });

  it('leaves plain words, numbers and booleans bare, writes nothing for nothing, and objects as JSON', () => {
    expect(csvLine(['plain', 'Europe/Vienna', -5, true, null, undefined, { a: 1 }, ['b']])).toBe(
      'plain,Europe/Vienna,-5,true,,,"{""a"":1}","[""b""]"\r\n',
    );
  });

  it('gives one cell that begins as no formula, whatever a person typed, and loses nothing', () => {
    const unit = fc.constantFrom(
      '=',
      '＝',
      '+',
      '-',
      '@',
      '\t',
      '\r',
      '\n',
      '"',
      ',',
      ';',
      ' ',
      '\u200b',
      'a',
      "'",
    );
    fc.assert(
      fc.property(fc.string({ unit }), (text) => {
        const line = csvLine([text]).slice(0, -2);
        const cell = line.startsWith('"') ? line.slice(1, -1).replaceAll('""', '"') : line;
        if (!line.startsWith('"')) expect(line).toMatch(/^[A-Za-z0-9_.:/@-]*$/);
        expect(/^[\s\u200b]*[=+\-@＝]/.test(cell)).toBe(false);
        expect([text, `'${text}`]).toContain(cell);
      }),
    );
  });
});
