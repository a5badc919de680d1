import { describe, expect, it } from 'vitest';
import { join } from 'node:path';

const { newerPackages, takeVersion } = (await import(
  join(import.meta.dirname, '../../scripts/support/newest.mjs')
)) as {
  newerPackages: (
    outdated: string,
    manifests: object[],
    versionsOf: (name: string) => Promise<string[]>,
  ) => Promise<unknown>;
  takeVersion: (manifests: object[], name: string, version: string) => { file: string }[];
};

const manifests = () => [
  {
    file: 'package.json',
    manifest: { dependencies: { pg: '8.1.0' }, devDependencies: { runner: '30.0.0', queue: '12.35.0' } },
  },
  {
    file: 'packages/one/package.json',
    manifest: { dependencies: { pg: '8.1.0' }, peerDependencies: { early: '1.0.0-beta.1' } },
  },
];
const list = (outdated: object, versions: Record<string, string[]> = {}) =>
  newerPackages(JSON.stringify(outdated), manifests(), (name) => Promise.resolve(versions[name] ?? []));

describe('what is newer than installed', () => {
  it('is every direct dependency with a later version, in order', async () => {
    const outdated = {
      pg: [
        { current: '8.1.0', latest: '8.10.0' },
        { current: '8.1.0', latest: '8.10.0' },
      ],
      runner: { current: '30.0.0', latest: '31.0.0' },
      early: { current: '1.0.0-beta.1', latest: '1.0.0' },
      nobody: { current: '1.0.0', latest: '2.0.0' },
    };
    expect(await list(outdated)).toEqual([
      { name: 'early', current: '1.0.0-beta.1', newest: '1.0.0' },
      { name: 'pg', current: '8.1.0', newest: '8.10.0' },
      { name: 'runner', current: '30.0.0', newest: '31.0.0' },
    ]);
  });

  it('is the highest release where an earlier line was tagged last, and nothing where there is none', async () => {
    const outdated = { queue: { current: '12.35.0', latest: '10.4.2' } };
    const published = ['9.9.9', '12.35.0', '12.38.0', '12.4.0', '13.0.0-beta.1', '10.4.2'];
    expect(await list(outdated, { queue: published })).toEqual([
      { name: 'queue', current: '12.35.0', newest: '12.38.0' },
    ]);
    expect(await list(outdated, { queue: ['10.4.2', '12.35.0'] })).toEqual([]);
    expect(await newerPackages('', manifests(), () => Promise.resolve([]))).toEqual([]);
  });

  it('is taken into every manifest that names it, and no other', () => {
    const all = manifests();
    expect(takeVersion(all, 'pg', '8.10.0').map(({ file }) => file)).toEqual(all.map(({ file }) => file));
    expect(all[0]).toHaveProperty('manifest.dependencies.pg', '8.10.0');
    expect(all[1]).toHaveProperty('manifest.dependencies.pg', '8.10.0');
    expect(takeVersion(all, 'queue', '12.38.0').map(({ file }) => file)).toEqual(['package.json']);
    expect(all[0]).toHaveProperty('manifest.devDependencies', { runner: '30.0.0', queue: '12.38.0' });
    expect(takeVersion(all, 'nobody', '1.0.0')).toEqual([]);
  });
});
