import { describe, expect, it } from '@jest/globals';
import { csvLine } from './csv.js';

describe('a line of CSV', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("http://x")'])(
    'makes %j harmless',
    (text) => {
      expect(csvLine([text])).toBe(`"'${text.replaceAll('"', '""')}"\r\n`);
    },
  );

  it('keeps quotes, commas and line ends inside their cell, and numbers as they are', () => {
    expect(csvLine(['a"b,c\nd', -5, null])).toBe('"a""b,c\nd","-5",""\r\n');
  });
});
