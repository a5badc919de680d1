import { expect, it } from 'vitest';
import type { TestSpecification, Vitest } from 'vitest/node';

const path = './longest-first.mjs';
const { LongestFirst } = (await import(path)) as {
  LongestFirst: new (context: Vitest) => { shard(files: TestSpecification[]): Promise<TestSpecification[]> };
};

const LONG = ['test/e2e/readme/tour.spec.ts', 'test/e2e/new-module/new-module.spec.ts'];

const file = (path: string) =>
  ({
    moduleId: `/project/${path}`,
    project: { config: { root: '/project' } },
  }) as unknown as TestSpecification;
const partOf = async (index: number, count: number, files: TestSpecification[]) => {
  const context = { config: { shard: { index, count } } } as unknown as Vitest;
  return (await new LongestFirst(context).shard(files)).map(({ moduleId }) => moduleId);
};

it.each([1, 2, 4, 7])(
  'gives each file to one of %i parts, whatever order they are found in',
  async (count) => {
    const paths = [...LONG, ...Array.from({ length: 21 }, (_, at) => `src/a${at % 5}/b${at}.spec.ts`)];
    const files = paths.map(file);
    const parts: string[][] = [];
    // Between the parts the order may change: Vitest finds the files anew.
    for (let index = 1; index <= count; index += 1)
      parts.push(await partOf(index, count, index % 2 === 0 ? files : [...files].reverse()));
    expect(parts.flat().sort()).toEqual(files.map(({ moduleId }) => moduleId).sort());
    const sizes = parts.map(({ length }) => length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    // The two that take longest are not left to one part.
    if (count > 1)
      expect(
        parts.filter((part) => part.some((path) => path.endsWith(LONG[0]!) || path.endsWith(LONG[1]!))),
      ).toHaveLength(2);
  },
);
