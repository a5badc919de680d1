import { describe, expect, it } from 'vitest';
import { httpErrors } from '#libs/http';
import { authErrors } from './auth.errors.js';
import { found } from './found.js';

describe('what was looked for', () => {
  it.each([null, undefined])('and is %s is answered as what nobody may know of', (nothing) => {
    expect(() => found(nothing)).toThrow(authErrors.notFound());
    expect(() => found(nothing, httpErrors.notFound)).toThrow(httpErrors.notFound());
  });

  it.each([0, '', false, NaN])('and is %p is there', (value) => {
    expect(found(value)).toBe(value);
  });
});
