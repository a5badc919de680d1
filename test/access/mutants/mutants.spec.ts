import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mutant } from './mutant.js';
import { mutants } from './mutants.js';
import { occurrences, ProjectCopy } from './project-copy.js';

/** `npm run mutants` sets this; every test run takes the few that are marked. */
const ALL = process.env['ACCESS_MUTANTS'] === 'all';
const wanted = mutants.filter(({ always }) => ALL || always === true);
const TIMEOUT_MS = 150_000;

describe('a fault', () => {
  let copy: ProjectCopy;

  beforeAll(() => {
    copy = new ProjectCopy();
  });

  afterAll(() => {
    copy.remove();
  });

  it('is known in many kinds, each with a name of its own', () => {
    expect(mutants.length).toBeGreaterThanOrEqual(20);
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
  });

  it.each(mutants.map((mutant): [string, Mutant] => [mutant.name, mutant]))(
    'can still be made in the sources: %s',
    (_, mutant) => {
      expect(occurrences(mutant)).toEqual(mutant.edits.map(() => 1));
    },
  );

  describe('is not there', () => {
    // Without a fault the same specs pass in the copy, so it is the fault that turns them red.
    const controls = new Map(wanted.map((mutant) => [`${mutant.spec} ${mutant.only ?? ''}`, mutant]));
    it.each([...controls].slice(0, ALL ? undefined : 1))(
      'and nothing fails: %s',
      async (_, mutant) => {
        const { passed, failed, firstFailure } = await copy.run(mutant, false);
        expect({ failed, firstFailure: failed > 0 ? firstFailure : '' }).toEqual({
          failed: 0,
          firstFailure: '',
        });
        expect(passed).toBeGreaterThan(0);
      },
      TIMEOUT_MS,
    );
  });

  describe('is caught', () => {
    it.each(wanted.map((mutant): [string, Mutant] => [mutant.name, mutant]))(
      '%s',
      async (name, mutant) => {
        const { failed, firstFailure } = await copy.run(mutant, true);
        if (ALL) process.stderr.write(`${name}\n    ${mutant.spec}: ${firstFailure.split('\n')[0] ?? ''}\n`);
        expect({ name, survived: failed === 0, firstFailure }).toEqual({
          name,
          survived: false,
          firstFailure: expect.any(String),
        });
      },
      TIMEOUT_MS,
    );
  });
});
