import { describe, expect, it } from 'vitest';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RENAMED_VARIABLES } from '../../src/settings/variables.js';

const project = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(project, file), 'utf8');
const { version, scripts } = JSON.parse(read('package.json')) as { version: string; scripts: object };
const documents = [
  ...globSync(['*.md', 'docs/**/*.md', 'deploy/**/*.md', 'findings/*.md', 'examples/*/*.md'], {
    cwd: project,
  }),
];

describe('the documents', () => {
  it.each(documents)('lead to files that are there: %s', (file) => {
    const links = [...read(file).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!.split('#', 1)[0]!);
    const local = links.filter((link) => link !== '' && !/^[a-z]+:/.test(link));
    expect(local.filter((link) => !existsSync(join(project, dirname(file), link)))).toEqual([]);
  });

  it.each(documents)('name scripts that are there: %s', (file) => {
    const named = [...read(file).matchAll(/\bnpm run (?:--silent |-s )?([a-z][\w:-]*)/g)].map(
      ([, name]) => name!,
    );
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('say in the changelog what this version is, and how settings are called now', () => {
    const changelog = read('CHANGELOG.md');
    expect(changelog).toMatch(new RegExp(`^## ${version.replaceAll('.', '\\.')}\\b`, 'm'));
    for (const [former, now] of Object.entries(RENAMED_VARIABLES)) {
      expect(changelog).toContain(`\`${former}\``);
      expect(changelog).toContain(`\`${now}\``);
    }
  });
});
