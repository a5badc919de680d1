import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modules } from '../../modules.js';
import { CommandFailure } from '../command-failure.js';
import { editsOf } from './edit-project.js';
import type { ModuleName } from './module-name.js';
import { type ModuleScope, type NewModule, renderPath, renderTemplate } from './render-template.js';

/** A file with what will stand in it, by its path in the project. */
export interface PlannedFile {
  readonly path: string;
  readonly text: string;
  /** Made anew, or one that is there and gets some lines more. */
  readonly isNew: boolean;
}

const TEMPLATES = 'scripts/templates/module';
const MATRIX_ROWS = 'matrix-rows.txt';

/**
 * Everything that a new module writes.
 *
 * @param root the project's folder, with its sources
 * @throws CommandFailure where the sources are not there, or the name is taken
 */
export function planModule(
  root: string,
  { name, scope, now }: { name: ModuleName; scope: ModuleScope; now: Date },
): PlannedFile[] {
  if (!existsSync(join(root, 'src/modules.ts')) || !existsSync(join(root, TEMPLATES)))
    throw new CommandFailure(
      'Modules are written into the sources, which are not here: this is an installed service. Run it in a checkout of the project.',
    );
  demandFree(root, name);
  const module: NewModule = { name, scope, migration: nextMigration(now) };
  const rendered = (file: string): string =>
    renderTemplate(readFileSync(join(root, TEMPLATES, file), 'utf8'), module);
  const files = readdirSync(join(root, TEMPLATES), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .map((file): PlannedFile => {
      const folder = file.endsWith('.spec.ts') ? 'test/e2e' : 'src';
      return {
        path: `${folder}/${name.plural}/${renderPath(file, module)}`,
        text: rendered(file),
        isNew: true,
      };
    });
  const edits = editsOf(module, rendered(MATRIX_ROWS)).map(({ path, apply }): PlannedFile => ({
    path,
    text: apply(readFileSync(join(root, path), 'utf8')),
    isNew: false,
  }));
  return [...files, ...edits];
}

function demandFree(root: string, { plural, singular }: ModuleName): void {
  const table = `public.${plural.replaceAll('-', '_')}`;
  for (const { name, personalData = [], permissions = {} } of modules) {
    if (personalData.some((each) => each.table === table))
      throw new CommandFailure(`The module ${name} has a table of the name ${table}; choose another noun.`);
    const resources = Object.keys(permissions).map((key) => key.split(':')[1]);
    if (resources.includes(plural.replaceAll('-', '_')))
      throw new CommandFailure(`The module ${name} has permissions on ${plural}; choose another noun.`);
  }
  const folders = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((each) =>
    each.isDirectory(),
  );
  const taken = folders.find((folder) => folder.name === plural || folder.name === singular);
  if (taken !== undefined)
    throw new CommandFailure(`There is src/${taken.name} already; choose another noun, or remove it first.`);
}

/** Later than all that there are, and than now: whoever adds one elsewhere meanwhile adds another. */
function nextMigration(now: Date): string {
  const times = modules
    .flatMap(({ migrations = [] }) => migrations)
    .map((migration) => Number(migration.name.slice(-13)));
  return String(Math.max(now.getTime(), ...times.map((time) => time + 1)));
}
