import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exportedDeclarations } from './exported-declarations.js';

const ROOT = join(import.meta.dirname, '../..');
/** What every module exports under the same name, by its contract. */
const BY_CONTRACT = new Set(['runtime']);

describe('one name has one meaning', () => {
  const files = ['src', 'libs'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile() && file.name.endsWith('.ts') && !file.name.endsWith('.spec.ts'))
      .map((file) => relative(ROOT, join(file.parentPath, file.name)))
      .filter((path) => !path.includes('/testing/')),
  );

  it('for everything that a file of the service exports', () => {
    const declared = files.map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
    expect(declared.length).toBeGreaterThan(900);
    expect(takenTwice(declared)).toEqual([]);
  });

  it('and a name that is taken twice is seen, but not overloads and types beside their value', () => {
    expect(
      takenTwice([
        { path: 'a.ts', text: 'export interface Rooms {}\nexport const BEDS = 1;' },
        { path: 'b.ts', text: 'export class Rooms {}\nexport async function BEDS() {}\nconst own = 1;' },
        { path: 'c.ts', text: 'const own = 2;\nexport const runtime = {};' },
        {
          path: 'd.ts',
          text: 'export function f(a: 1): 1;\nexport function f(a: 2): 2;\nexport const runtime = 1;',
        },
      ]),
    ).toEqual(['BEDS: a.ts, b.ts', 'Rooms: a.ts, b.ts']);
  });
});

/** Names that several files export a declaration of. */
function takenTwice(files: readonly { readonly path: string; readonly text: string }[]): string[] {
  const names = files.flatMap(({ path, text }) =>
    [...new Set(exportedDeclarations(text).map(({ name }) => name))].map((name) => ({ name, path })),
  );
  return [...Map.groupBy(names, ({ name }) => name)]
    .filter(([name, those]) => those.length > 1 && !BY_CONTRACT.has(name))
    .map(([name, those]) => `${name}: ${those.map(({ path }) => path).join(', ')}`)
    .sort();
}
