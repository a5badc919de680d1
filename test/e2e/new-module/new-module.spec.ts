import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CopiedProject, type Ended } from '../../support/copied-project.js';
import { CommandFailure } from '../../../src/cli/command-failure.js';
import { parseModuleName } from '../../../src/cli/new-module/module-name.js';
import { planModule } from '../../../src/cli/new-module/plan-module.js';

const CLI = 'dist/bundle/tenantry.js';
const EXAMPLE = 'examples/rooms';
/** When the example was generated, as the name of its migration says. */
const EXAMPLE_MADE = new Date(1_796_000_000_000);

describe('npm run tenantry -- new module', () => {
  let project: CopiedProject;

  beforeAll(() => {
    project = new CopiedProject();
  });

  afterAll(() => {
    project.remove();
  });

  const newModule = (...args: string[]) => project.run(CLI, ['new', 'module', ...args]);

  it.each([
    ['a name that is taken', 'tenants', undefined, 'There is src/tenants already'],
    ['a table that is taken', 'properties', undefined, 'has a table of the name public.properties'],
    ['no kebab-case', 'hotelRooms', undefined, 'a noun in kebab-case is, such as rooms or room-keys'],
    ['a path', '../rooms', undefined, 'is no name for a module'],
    ['no plural', 'linen', undefined, 'say what one of them is called: --singular <noun>'],
    ['one name for both', 'linen', 'linen', 'need names of their own'],
    ['a word of SQL', 'tables', undefined, 'means something else in TypeScript or SQL'],
  ])('refuses %s', (_, plural, singular, sentence) => {
    const plan = () =>
      planModule(project.folder, {
        name: parseModuleName(plural, singular),
        scope: 'property',
        now: new Date(),
      });
    expect(plan).toThrow(CommandFailure);
    expect(plan).toThrow(sentence);
  });

  it('refuses where the sources are not', () => {
    const name = parseModuleName('rooms', undefined);
    expect(() => planModule(project.path('dist'), { name, scope: 'property', now: new Date() })).toThrow(
      'Run it in a checkout of the project.',
    );
  });

  it('says how it is called to whoever names no scope', async () => {
    const { code, output } = await newModule('rooms');
    expect([code, output]).toEqual([1, expect.stringContaining("option '--scope <scope>' not specified")]);
  });

  it('writes nothing in production, and nothing beside changes that are not committed', async () => {
    const args = ['new', 'module', 'rooms', '--scope', 'property'];
    const inProduction = await project.run(CLI, args, { NODE_ENV: 'production' });
    expect([inProduction.code, inProduction.output]).toEqual([
      1,
      expect.stringContaining('Sources are not written in production'),
    ]);
    project.git('init', '--quiet');
    const dirty = await newModule('rooms', '--scope', 'property');
    expect([dirty.code, dirty.output]).toEqual([1, expect.stringContaining('or say --force')]);
    expect(existsSync(project.path('src/rooms'))).toBe(false);
  });

  it('lists with --dry-run what it would write', async () => {
    const { code, output } = await newModule('rooms', '--scope', 'property', '--dry-run');
    expect(code).toBe(0);
    expect(output).toContain('new     src/rooms/rooms.manifest.ts\n');
    const changed = output.match(/(?<=^changed ).*$/gm);
    expect(changed).toEqual(['src/modules.ts', 'test/access/matrix.yaml', 'README.md']);
    expect(existsSync(project.path('src/rooms'))).toBe(false);
  });

  describe('of a property and of an organization, and examples/rooms', () => {
    const folders = ['room-keys', 'suppliers', 'rooms'].flatMap((name) => [
      `src/${name}`,
      `test/e2e/${name}`,
    ]);
    const its = '(room.keys|suppliers|rooms|has a line for every route|^(?!the matrix).*$)';
    const specs = [
      'test/architecture',
      'test/openapi',
      'src/permissions',
      'src/privacy/registry',
      'test/access/walker',
      'test/access/creating-routes',
      'test/database/plans',
      'test/e2e/privacy/canary',
      ...folders,
    ];
    const outcomes = new Map<string, Promise<Ended>>();

    beforeAll(async () => {
      const written = await newModule('room-keys', '--scope', 'property', '--force');
      expect(written).toMatchObject({ code: 0 });
      add('suppliers', 'organization', new Date());
      add('rooms', 'property', EXAMPLE_MADE);
      // What its README tells to do by hand.
      for (const folder of ['src', 'test'])
        cpSync(project.path(EXAMPLE, folder), project.path(folder), { recursive: true });
      project.git('apply', `${EXAMPLE}/shared-files.diff`);
      await project.run('node_modules/prettier/bin/prettier.cjs', [
        '--write',
        '--log-level=warn',
        ...folders,
      ]);
      const made = await project.run('scripts/openapi.mjs', []);
      expect(made).toMatchObject({ code: 0 });
      // Two at a time, which is what most machines have to give.
      void start('specs', 'scripts/test.mjs', ['--maxWorkers=1', ...specs, '--testNamePattern', its]);
      const types = start('types', 'scripts/check.mjs', ['types']);
      const boundaries = start('boundaries', 'scripts/check.mjs', ['boundaries'], types);
      const deadCode = start('dead code', 'scripts/check.mjs', ['dead-code'], boundaries);
      const changed = ['src/modules.ts', 'test/access', 'README.md'];
      const prettier = 'node_modules/prettier/bin/prettier.cjs';
      const format = start('format', prettier, ['--check', ...folders, ...changed], deadCode);
      void start('lint', 'node_modules/eslint/bin/eslint.js', folders, format);
    }, 600_000);

    it.each(['types', 'boundaries', 'dead code', 'format', 'lint', 'specs'])(
      'passes the check of its %s',
      async (name) => {
        const { code, output } = (await outcomes.get(name))!;
        if (code !== 0) throw new Error(`${failuresIn(output)}\n${output}`);
      },
      600_000,
    );

    /** In one line, which a long run tells at once. */
    function failuresIn(output: string): string {
      return [...new Set(output.split('\n').filter((line) => line.startsWith('FAILED')))].join(' · ');
    }

    function start(name: string, program: string, args: string[], after?: Promise<unknown>): Promise<Ended> {
      const outcome = Promise.resolve(after).then(() => project.run(program, args));
      outcomes.set(name, outcome);
      return outcome;
    }
  });

  /** As the command does, without a build of its own. */
  function add(plural: string, scope: 'property' | 'organization', now: Date): void {
    const name = parseModuleName(plural, undefined);
    for (const { path, text } of planModule(project.folder, { name, scope, now })) {
      mkdirSync(dirname(project.path(path)), { recursive: true });
      writeFileSync(project.path(path), text);
    }
  }
});
