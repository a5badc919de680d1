import { expect } from 'vitest';
import fc from 'fast-check';

/** Random worlds per property. */
export const RUNS = 1000;

/**
 * Checks a property over random worlds. A failure prints its seed and path; run that one test again (`-t`) with `FC_SEED` and
 * `FC_PATH` set to them to see the same worlds.
 */
export function holds<T>(property: fc.IRawProperty<T, false>): void {
  const { FC_SEED: seed, FC_PATH: path } = process.env;
  fc.assert(property, {
    numRuns: RUNS,
    ...(seed === undefined ? {} : { seed: Number(seed) }),
    ...(path === undefined ? {} : { path }),
  });
}

/** Asserts that a property fails for a deliberately broken variant; a fixed seed keeps that certain. */
export function isCaught<T>(property: fc.IRawProperty<T, false>): void {
  expect(fc.check(property, { numRuns: RUNS, seed: 20260501, endOnFailure: true }).failed).toBe(true);
}
