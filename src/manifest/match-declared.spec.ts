import { describe, expect, it } from 'vitest';
import type { LoadedModule } from './loaded-module.js';
import { matchDeclared } from './match-declared.js';

const rooms: LoadedModule = { manifest: { name: 'rooms' }, runtime: {} };

describe('what a manifest declares', () => {
  it('is paired with its code, in the order of the manifest', () => {
    const matched = matchDeclared(rooms, 'job', [{ name: 'b' }, { name: 'a' }], { a: 1, b: 2 });
    expect(matched).toEqual([
      [{ name: 'b' }, 2],
      [{ name: 'a' }, 1],
    ]);
    expect(matchDeclared(rooms, 'job', [])).toEqual([]);
  });

  it('is refused without code, and code without it, by the names of both', () => {
    expect(() => matchDeclared(rooms, 'job', [{ name: 'a' }])).toThrow(
      'The module rooms declares the job a and has no code for it.',
    );
    expect(() => matchDeclared(rooms, 'job', [], { toString: 1 })).toThrow(
      'The module rooms has code for the job toString and does not declare it.',
    );
  });
});
