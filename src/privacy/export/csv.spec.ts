import { describe, expect, it } from '@jest/globals';
import { csvOf } from './csv.js';

describe('csv', () => {
  it('defuses cells that a spreadsheet would run', () => {
    const rows = ['=1+1', '+1', '-1', '@x', '\t=1', 'plain'].map((text) => ({ text }));
    expect(csvOf(['text'], rows)).toBe("text\r\n'=1+1\r\n'+1\r\n'-1\r\n'@x\r\n'\t=1\r\nplain\r\n");
  });

  it('quotes what has a meaning in CSV, and writes nothing for nothing', () => {
    expect(csvOf(['a', 'b'], [{ a: 'say "x", y', b: null }])).toBe('a,b\r\n"say ""x"", y",\r\n');
  });
});
