import { describe, expect, it } from 'vitest';
import { isLowerCaseUuid, isUuid, parseUuid } from './uuid.js';

const ID = '01935b2e-7c4a-7d3f-9a1b-2c3d4e5f6a7b';

describe('a UUID', () => {
  it('is told in either case, and in lower case by itself', () => {
    expect([isUuid(ID), isLowerCaseUuid(ID)]).toEqual([true, true]);
    expect([isUuid(ID.toUpperCase()), isLowerCaseUuid(ID.toUpperCase())]).toEqual([true, false]);
    expect(parseUuid(ID.toUpperCase())).toBe(ID);
  });

  it.each([
    '',
    ID.slice(1),
    `${ID}0`,
    ` ${ID}`,
    `${ID}\n`,
    ID.replaceAll('-', ''),
    `{${ID}}`,
    ID.replace('0', 'g'),
  ])('is not %j', (text) => {
    expect([isUuid(text), isLowerCaseUuid(text), parseUuid(text)]).toEqual([false, false, undefined]);
  });
});
