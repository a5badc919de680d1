import { readFileSync } from 'node:fs';
import { join } from 'node:path';

// Who may import whom. The picture of it is in docs/architecture.md; test/architecture proves that each rule bites.
const list = readFileSync(join(import.meta.dirname, 'src/modules.ts'), 'utf8');
/** The lines of `src/modules.ts`: of one line no module may import another. */
export const order = [...list.matchAll(/^ {2}\[(.*Manifest)\],$/gm)].map(([, line]) =>
  [...line.matchAll(/(\w+)Manifest/g)].map(([, name]) => folderOf(name)).join('|'),
);

/** Folders are in kebab-case: `signIn` lies in `src/sign-in`. */
function folderOf(name) {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/**
 * A module may import those on its left only: everything on its right, and its siblings, are forbidden.
 *
 * @type {import('dependency-cruiser').IForbiddenRuleType[]}
 */
const leftToRight = order.map((modules, place) => ({
  name: `order-${modules.split('|')[0]}`,
  comment:
    'the order is that of src/modules.ts: a module imports those of the lines above its own; take a line further down, or move what is shared up',
  severity: 'error',
  from: { path: `^src/(${modules})/` },
  to: {
    path: `^src/(${[...order.slice(place), 'cli', 'debug-bundle', 'doctor', 'local'].join('|')})/`,
    pathNot: '^src/$1/',
  },
}));
/** Folders of `src` that are no modules. */
const KNOWN = ['manifest', 'settings', 'cli', 'debug-bundle', 'doctor', 'local', ...order].join('|');

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...leftToRight,
    {
      name: 'module-in-the-list',
      comment: 'name the manifest of this module in src/modules.ts; until then it imports nothing',
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: `^src/(${KNOWN})/` },
      to: { path: '^(src|libs|migrations)/', pathNot: '^src/$1/' },
    },
    {
      name: 'import-of-a-module-in-the-list',
      comment: 'name the manifest of that module in src/modules.ts; until then nobody imports it',
      severity: 'error',
      from: { path: `^(src/(${KNOWN})/|src/[^/]+$|libs/|migrations/)` },
      to: { path: '^src/[^/]+/', pathNot: `^src/(${KNOWN})/` },
    },
    {
      name: 'manifest-is-data',
      comment:
        'everybody reads manifests, so that they may import nothing that runs; the code is loaded on demand',
      severity: 'error',
      from: { path: '(\\.manifest|\\.tables|\\.tenancy)\\.ts$|^src/manifest/' },
      to: {
        path: '^(src|migrations)/',
        pathNot: ['^src/manifest/', '^src/[^/]+/[^/]+\\.(tables|tenancy)\\.ts$', '^src/[^/]+/migrations/'],
        dependencyTypesNot: ['dynamic-import'],
      },
    },
    {
      name: 'settings-know-no-module',
      comment: 'every module reads its settings, so that they may import libraries alone',
      severity: 'error',
      from: { path: '^src/settings/' },
      to: { path: '^(src|migrations|test)/', pathNot: '^src/settings/' },
    },
    {
      name: 'libs-know-no-domain',
      comment: 'a library could be published tomorrow',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^(src|migrations|test)/' },
    },
    {
      name: 'packages-stand-alone',
      comment: 'a package is used without the rest of the project, and without its sibling',
      severity: 'error',
      from: { path: '^packages/([^/]+)/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^(src|libs|migrations|test|packages)/', pathNot: '^packages/$1/' },
    },
    {
      name: 'client-stands-alone',
      comment: 'the client is used without the service, and knows it by its routes alone',
      severity: 'error',
      from: { path: '^clients/' },
      to: { path: '^(src|libs|migrations|test|packages)/' },
    },
    {
      name: 'client-imports-nothing-of-node',
      comment: 'the client runs in browsers and on edge runtimes, which have no such module',
      severity: 'error',
      from: { path: '^clients/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'console-knows-the-client-alone',
      comment: 'nothing of the API is private to the console: what it can do, every client can',
      severity: 'error',
      from: { path: '^console/' },
      to: { path: '^(src|libs|migrations|test|packages)/' },
    },
    {
      name: 'console-by-its-address',
      comment: 'the service serves the built files of the console and knows nothing of them',
      severity: 'error',
      from: { path: '^(src|libs|packages|clients|migrations)/' },
      to: { path: '^console/' },
    },
    {
      name: 'pages-of-the-console-stand-alone',
      comment:
        'what two areas of pages share goes to api, ui or words; a page can be taken out without the others',
      severity: 'error',
      from: { path: '^console/src/(api|ui|words|identity)/' },
      to: { path: '^console/src/pages/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'package-by-its-face',
      comment: 'a package is reached by its name only',
      severity: 'error',
      from: { path: '^(src|libs|migrations|test)/' },
      to: { path: '^packages/[^/]+/', pathNot: '^packages/[^/]+/src/index\\.ts$' },
    },
    {
      name: 'module-by-its-face',
      comment: 'another module is reached through its index.ts only',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/[^/]+/', pathNot: ['^src/$1/', '^src/[^/]+/index\\.ts$'] },
    },
    {
      name: 'library-by-its-face',
      comment: 'a library is reached through its index.ts only',
      severity: 'error',
      from: { path: '^(src/[^/]+|libs/[^/]+|migrations)/' },
      to: {
        path: '^libs/[^/]+/',
        pathNot: ['^$1/', '^libs/[^/]+/index\\.ts$', '^libs/database/scopes\\.ts$'],
      },
    },
    {
      name: 'only-auth-mints-scopes',
      comment: 'a scope is the proof that a right was checked',
      severity: 'error',
      from: { path: '^(src|libs|migrations)/', pathNot: '^src/auth/' },
      to: { path: '^libs/database/scopes\\.ts$' },
    },
    {
      name: 'decision-is-pure',
      comment: 'the authorization decision knows no framework and no database',
      severity: 'error',
      from: { path: '^libs/authz/', pathNot: '(\\.spec\\.ts$|/testing/)' },
      to: { dependencyTypesNot: ['local', 'localmodule'], pathNot: '^libs/authz/' },
    },
    {
      name: 'entity-files-do-not-import-services',
      severity: 'error',
      from: { path: '\\.entity\\.ts$' },
      to: { path: '\\.(service|store|controller|worker)\\.ts$' },
    },
    {
      name: 'no-circle',
      comment: 'a manifest loads its code on demand, and that is no circle',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['dynamic-import'] } },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-development-package-in-production',
      comment: 'only the local stack, which production never loads, may use development packages',
      severity: 'error',
      from: {
        path: '^(src|libs|migrations)/',
        pathNot: '(^src/local/|\\.(spec|fixture)\\.ts$|/testing/)',
      },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'local-stack-is-loaded-on-demand',
      comment: 'production must not even load the emulator and the embedded database',
      severity: 'error',
      from: { path: '^(src|libs)/', pathNot: '\\.spec\\.ts$' },
      to: {
        path: '^packages/',
        dependencyTypesNot: ['dynamic-import', 'type-only'],
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(packages|clients)/[^/]+/dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'workspace', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json', '.d.ts'],
    },
  },
};
