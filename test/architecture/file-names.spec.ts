import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

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
/** Packages with names of their own. */
const OWN_NAMES = /^libs\/(clerk-emulator|local-postgres)\//;

describe('a file is named after the class that it exports', () => {
  const files = ['src', 'libs'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.spec.ts'))
      .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
      .filter((path) => !OWN_NAMES.test(path)),
  );

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

  it('and so is that of an entity', () => {
    const misnamed = files.filter((path) => {
      const stem = /([\w-]+)\.entity\.ts$/.exec(path)?.[1];
      const classes = classesOf(path);
      return stem !== undefined && classes.length === 1 && classes[0] !== pascalCase(stem);
    });
    expect(misnamed).toEqual([]);
  });

  function classesOf(path: string): string[] {
    const text = readFileSync(join(ROOT, path), 'utf8');
    return [...text.matchAll(/^export (?:abstract )?class (\w+)/gm)].map(([, name]) => name!);
  }
});

function pascalCase(name: string): string {
  return name.replace(/(^|-)(\w)/g, (_, _dash, letter: string) => letter.toUpperCase());
}
