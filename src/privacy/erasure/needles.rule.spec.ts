import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formsOf, namesInFiles, needlesFor } from './needles.rule.js';

const PERSON = {
  userId: '01a1fdb0-0360-76d9-9851-0985b91d063e',
  clerkId: 'user_2abc',
  addresses: ['sam@harbour.test'],
  names: ['Sam', 'Reed'],
};

const finds = (names: string[], text: string): boolean =>
  namesInFiles(needlesFor({ ...PERSON, names })).some((name) => name.test(text));

describe('what a person is searched by', () => {
  it('is each address and id as it is, as JSON writes it, and in both forms of an accent', () => {
    expect(formsOf(['"a b"@x.test'])).toEqual(['"a b"@x.test', String.raw`\"a b\"@x.test`]);
    expect(formsOf(['zoë@x.test']).length).toBe(2);
  });

  it.each(['Sam Reed', 'sam.reed', 'REED, SAM', 'Mr Sam said', 'SAM', '"Reed"'])('finds %s', (text) => {
    expect(finds(['Sam', 'Reed'], text)).toBe(true);
  });

  it.each(['the same', 'Samuel', 'Freed', 'sam', 'reeds'])('does not take %s for the name', (text) => {
    expect(finds(['Sam', 'Reed'], text)).toBe(false);
  });

  it('takes a name of two letters only together with the other', () => {
    expect([finds(['Jo', 'Li'], 'Jo'), finds(['Jo', 'Li'], 'Jo Li')]).toEqual([false, true]);
  });

  it('finds any name that stands between spaces, whatever signs it has', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 3, maxLength: 12 });
    fc.assert(
      fc.property(name, name, (first, last) => {
        const needles = needlesFor({ ...PERSON, names: [first, last] });
        if (needles.fullNames.length === 0) return;
        expect(finds([first, last], `x ${first.trim()} ${last.trim()} y`)).toBe(true);
      }),
    );
  });
});
