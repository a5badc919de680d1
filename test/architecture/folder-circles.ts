import { dirname, join } from 'node:path';

/** What is imported, by the file that does; both from the root of the repository. */
export type Imports = ReadonlyMap<string, readonly string[]>;

/** The relative imports of a text, types and those on demand included. */
export function importsOf(file: string, text: string): string[] {
  return [...text.matchAll(/\b(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, path]) =>
    join(dirname(file), path!).replace(/\.js$/, '.ts'),
  );
}

/**
 * Circles between the parts of a module: each folder of it is one part, and so is each file beside them.
 *
 * @returns every import between two parts that reach each other, as `a.ts -> b.ts`
 */
export function folderCircles(imports: Imports): string[] {
  const edges = [...imports].flatMap(([from, targets]) =>
    targets.map((to) => ({ from, to, a: partOf(from), b: partOf(to) })),
  );
  const within = edges.filter(({ from, to, a, b }) => moduleOf(from) === moduleOf(to) && a !== b);
  const next = Map.groupBy(within, ({ a }) => a);
  const reaches = (from: string, wanted: string, seen = new Set<string>()): boolean =>
    (next.get(from) ?? []).some(({ b }) => {
      if (b === wanted) return true;
      if (seen.has(b)) return false;
      return reaches(b, wanted, seen.add(b));
    });
  return within
    .filter(({ a, b }) => reaches(b, a))
    .map(({ from, to }) => `${from} -> ${to}`)
    .sort();
}

const moduleOf = (file: string): string => file.split('/').slice(0, 2).join('/');
const partOf = (file: string): string => file.split('/').slice(0, 3).join('/');
