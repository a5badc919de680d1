import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ExportedDeclaration, exportedDeclarations } from './exported-declarations.js';

const ROOT = join(import.meta.dirname, '../..');
/** What a class of such a file ends in. */
const ROLES: Readonly<Record<string, string>> = {
  service: 'Service',
  store: 'Store',
  worker: 'Worker',
  controller: 'Controller',
  module: 'Module',
  guard: 'Guard',
  interceptor: 'Interceptor',
  filter: 'Filter',
};

describe('a file is named after what it exports', () => {
  const files = ['src', 'libs'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.spec.ts'))
      .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
      .filter((path) => !/\/migrations\/|\/testing\/|\/index\.ts$/.test(path)),
  );
  const exportsOf = (path: string) => exportedDeclarations(readFileSync(join(ROOT, path), 'utf8'));
  const classesOf = (path: string) => exportsOf(path).flatMap(({ is, name }) => (is === 'class' ? name : []));

  it('and the class carries the role that the file says', () => {
    const misnamed = files.flatMap((path) => {
      const found = /([\w-]+)\.(\w+)\.ts$/.exec(path);
      const role = found === null ? undefined : ROLES[found[2]!];
      if (found === null || role === undefined) return [];
      const wanted = pascalCase(found[1]!) + role;
      const classes = classesOf(path).filter((name) => name.endsWith(role));
      // A file may hold several controllers, and errors beside its class.
      return classes.includes(wanted) || classes.length > 1 ? [] : [`${path}: ${wanted}`];
    });
    expect(misnamed).toEqual([]);
  });

  it('and the file says the role that its class carries', () => {
    const misnamed = files.flatMap((path) =>
      classesOf(path).flatMap((name) => {
        const role = Object.keys(ROLES).find((each) => name.endsWith(ROLES[each]!));
        return role === undefined || new RegExp(`[.-]${role}s?\\.ts$`).test(path) ? [] : [`${path}: ${name}`];
      }),
    );
    expect(misnamed).toEqual([]);
  });

  it('and so is that of an entity', () => {
    const misnamed = files.filter((path) => {
      const stem = /([\w-]+)\.entity\.ts$/.exec(path)?.[1];
      const classes = classesOf(path);
      return stem !== undefined && classes.length === 1 && classes[0] !== pascalCase(stem);
    });
    expect(misnamed).toEqual([]);
  });

  it('and so is every file that exports one thing that runs', () => {
    expect(files.length).toBeGreaterThan(900);
    expect(files.filter((path) => !isNamedAfter(path, exportsOf(path)))).toEqual([]);
  });

  it.each([
    ['rooms.ts', 'export function roomOf() {}', true],
    ['room-rates.rule.ts', 'export function rateOfRoom() {}', true],
    ['room-rate.ts', 'export interface RoomRate {}\nexport function cheapest() {}', true],
    ['room-rate.ts', 'export const CHEAP = 1;\nexport function cheapest() {}', true],
    ['room-rate.ts', 'export function cheapest() {}', false],
    ['room-rate.ts', 'export class Room {}', false],
  ])('%s with "%s": %s', (path, text, isNamed) => {
    expect(isNamedAfter(path, exportedDeclarations(text))).toBe(isNamed);
  });
});

/** Whether the words of a file's name, without its role, stand in the name of something that it exports. */
function isNamedAfter(path: string, exported: readonly ExportedDeclaration[]): boolean {
  const values = new Set(exported.filter(({ is }) => !/interface|type/.test(is)).map(({ name }) => name));
  if (values.size !== 1 || path.endsWith('.runtime.ts')) return true;
  const words = wordsOf(pascalCase(basename(path).split('.')[0]!));
  return exported.some(({ name }) => {
    const those = wordsOf(name);
    return words.every((word) => those.includes(word));
  });
}

/** In lower case, and in the singular. */
function wordsOf(name: string): string[] {
  const words = name.match(/[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])/g) ?? [];
  return words.map((word) => word.toLowerCase().replace(/ies$/, 'y').replace(/s$/, ''));
}

function pascalCase(name: string): string {
  return name.replace(/(^|-)(\w)/g, (_, _dash, letter: string) => letter.toUpperCase());
}
