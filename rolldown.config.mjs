import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { decode, encode } from '@jridgewell/sourcemap-codec';
import { defineConfig } from 'rolldown';

/**
 * Stay packages of their own; all else that the programs load becomes part of them (docs/decisions/0056-programs-in-a-bundle.md).
 */
const EXTERNAL = [
  // Compiled for each platform.
  '@node-rs/argon2',
  '@node-rs/bcrypt',
  // Has files beside it that a worker thread runs.
  'pino',
  'pino-std-serializers',
  // There must be one of each in a process: parts of `pg` are asked for by their path, and `Reflect` is changed by the other.
  'pg',
  'reflect-metadata',
  // Finds what registered itself with it, and loads the rest where a collector or a bucket is set.
  '@opentelemetry',
  '@aws-sdk',
  'echarts',
  // Not there in production.
  '@tenantry',
];

const FOLDER = 'dist/bundle';
const DAY_MS = 86_400_000;
let hasOneValidator = false;
const OWN_SOURCE = /^(\.\.\/)+(src|libs|migrations)\//;

/** `import` of a type is erased, and a package that is not installed is asked for at run time by those who can do without it. */
const isExternal = (/** @type {string} */ id) =>
  EXTERNAL.some((name) => id === name || id.startsWith(`${name}/`));

/** The maps of the compiler lead to the sources. */
const compiledMaps = {
  name: 'compiled-maps',
  load: {
    filter: { id: /[\\/]dist[\\/](src|libs|migrations)[\\/].*\.js$/ },
    async handler(/** @type {string} */ id) {
      const [code, map] = await Promise.all([readFile(id, 'utf8'), readFile(`${id}.map`, 'utf8')]);
      return { code, map };
    },
  },
};

/**
 * Leaves of a map one place for each line of this project, by which frames of errors are told: a whole map takes half a
 * second to read, and 60 MB.
 */
const ownLines = {
  name: 'own-lines',
  generateBundle(/** @type {unknown} */ _options, /** @type {import('rolldown').OutputBundle} */ bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'asset' || !file.fileName.endsWith('.map')) continue;
      const { sources, mappings } = JSON.parse(String(file.source));
      const isOwn = sources.map((/** @type {string} */ source) => OWN_SOURCE.test(source));
      file.source = JSON.stringify({
        version: 3,
        names: [],
        sources: sources.map((/** @type {string} */ source, /** @type {number} */ at) =>
          isOwn[at] ? source : '',
        ),
        mappings: encode(linesOf(decode(mappings), isOwn)),
      });
    }
  },
};

/**
 * The first place of each line that is own; where a package begins, one that leads nowhere.
 *
 * @param {import('@jridgewell/sourcemap-codec').SourceMapMappings} lines
 * @param {readonly boolean[]} isOwn of each source
 */
function linesOf(lines, isOwn) {
  let wasOwn = false;
  return lines.map(([first]) => {
    /** @type {import('@jridgewell/sourcemap-codec').SourceMapLine} */
    const kept = [];
    if (first === undefined) return kept;
    const [column, source, line = 0, sourceColumn = 0] = first;
    if (source !== undefined && isOwn[source] === true) {
      kept.push([column, source, line, sourceColumn]);
      wasOwn = true;
    } else if (wasOwn) {
      kept.push([column]);
      wasOwn = false;
    }
    return kept;
  });
}

/**
 * `@nestjs/mapped-types` asks for the validator by a `require` of its own making, which no bundler follows: it would get
 * another one than the service, without what the classes of the service say.
 */
const oneValidator = {
  name: 'one-validator',
  transform: {
    filter: { id: /[\\/]@nestjs[\\/]mapped-types[\\/]dist[\\/]type-helpers\.utils\.js$/ },
    handler(/** @type {string} */ code) {
      const own = 'const require = createRequire(import.meta.url);';
      if (!code.includes(own))
        throw new Error('@nestjs/mapped-types asks for the validator in another way now');
      hasOneValidator = true;
      return { code: code.replace(own, ''), map: null };
    },
  },
  generateBundle() {
    if (!hasOneValidator) throw new Error('@nestjs/mapped-types asks for the validator elsewhere now');
  },
};

/** Removes what an earlier build wrote, once nothing that runs can ask for it any more. */
const removesOld = {
  name: 'removes-old',
  async writeBundle(/** @type {unknown} */ _options, /** @type {import('rolldown').OutputBundle} */ bundle) {
    for (const name of await readdir(FOLDER)) {
      const path = join(FOLDER, name);
      if (name.startsWith('.') || name in bundle) continue;
      if (Date.now() - (await stat(path)).mtimeMs > DAY_MS) await rm(path);
    }
  },
};

/** What is started of what the compiler wrote into `dist`: the service, the command line and the migration. */
export default defineConfig({
  input: { main: 'dist/src/main.js', tenantry: 'dist/src/cli/main.js', migrate: 'dist/src/cli/migrate.js' },
  platform: 'node',
  external: isExternal,
  plugins: [compiledMaps, oneValidator, ownLines, removesOld],
  onLog(level, log, report) {
    // Packages that have parts for other databases, transports and views, and do without them.
    const isOfPackage = /node_modules/.test(`${log.id ?? ''} ${log.message}`);
    if (!isOfPackage) report(level, log);
  },
  output: {
    dir: FOLDER,
    format: 'esm',
    sourcemap: true,
    // Classes are told apart by their names in logs, tables and metrics.
    keepNames: true,
    comments: { legal: true, annotation: false, jsdoc: false },
    entryFileNames: '[name].js',
    // A service that runs while its next version is built goes on with its own.
    chunkFileNames: '[name]-[hash].js',
  },
});
