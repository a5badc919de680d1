import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { csvLine } from './csv.js';

describe('csv', () => {
  it('defuses cells that a spreadsheet would run', () => {
    const cells = ['=1+1', '+1', '-1', '@x', '\t=1', '＝1', 'plain'];
    expect(csvLine(cells)).toBe("'=1+1,'+1,'-1,'@x,'\t=1,'＝1,plain\r\n");
    expect(csvLine(['\r=1', '\n=1'])).toBe(`"'\r=1","'\n=1"\r\n`);
  });

  it('quotes what has a meaning in CSV, and writes nothing for nothing', () => {
    expect(csvLine(['say "x", y', null, undefined])).toBe('"say ""x"", y",,\r\n');
  });

  it('leaves numbers numbers, and tells lists and objects as JSON', () => {
    expect(csvLine([-1, true, { a: 1 }, ['b']])).toBe('-1,true,"{""a"":1}","[""b""]"\r\n');
  });

  it('gives no cell that begins as a formula, whatever a person typed', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '"', ',', 'a') }),
        (text) => {
          const line = csvLine([text]).slice(0, -2);
          const cell = line.startsWith('"') ? line.slice(1, -1).replaceAll('""', '"') : line;
          expect(/^[=+\-@\t\r\n]/.test(cell)).toBe(false);
          expect([text, `'${text}`]).toContain(cell);
        },
      ),
    );
  });
});
