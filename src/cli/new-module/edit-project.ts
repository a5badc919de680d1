import { CommandFailure } from '../command-failure.js';
import { camelCase, type NewModule } from './render-template.js';

/** A file of the project that names its modules, and how it does so with one more. */
export interface ProjectEdit {
  readonly path: string;
  readonly apply: (text: string) => string;
}

/**
 * What a new module changes outside of its folder.
 *
 * @param matrixRows as rendered from the template
 */
export function editsOf(module: NewModule, matrixRows: string): ProjectEdit[] {
  const { plural } = module.name;
  const manifest = `${camelCase(plural)}Manifest`;
  return [
    {
      path: 'src/modules.ts',
      apply: (text) =>
        insert(
          insert(
            text,
            /^\/\*\*\n \* Every module of the service/m,
            `import { ${manifest} } from './${plural}/${plural}.manifest.js';\n\n`,
            'trimmed',
          ),
          /^ {2}\[schedulerManifest\],$/m,
          `  [${manifest}],\n`,
        ),
    },
    { path: 'test/access/matrix.yaml', apply: (text) => `${text.trimEnd()}\n\n${aligned(matrixRows)}\n` },
    ...(module.scope === 'property' ? [{ path: 'README.md', apply: tourOf(module) }] : []),
  ];
}

/** Puts a text before a place in another; `trimmed`: with no empty line before it. */
function insert(text: string, before: RegExp, added: string, gap?: 'trimmed'): string {
  const at = text.search(before);
  if (at < 0)
    throw new CommandFailure(`The place for "${added.trim()}" is not there any more; put it in by hand.`);
  const head = text.slice(0, at);
  return (gap === 'trimmed' ? `${head.trimEnd()}\n` : head) + added + text.slice(at);
}

/** In the columns of the matrix. */
function aligned(rows: string): string {
  return rows
    .trim()
    .split('\n')
    .map((row) => {
      const bar = row.indexOf(' | ');
      return bar < 0 ? `  ${row}` : `  ${row.slice(0, bar).padEnd(63)} ${row.slice(bar + 1)}`.trimEnd();
    })
    .join('\n');
}

/** The README prints what a manager of a property may; the new permissions are among it. */
function tourOf({ name }: NewModule) {
  const key = name.plural.replaceAll('-', '_');
  const added = ['manage', 'read'].map((verb) => `'property:${key}:${verb}'`);
  return (text: string): string =>
    text.replace(
      /(roles: \[ 'property:manager' \],\n {4}permissions: \[\n)([^\]]*?)(\n {4}\])/,
      (_, head: string, list: string, tail: string) => {
        const all = [...list.split(',').map((each) => each.trim()), ...added].sort();
        return `${head}${all.map((each) => `      ${each}`).join(',\n')}${tail}`;
      },
    );
}
