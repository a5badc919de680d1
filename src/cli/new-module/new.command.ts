import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Command, Option } from 'commander';
import { CommandFailure } from '../command-failure.js';
import { projectFolder } from '../../project-folder.js';
import { parseModuleName } from './module-name.js';
import { planModule, type PlannedFile } from './plan-module.js';
import { MODULE_SCOPES, type ModuleScope } from './render-template.js';

interface NewModuleOptions {
  readonly scope: ModuleScope;
  readonly singular?: string;
  readonly dryRun?: true;
  readonly force?: true;
}

/** `new module`: writes sources of a module of one's own. */
export function newCommand(): Command {
  return new Command('new')
    .description('Write the sources of something new into this checkout.')
    .addCommand(newModuleCommand());
}

function newModuleCommand(): Command {
  return new Command('module')
    .description('Write a module with one table: routes, permissions, migration, registration, and its spec.')
    .argument('<name>', 'what its table holds many of, in kebab-case: rooms')
    .addOption(
      new Option('--scope <scope>', 'whose its rows are').choices(MODULE_SCOPES).makeOptionMandatory(),
    )
    .option('--singular <noun>', 'what one of them is called, where the name does not tell')
    .option('--dry-run', 'list the files, and write none')
    .option('--force', 'also where the working tree has changes that are not committed')
    .action((typed: string, { scope, singular, dryRun, force }: NewModuleOptions) => {
      if (process.env['NODE_ENV'] === 'production')
        throw new CommandFailure(
          'Sources are not written in production. Run it in a checkout of the project.',
        );
      const name = parseModuleName(typed, singular);
      const root = projectFolder();
      const files = planModule(root, { name, scope, now: new Date() });
      for (const { path, isNew } of files) console.log(`${isNew ? 'new    ' : 'changed'} ${path}`);
      if (dryRun === true) return;
      if (force !== true) demandCleanTree(root);
      write(root, files);
      console.error(
        `\nWritten. "npm run check" looks at all of it, "npm run migrate" applies its migration (a local database does so by itself). What to change next: docs/extending.md.`,
      );
    });
}

/** So that what was written can be looked at, and taken back, by itself. */
function demandCleanTree(root: string): void {
  if (!existsSync(join(root, '.git'))) return;
  const { status, stdout } = spawnSync('git', ['status', '--porcelain'], { cwd: root, encoding: 'utf8' });
  if (status === 0 && stdout.trim() !== '')
    throw new CommandFailure(
      'The working tree has changes that are not committed, and the new files would mix with them. Commit or stash them, or say --force.',
    );
}

function write(root: string, files: readonly PlannedFile[]): void {
  for (const { path, text } of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const formatted = files.map(({ path }) => path).filter((path) => path.endsWith('.ts'));
  run(root, 'node_modules/prettier/bin/prettier.cjs', ['--write', '--log-level=warn', ...formatted]);
  // What is made from the routes: the answers that they give, and the types of the client.
  run(root, 'scripts/openapi.mjs', []);
}

function run(root: string, program: string, args: readonly string[]): void {
  const { status } = spawnSync(process.execPath, [join(root, program), ...args], {
    cwd: root,
    // What a program says on its standard output is not the list of files.
    stdio: ['ignore', process.stderr, 'inherit'],
  });
  if (status !== 0)
    throw new CommandFailure(
      `The files are written, and ${program} failed on them; it says above why. Run "npm run format" and "npm run openapi" once that is mended.`,
    );
}
