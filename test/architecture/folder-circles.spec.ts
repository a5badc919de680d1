import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderCircles, type Imports, importsOf } from './folder-circles.js';

const ROOT = join(import.meta.dirname, '../..');

describe('the folders of a module stand in one order', () => {
  it('without a circle', () => {
    const files = readdirSync(join(ROOT, 'src'), { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile() && file.name.endsWith('.ts') && !file.name.endsWith('.spec.ts'))
      .map((file) => relative(ROOT, join(file.parentPath, file.name)));
    const imports: Imports = new Map(
      files.map((file) => [file, importsOf(file, readFileSync(join(ROOT, file), 'utf8'))]),
    );
    expect(imports.size).toBeGreaterThan(300);
    expect(folderCircles(imports)).toEqual([]);
  });

  it('and a circle is seen: between two folders, through a third one, through a file beside them', () => {
    const seeded = (...lines: [string, string, string][]): string[] =>
      folderCircles(new Map(lines.map(([from, how, to]) => [from, importsOf(from, `${how}'${to}';`)])));
    expect(
      seeded(
        ['src/m/a/one.ts', 'import ', '../b/two.js'],
        ['src/m/b/three.ts', 'import type { X } from ', '../a/four.js'],
      ),
    ).toEqual(['src/m/a/one.ts -> src/m/b/two.ts', 'src/m/b/three.ts -> src/m/a/four.ts']);
    expect(
      seeded(
        ['src/m/a/one.ts', 'export * from ', '../b/two.js'],
        ['src/m/b/two.ts', 'import ', '../c/three.js'],
        ['src/m/c/four.ts', 'await import(', '../a/five.js'],
      ),
    ).toHaveLength(3);
    expect(
      seeded(['src/m/a/one.ts', 'import ', '../shared.js'], ['src/m/shared.ts', 'import ', './a/two.js']),
    ).toHaveLength(2);
    expect(
      seeded(['src/m/a/one.ts', 'import ', '../b/two.js'], ['src/m/a/three.ts', 'import ', './one.js']),
    ).toEqual([]);
  });
});
